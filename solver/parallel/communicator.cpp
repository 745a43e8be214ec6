#include "solver/parallel/communicator.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "solver/parallel/error.hpp"
#include "solver/parallel/heartbeat.hpp"

namespace isotherm {
namespace {

/// MPI_MAX may drop a NaN: one is turned into the largest value of all, and back.
constexpr double above_all = std::numeric_limits<double>::infinity();

/// Checks a collective operation and counts it as a sign of life.
void check_collective(int code, const char* call) {
  check_mpi(code, call);
  beat();
}

}  // namespace

Communicator::Communicator(MPI_Comm parent) {
  check_mpi(MPI_Comm_dup(parent, &comm_), "MPI_Comm_dup");
  *this = adopt(std::exchange(comm_, MPI_COMM_NULL));
}

Communicator Communicator::adopt(MPI_Comm comm) {
  Communicator result;
  result.comm_ = comm;
  check_mpi(MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  check_mpi(MPI_Comm_rank(comm, &result.rank_), "MPI_Comm_rank");
  check_mpi(MPI_Comm_size(comm, &result.size_), "MPI_Comm_size");
  return result;
}

Communicator::~Communicator() {
  if (comm_ != MPI_COMM_NULL) MPI_Comm_free(&comm_);
}

Communicator::Communicator(Communicator&& other) noexcept {
  *this = std::move(other);
}

Communicator& Communicator::operator=(Communicator&& other) noexcept {
  if (this != &other) {
    if (comm_ != MPI_COMM_NULL) MPI_Comm_free(&comm_);
    comm_ = std::exchange(other.comm_, MPI_COMM_NULL);
    rank_ = other.rank_;
    size_ = other.size_;
  }
  return *this;
}

std::vector<std::int64_t> Communicator::nodes() const {
  MPI_Comm node = MPI_COMM_NULL;
  check_mpi(MPI_Comm_split_type(comm_, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &node),
            "MPI_Comm_split_type");
  std::int64_t lowest = rank_;
  check_collective(MPI_Bcast(&lowest, 1, MPI_INT64_T, 0, node), "MPI_Bcast");
  MPI_Comm_free(&node);
  std::vector<std::int64_t> all(static_cast<std::size_t>(size_), 0);
  all[static_cast<std::size_t>(rank_)] = lowest;
  sum(all);
  return all;
}

Communicator Communicator::split(int color) const {
  MPI_Comm part = MPI_COMM_NULL;
  check_mpi(MPI_Comm_split(comm_, color, rank_, &part), "MPI_Comm_split");
  return adopt(part);
}

void Communicator::barrier() const {
  check_collective(MPI_Barrier(comm_), "MPI_Barrier");
}

void Communicator::max(std::span<double> values) const {
  std::vector<double> pairs(2 * values.size());  // (NaN seen, value) each
  for (std::size_t n = 0; n < values.size(); ++n) {
    const bool nan = std::isnan(values[n]);
    pairs[2 * n] = nan ? 1.0 : 0.0;
    pairs[2 * n + 1] = nan ? -above_all : values[n];
  }
  check_collective(
      MPI_Allreduce(MPI_IN_PLACE, pairs.data(), static_cast<int>(pairs.size()), MPI_DOUBLE, MPI_MAX, comm_),
      "MPI_Allreduce");
  for (std::size_t n = 0; n < values.size(); ++n) {
    values[n] = pairs[2 * n] > 0.0 ? std::numeric_limits<double>::quiet_NaN() : pairs[2 * n + 1];
  }
}

double Communicator::max(double value) const {
  max(std::span<double>(&value, 1));
  return value;
}

double Communicator::min(double value) const {
  return -max(-value);
}

std::int64_t Communicator::max(std::int64_t value) const {
  check_collective(MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT64_T, MPI_MAX, comm_), "MPI_Allreduce");
  return value;
}

std::int64_t Communicator::sum(std::int64_t value) const {
  sum(std::span<std::int64_t>(&value, 1));
  return value;
}

void Communicator::sum(std::span<std::int64_t> values) const {
  check_collective(MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_INT64_T,
                                 MPI_SUM, comm_),
                   "MPI_Allreduce");
}

std::int64_t Communicator::broadcast(std::int64_t value, int root) const {
  check_collective(MPI_Bcast(&value, 1, MPI_INT64_T, root, comm_), "MPI_Bcast");
  return value;
}

std::string Communicator::broadcast(std::string text, int root) const {
  const auto length = broadcast(static_cast<std::int64_t>(text.size()), root);
  text.resize(static_cast<std::size_t>(length));
  check_collective(MPI_Bcast(text.data(), static_cast<int>(length), MPI_CHAR, root, comm_), "MPI_Bcast");
  return text;
}

std::vector<double> Communicator::gather(std::span<const double> values) const {
  const int count = static_cast<int>(values.size());
  std::vector<int> counts(is_root() ? static_cast<std::size_t>(size_) : 0);
  check_mpi(MPI_Gather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, comm_), "MPI_Gather");
  std::vector<int> starts;
  int total = 0;
  for (const int n : counts) {
    starts.push_back(total);
    total += n;
  }
  std::vector<double> all(static_cast<std::size_t>(total));
  check_mpi(MPI_Gatherv(values.data(), count, MPI_DOUBLE, all.data(), counts.data(), starts.data(),
                        MPI_DOUBLE, 0, comm_),
            "MPI_Gatherv");
  return all;
}

std::string Communicator::first_error(const std::string& error) const {
  const int mine = error.empty() ? size_ : rank_;
  int first = size_;
  check_collective(MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, comm_), "MPI_Allreduce");
  if (first == size_) return {};
  const std::string text = broadcast(error, first);
  return size_ == 1 ? text : "rank " + std::to_string(first) + ": " + text;
}

}  // namespace isotherm
