#pragma once
// Ghost cells of split arrays.

#include <vector>

#include "solver/linear/solve_seconds.hpp"
#include "solver/linear/split_array.hpp"
#include "solver/parallel/requests.hpp"

namespace isotherm {

/// The ranks around a subdomain, MPI_PROC_NULL beyond a wall, and what each can give.
struct Neighbours {
  MPI_Comm comm = MPI_COMM_NULL;
  int self = 0;
  int west = MPI_PROC_NULL;
  int east = MPI_PROC_NULL;
  int south = MPI_PROC_NULL;
  int north = MPI_PROC_NULL;
  int columns = 0;  ///< owned by any rank, at least
  int rows = 0;

  static Neighbours of(const Decomposition& decomposition);
  /// Of a level that this rank owns alone.
  static Neighbours alone(const Lattice& lattice, const Decomposition& decomposition);
};

/// Fills the ghost cells of a level's arrays: first columns, then rows with their ghost columns, so that two
/// phases of two messages serve the corners too. Where a rank owns less than the ghost cells of its
/// neighbours a phase has several rounds, in which ghost cells are passed on. A periodic side that meets this
/// rank again is copied, as often around as the depth wants. Ghost cells beyond a wall must be 0 or
/// irrelevant.
class LevelHalo {
 public:
  static constexpr int all_columns = 2 * SplitArray::ghost_pairs;
  static constexpr int all_rows = SplitArray::ghost_rows;

  /// Not collective.
  LevelHalo(const Lattice& lattice, const Neighbours& neighbours, int columns = all_columns,
            int rows = all_rows);
  /// Fills `columns` and `rows` of ghost cells. Matches the neighbours' exchange.
  template <class Real>
  void exchange(const SplitRows<Real>& array);
  /// Seconds of all exchanges so far.
  double seconds() const { return seconds_; }
  /// Whether a subdomain of this lattice can serve all of its neighbours' ghost cells alone.
  static bool fits(const Lattice& lattice, int px, int py);

 private:
  template <class Real>
  void exchange_columns(const SplitRows<Real>& array);
  template <class Real>
  void exchange_rows(const SplitRows<Real>& array);
  template <class Real>
  void wrap_columns(const SplitRows<Real>& array) const;
  template <class Real>
  void wrap_rows(const SplitRows<Real>& array) const;

  struct Side {
    std::vector<double> out;
    std::vector<double> in;
    bool used = false;
  };
  static void connect(Side& side, PersistentRequests& requests, int rank, int tag, int back_tag,
                      std::size_t count, MPI_Comm comm);
  Lattice lattice_;
  int columns_;
  int rows_;
  int columns_at_once_;
  int rows_at_once_;
  Side west_, east_, south_, north_;
  bool wrap_x_ = false;
  bool wrap_y_ = false;
  PersistentRequests columns_requests_;
  PersistentRequests rows_requests_;
  double seconds_ = 0.0;
};

/// Seconds with those of one more halo.
inline SolveSeconds with_exchange(SolveSeconds seconds, const LevelHalo& halo) {
  seconds.exchange += halo.seconds();
  return seconds;
}

}  // namespace isotherm
