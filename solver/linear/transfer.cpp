#include "solver/linear/transfer.hpp"

#include <algorithm>

namespace isotherm {
namespace {

/// Row sums below this part of the diagonal are rounding.
constexpr double negligible = 1e-13;

/// Diagonal minus couplings: the conductance to walls and the shift, never negative.
inline double excess(double diagonal, const Around& a, std::ptrdiff_t p) {
  const double couplings = ((a.w[p] + a.e[p]) + (a.s[p] + a.n[p])) + ((a.sw[p] + a.se[p]) + (a.nw[p] + a.ne[p]));
  const double rest = diagonal - couplings;
  return rest < negligible * diagonal ? 0.0 : rest;
}

inline double clamp(double v) { return v > 0.0 ? v : 0.0; }

inline double ratio(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

}  // namespace

void Transfer::reshape(const Lattice& fine, Coarsening how) {
  how_ = how;
  pairs_ = fine.x.pairs();
  rows_ = halves_y() ? fine.y.pairs() : fine.y.end();
  weights_[0].reshape(pairs_, rows_);
  if (how != Coarsening::x_only) weights_[1].reshape(pairs_, rows_);
  if (how == Coarsening::both) {
    weights_[2].reshape(pairs_, rows_);
    weights_[3].reshape(pairs_, rows_);
  }
}

std::size_t Transfer::bytes() const {
  std::size_t sum = weights_[0].bytes();
  if (how_ != Coarsening::x_only) sum += weights_[1].bytes();
  if (how_ == Coarsening::both) sum += weights_[2].bytes() + weights_[3].bytes();
  return sum;
}

void Transfer::compute_horizontal(const Stencil& fine, int row, int j) {
  const Around a = couplings_around(fine, j, 0);
  const double* const diagonal = fine.C.half(j, 0);
  double* const l = left(row);
  double* const r = right(row);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double west = clamp((a.sw[p] + a.nw[p]) + a.w[p]);
    const double east = clamp((a.se[p] + a.ne[p]) + a.e[p]);
    const double whole = (west + east) + excess(diagonal[p], a, p);
    l[p] = ratio(west, whole);
    r[p] = ratio(east, whole);
  });
}

void Transfer::compute_vertical(const Stencil& fine, int q, int c) {
  const Around a = couplings_around(fine, 2 * q, c);
  const double* const diagonal = fine.C.half(2 * q, c);
  double* const d = down(q, c);
  double* const u = up(q, c);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double south = clamp((a.sw[p] + a.se[p]) + a.s[p]);
    const double north = clamp((a.nw[p] + a.ne[p]) + a.n[p]);
    const double whole = (south + north) + excess(diagonal[p], a, p);
    d[p] = ratio(south, whole);
    u[p] = ratio(north, whole);
  });
}

void Transfer::compute_corners(const Stencil& fine, int q) {
  const Around a = couplings_around(fine, 2 * q, 0);
  const double* const inverse = fine.D.half(2 * q, 0);
  const double* const d = down(q, 1);
  const double* const u = up(q, 1);
  const double* const lower_l = left(q - 1);
  const double* const lower_r = right(q - 1);
  const double* const upper_l = left(q);
  const double* const upper_r = right(q);
  double* const sw = south_west(q);
  double* const se = south_east(q);
  double* const nw = north_west(q);
  double* const ne = north_east(q);
  each_pair(-SplitArray::ghost_pairs + 1, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    sw[p] = ((a.w[p] * d[p - 1] + a.s[p] * lower_l[p]) + a.sw[p]) * inverse[p];
    se[p] = ((a.e[p] * d[p] + a.s[p] * lower_r[p]) + a.se[p]) * inverse[p];
    nw[p] = ((a.w[p] * u[p - 1] + a.n[p] * upper_l[p]) + a.nw[p]) * inverse[p];
    ne[p] = ((a.e[p] * u[p] + a.n[p] * upper_r[p]) + a.ne[p]) * inverse[p];
  });
}

void Transfer::compute(const Stencil& fine) {
  if (how_ == Coarsening::x_only) {
    for (int j = -SplitArray::ghost_rows; j < rows_ + SplitArray::ghost_rows; ++j) compute_horizontal(fine, j, j);
    return;
  }
  const int first = -SplitArray::ghost_rows / 2;
  const int last = rows_ + SplitArray::ghost_rows / 2;
  for (int q = first; q < last; ++q) {
    if (how_ == Coarsening::y_only) compute_vertical(fine, q, 0);
    compute_vertical(fine, q, 1);
    if (how_ == Coarsening::both) compute_horizontal(fine, q, 2 * q + 1);
  }
  if (how_ == Coarsening::both) {
    for (int q = first + 1; q < last; ++q) compute_corners(fine, q);
  }
}

}  // namespace isotherm
