#pragma once
// The nine-point operator of a level and the sums around a point.

#include <cmath>
#include <cstddef>

#include "solver/linear/split_array.hpp"

namespace isotherm {

/// (A x)(j, i) = C x - sum over the eight neighbours of coupling * neighbour. Each coupling stands once, with
/// the point that has it to the west, south, south-west or south-east; so the matrix is symmetric.
struct Stencil {
  SplitArray C;  ///< diagonal
  SplitArray D;  ///< 1 / C, or 0 where C is (voids)
  SplitArray W;
  SplitArray S;
  SplitArray SW;
  SplitArray SE;

  void reshape(const Lattice& lattice) {
    for (auto* array : {&C, &D, &W, &S, &SW, &SE}) array->reshape(lattice);
  }
  std::size_t bytes() const {
    return C.bytes() + D.bytes() + W.bytes() + S.bytes() + SW.bytes() + SE.bytes();
  }
};

/// What lies around the points of the half row (j, c): each pointer is indexed with the pair of the point
/// itself.
struct Around {
  const double* w;
  const double* e;
  const double* s;
  const double* n;
  const double* sw;
  const double* se;
  const double* nw;
  const double* ne;
};

/// The eight neighbours' values.
inline Around values_around(const SplitArray& x, int j, int c) {
  const std::ptrdiff_t west = c - 1;
  const std::ptrdiff_t east = c;
  const int o = 1 - c;
  return {x.half(j, o) + west,     x.half(j, o) + east,     x.half(j - 1, c),        x.half(j + 1, c),
          x.half(j - 1, o) + west, x.half(j - 1, o) + east, x.half(j + 1, o) + west, x.half(j + 1, o) + east};
}

/// The couplings to them.
inline Around couplings_around(const Stencil& a, int j, int c) {
  const std::ptrdiff_t west = c - 1;
  const std::ptrdiff_t east = c;
  const int o = 1 - c;
  return {a.W.half(j, c),
          a.W.half(j, o) + east,
          a.S.half(j, c),
          a.S.half(j + 1, c),
          a.SW.half(j, c),
          a.SE.half(j, c),
          a.SE.half(j + 1, o) + west,
          a.SW.half(j + 1, o) + east};
}

/// Sum of coupling * value over the two neighbours in the row.
inline double row_sum(const Around& a, const Around& x, std::ptrdiff_t p) {
  return std::fma(a.w[p], x.w[p], a.e[p] * x.e[p]);
}

/// The same over the six neighbours in the rows below and above.
inline double column_sum(const Around& a, const Around& x, std::ptrdiff_t p) {
  const double straight = std::fma(a.s[p], x.s[p], a.n[p] * x.n[p]);
  const double below = std::fma(a.sw[p], x.sw[p], a.se[p] * x.se[p]);
  const double above = std::fma(a.nw[p], x.nw[p], a.ne[p] * x.ne[p]);
  return straight + (below + above);
}

}  // namespace isotherm
