#include "solver/linear/level_halo.hpp"

#include <algorithm>
#include <limits>

namespace isotherm {
namespace {

int wrapped(int i, int n) {
  return ((i % n) + n) % n;
}

}  // namespace

Neighbours Neighbours::of(const Decomposition& decomposition) {
  Neighbours at{decomposition.comm().get(),    decomposition.comm().rank(),    decomposition.neighbour(-1, 0),
                decomposition.neighbour(1, 0), decomposition.neighbour(0, -1), decomposition.neighbour(0, 1)};
  at.columns = at.rows = std::numeric_limits<int>::max();
  for (int rank = 0; rank < decomposition.comm().size(); ++rank) {
    const Subdomain part = decomposition.subdomain_of(rank);
    at.columns = std::min(at.columns, part.nx());
    at.rows = std::min(at.rows, part.ny());
  }
  return at;
}

Neighbours Neighbours::alone(const Lattice& lattice, const Decomposition& decomposition) {
  const int self = decomposition.comm().rank();
  const int x = lattice.x.periodic ? self : MPI_PROC_NULL;
  const int y = lattice.y.periodic ? self : MPI_PROC_NULL;
  return {decomposition.comm().get(), self, x, x, y, y};
}

bool LevelHalo::fits(const Lattice& lattice, int px, int py) {
  return (px == 1 || lattice.x.size() >= all_columns) && (py == 1 || lattice.y.size() >= all_rows);
}

void LevelHalo::connect(Side& side, PersistentRequests& requests, int rank, int tag, int back_tag,
                        std::size_t count, MPI_Comm comm) {
  if (rank == MPI_PROC_NULL) return;
  side.used = true;
  side.out.resize(count);
  side.in.resize(count);
  requests.add_send(side.out.data(), static_cast<int>(count), rank, tag, comm);
  requests.add_receive(side.in.data(), static_cast<int>(count), rank, back_tag, comm);
}

LevelHalo::LevelHalo(const Lattice& lattice, const Neighbours& at, int columns, int rows)
    : lattice_(lattice),
      columns_(columns),
      rows_(rows),
      columns_at_once_(std::min(columns, at.columns)),
      rows_at_once_(std::min(rows, at.rows)) {
  wrap_x_ = at.west == at.self;
  wrap_y_ = at.south == at.self;
  if (!wrap_x_) {
    const auto count =
        static_cast<std::size_t>(columns_at_once_) * static_cast<std::size_t>(lattice.y.size());
    connect(west_, columns_requests_, at.west, 0, 1, count, at.comm);
    connect(east_, columns_requests_, at.east, 1, 0, count, at.comm);
  }
  if (!wrap_y_) {
    const auto width = static_cast<std::size_t>(2 * (lattice.x.pairs() + 2 * SplitArray::ghost_pairs));
    const auto count = static_cast<std::size_t>(rows_at_once_) * width;
    connect(south_, rows_requests_, at.south, 2, 3, count, at.comm);
    connect(north_, rows_requests_, at.north, 3, 2, count, at.comm);
  }
}

template <class Real>
void LevelHalo::exchange(const SplitRows<Real>& array) {
  const TimedScope timed(seconds_);
  if (wrap_x_) {
    wrap_columns(array);
  } else {
    exchange_columns(array);
  }
  if (wrap_y_) {
    wrap_rows(array);
  } else {
    exchange_rows(array);
  }
}

template <class Real>
void LevelHalo::exchange_columns(const SplitRows<Real>& array) {
  if (columns_requests_.empty()) return;
  const auto copy = [&](int first, std::vector<double>& buffer, bool out) {
    std::size_t k = 0;
    for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
      for (int i = first; i < first + columns_at_once_; ++i, ++k) {
        if (out) {
          buffer[k] = static_cast<double>(array(j, i));
        } else {
          array(j, i) = static_cast<Real>(buffer[k]);
        }
      }
    }
  };
  for (int done = 0; done < columns_; done += columns_at_once_) {
    const int near = std::min(done, columns_ - columns_at_once_);  // what lies between the border and these
    const int far = near + columns_at_once_;
    if (west_.used) copy(lattice_.x.offset() + near, west_.out, true);
    if (east_.used) copy(lattice_.x.end() - far, east_.out, true);
    columns_requests_.start();
    columns_requests_.wait();
    if (west_.used) copy(lattice_.x.offset() - far, west_.in, false);
    if (east_.used) copy(lattice_.x.end() + near, east_.in, false);
  }
}

template <class Real>
void LevelHalo::exchange_rows(const SplitRows<Real>& array) {
  if (rows_requests_.empty()) return;
  constexpr int ghosts = SplitArray::ghost_pairs;
  const int width = lattice_.x.pairs() + 2 * ghosts;
  const auto copy = [&](int first, std::vector<double>& buffer, bool out) {
    double* at = buffer.data();
    for (int j = first; j < first + rows_at_once_; ++j) {
      for (int c = 0; c < 2; ++c, at += width) {
        Real* const half = array.half(j, c) - ghosts;
        for (int k = 0; k < width; ++k) {
          if (out) {
            at[k] = static_cast<double>(half[k]);
          } else {
            half[k] = static_cast<Real>(at[k]);
          }
        }
      }
    }
  };
  for (int done = 0; done < rows_; done += rows_at_once_) {
    const int near = std::min(done, rows_ - rows_at_once_);
    const int far = near + rows_at_once_;
    if (south_.used) copy(lattice_.y.offset() + near, south_.out, true);
    if (north_.used) copy(lattice_.y.end() - far, north_.out, true);
    rows_requests_.start();
    rows_requests_.wait();
    if (south_.used) copy(lattice_.y.offset() - far, south_.in, false);
    if (north_.used) copy(lattice_.y.end() + near, north_.in, false);
  }
}

template <class Real>
void LevelHalo::wrap_columns(const SplitRows<Real>& array) const {
  const int n = lattice_.x.size();
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int i = 1; i <= columns_; ++i) {
      array(j, -i) = array(j, wrapped(-i, n));
      array(j, n + i - 1) = array(j, wrapped(i - 1, n));
    }
  }
}

template <class Real>
void LevelHalo::wrap_rows(const SplitRows<Real>& array) const {
  const int n = lattice_.y.size();
  const int width = lattice_.x.pairs() + 2 * SplitArray::ghost_pairs;
  const auto copy = [&](int from, int to) {
    for (int c = 0; c < 2; ++c) {
      std::copy_n(array.half(from, c) - SplitArray::ghost_pairs, width,
                  array.half(to, c) - SplitArray::ghost_pairs);
    }
  };
  for (int j = 1; j <= rows_; ++j) {
    copy(wrapped(-j, n), -j);
    copy(wrapped(j - 1, n), n + j - 1);
  }
}

template void LevelHalo::exchange(const SplitRows<double>&);
template void LevelHalo::exchange(const SplitRows<float>&);

}  // namespace isotherm
