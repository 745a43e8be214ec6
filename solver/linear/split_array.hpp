#pragma once
// Values on a level, the even and the odd columns of a row apart.

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "solver/linear/lattice.hpp"

namespace isotherm {

/// Row j of a level holds two halves: half(j, 0)[P] is the cell in column 2P, half(j, 1)[P] the one in column
/// 2P + 1 (local indices of Span). Points of one colour, coarse points and their weights thus lie next to
/// each other, and every loop of multigrid runs with stride one. Host memory; move-only; zero after
/// reshape(). `ghost_pairs` pairs and `ghost_rows` rows around the owned ones may be read and written, one
/// more read.
/// Rows that are equal may be stored once (reshape_repeated), for the coefficients of a uniform material.
template <class Real>
class SplitRows {
 public:
  static constexpr int ghost_pairs = 6;
  static constexpr int ghost_rows =
      7;  // one more than sweeps reach: the stencil keeps its northern couplings there

  SplitRows() = default;
  explicit SplitRows(const Lattice& lattice) { reshape(lattice); }
  /// Fits the array to the lattice and sets it to zero; allocates only when it has to grow.
  void reshape(const Lattice& lattice) { reshape(lattice.x.pairs(), lattice.y.end()); }
  void reshape(int pairs, int rows);
  /// The same shape with `kinds` rows in memory; row j is kind_of(j), also for ghosts. half(j, c) then leads
  /// to all rows of that kind; fill them by way of kind_half().
  void reshape_repeated(const Lattice& lattice, int kinds, const std::function<int(int)>& kind_of);
  Real* kind_half(int kind, int c) const { return data_.get() + 8 + kind * pitch_ + c * half_; }

  Real* half(int j, int c) const { return start_[j] + c * half_; }
  Real& operator()(int j, int i) const { return half(j, i & 1)[i >> 1]; }
  int pairs() const { return pairs_; }
  int rows() const { return rows_; }
  std::size_t bytes() const { return capacity_ * sizeof(Real); }
  void fill(Real value);

 private:
  struct Free {
    void operator()(Real* p) const;
  };
  std::unique_ptr<Real[], Free> data_;
  void allocate(int pairs, int rows, int stored_rows);
  std::vector<Real*> rows_starts_;
  Real* const* start_ = nullptr;  ///< of row 0 in rows_starts_
  std::ptrdiff_t pitch_ = 0;
  std::ptrdiff_t half_ = 0;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  int pairs_ = 0;
  int rows_ = 0;
};

using SplitArray = SplitRows<double>;

/// Calls body(P) for p0 <= P < p1. The body must not write what it reads at another P.
template <class Body>
inline void each_pair(int p0, int p1, Body&& body) {
#pragma GCC ivdep
  for (int p = p0; p < p1; ++p) body(p);
}

/// A row in the order of columns, of which `row[p]` is local column p + offset, into a split row. Columns
/// just beyond [0, count) become 0.
inline void split_row(double* row, int count, int offset, double* even, double* odd) {
  row[-1] = 0.0;
  row[count] = 0.0;
  const int end = (count + offset + 1) / 2;
  each_pair(0, end, [=](std::ptrdiff_t k) {
    even[k] = row[2 * k - offset];
    odd[k] = row[2 * k + 1 - offset];
  });
}

/// The reverse for row[p], p0 <= p < p1 (and perhaps one more on either side).
inline void join_row(const double* even, const double* odd, int offset, int p0, int p1, double* row) {
  each_pair((p0 + offset) >> 1, (p1 + offset + 1) >> 1, [=](std::ptrdiff_t k) {
    row[2 * k - offset] = even[k];
    row[2 * k + 1 - offset] = odd[k];
  });
}

}  // namespace isotherm
