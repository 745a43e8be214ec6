#pragma once
// The nine-point operator of a level and the sums around a point.

#include <cmath>
#include <cstddef>
#include <limits>

#include "solver/linear/split_array.hpp"

namespace isotherm {

/// (A x)(j, i) = C x - sum over the eight neighbours of coupling * neighbour. Each coupling stands once, with
/// the point that has it to the west, south, south-west or south-east; so the matrix is symmetric.
///
/// Couplings are kept in single precision: each is that of a conductance that is wrong by 6e-8 of itself. C
/// is in double precision what is stored and the row sum (walls, shift), so that A has the null space and the
/// energies of the true operator whatever the jumps in k: all that a preconditioner needs.
struct Stencil {
  SplitArray D;  ///< 1 / C, or 0 where C is (voids). Before invert_diagonal(): the row sum
  SplitRows<float> W;
  SplitRows<float> S;
  SplitRows<float> SW;
  SplitRows<float> SE;

  void reshape(const Lattice& lattice) {
    D.reshape(lattice);
    for (auto* array : {&W, &S, &SW, &SE}) array->reshape(lattice);
  }
  /// D from the row sums, on all points and ghosts.
  void invert_diagonal();
  std::size_t bytes() const { return D.bytes() + W.bytes() + S.bytes() + SW.bytes() + SE.bytes(); }
};

/// A row of couplings, read in double precision.
struct CouplingRow {
  const float* at;
  double operator[](std::ptrdiff_t p) const { return static_cast<double>(at[p]); }
};

/// What lies around the points of the half row (j, c): each row is indexed with the pair of the point itself.
template <class Row>
struct AroundOf {
  Row w;
  Row e;
  Row s;
  Row n;
  Row sw;
  Row se;
  Row nw;
  Row ne;
};
using Around = AroundOf<const double*>;
using Couplings = AroundOf<CouplingRow>;

/// The eight neighbours' values.
inline Around values_around(const SplitArray& x, int j, int c) {
  const std::ptrdiff_t west = c - 1;
  const std::ptrdiff_t east = c;
  const int o = 1 - c;
  return {x.half(j, o) + west,     x.half(j, o) + east,     x.half(j - 1, c),        x.half(j + 1, c),
          x.half(j - 1, o) + west, x.half(j - 1, o) + east, x.half(j + 1, o) + west, x.half(j + 1, o) + east};
}

/// The couplings to them.
inline Couplings couplings_around(const Stencil& a, int j, int c) {
  const std::ptrdiff_t west = c - 1;
  const std::ptrdiff_t east = c;
  const int o = 1 - c;
  return {{a.W.half(j, c)},
          {a.W.half(j, o) + east},
          {a.S.half(j, c)},
          {a.S.half(j + 1, c)},
          {a.SW.half(j, c)},
          {a.SE.half(j, c)},
          {a.SE.half(j + 1, o) + west},
          {a.SW.half(j + 1, o) + east}};
}

/// Sum of the eight couplings.
inline double coupling_sum(const Couplings& a, std::ptrdiff_t p) {
  return ((a.w[p] + a.e[p]) + (a.s[p] + a.n[p])) + ((a.sw[p] + a.se[p]) + (a.nw[p] + a.ne[p]));
}

/// C less the couplings where `inverse` is 1 / C: the conductance to walls and the shift. Less than 1e-13 of
/// C is rounding.
inline double row_sum_of(const Couplings& a, double inverse, std::ptrdiff_t p) {
  if (!(inverse > 0.0)) return 0.0;
  const double rest = 1.0 / inverse - coupling_sum(a, p);
  return rest * inverse < 1e-13 ? 0.0 : rest;
}

/// value * C where `inverse` is 1 / C; 0 in voids, where the value is 0.
inline double times_diagonal(double value, double inverse) {
  return value / (inverse + std::numeric_limits<double>::min());
}

/// Sum of coupling * value over the two neighbours in the row.
inline double row_sum(const Couplings& a, const Around& x, std::ptrdiff_t p) {
  return std::fma(a.w[p], x.w[p], a.e[p] * x.e[p]);
}

/// The same over the six neighbours in the rows below and above.
inline double column_sum(const Couplings& a, const Around& x, std::ptrdiff_t p) {
  const double straight = std::fma(a.s[p], x.s[p], a.n[p] * x.n[p]);
  const double below = std::fma(a.sw[p], x.sw[p], a.se[p] * x.se[p]);
  const double above = std::fma(a.nw[p], x.nw[p], a.ne[p] * x.ne[p]);
  return straight + (below + above);
}

inline void Stencil::invert_diagonal() {
  for (int j = -SplitArray::ghost_rows; j < D.rows() + SplitArray::ghost_rows; ++j) {
    for (int c = 0; c < 2; ++c) {
      const Couplings k = couplings_around(*this, j, c);
      double* const d = D.half(j, c);
      each_pair(-SplitArray::ghost_pairs, D.pairs() + SplitArray::ghost_pairs, [=](int p) {
        const double diagonal = d[p] + coupling_sum(k, p);
        d[p] = diagonal > 0.0 ? 1.0 / diagonal : 0.0;
      });
    }
  }
}

}  // namespace isotherm
