#include "solver/linear/level_gather.hpp"

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

/// Global index wrapped into a periodic span; -1 when it lies beyond a wall.
std::int64_t inside(std::int64_t i, const Span& span) {
  if (span.periodic) return ((i % span.n) + span.n) % span.n;
  return i >= 0 && i < span.n ? i : -1;
}

}  // namespace

LevelGather::LevelGather(std::vector<Lattice> parts, const Communicator& comm)
    : parts_(std::move(parts)), comm_(comm.get()), rank_(static_cast<std::size_t>(comm.rank())) {
  int start = 0;
  for (const auto& part : parts_) {
    counts_.push_back(part.x.size() * part.y.size());
    starts_.push_back(start);
    start += counts_.back();
  }
  out_.resize(static_cast<std::size_t>(counts_[rank_]));
  in_.resize(static_cast<std::size_t>(start));
}

template <class Real>
void LevelGather::gather(const SplitRows<Real>& mine, const SplitRows<Real>& whole) {
  const TimedScope timed(seconds_);
  const auto& part = parts_[rank_];
  auto to = out_.begin();
  for (int j = part.y.offset(); j < part.y.end(); ++j) {
    for (int i = part.x.offset(); i < part.x.end(); ++i) *to++ = static_cast<double>(mine(j, i));
  }
  check_mpi(MPI_Allgatherv(out_.data(), counts_[rank_], MPI_DOUBLE, in_.data(), counts_.data(),
                           starts_.data(), MPI_DOUBLE, comm_),
            "MPI_Allgatherv");
  auto from = in_.begin();
  for (const auto& owner : parts_) {
    for (auto j = owner.y.owned.begin; j < owner.y.owned.end; ++j) {
      for (auto i = owner.x.owned.begin; i < owner.x.owned.end; ++i) {
        whole(static_cast<int>(j), static_cast<int>(i)) = static_cast<Real>(*from++);
      }
    }
  }
}

template void LevelGather::gather(const SplitRows<double>&, const SplitRows<double>&);
template void LevelGather::gather(const SplitRows<float>&, const SplitRows<float>&);

void LevelGather::extract(const SplitArray& whole, const SplitArray& mine) const {
  const auto& part = parts_[rank_];
  const auto first_x = part.x.owned.begin - part.x.offset();
  const auto first_y = part.y.owned.begin - part.y.offset();
  for (int j = -LevelHalo::all_rows; j < part.y.end() + LevelHalo::all_rows; ++j) {
    const auto from_j = inside(first_y + j, part.y);
    if (from_j < 0) continue;
    for (int i = -LevelHalo::all_columns; i < part.x.end() + LevelHalo::all_columns; ++i) {
      const auto from_i = inside(first_x + i, part.x);
      if (from_i >= 0) mine(j, i) = whole(static_cast<int>(from_j), static_cast<int>(from_i));
    }
  }
}

}  // namespace isotherm
