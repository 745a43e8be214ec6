#pragma once
// The five-point operator of the finest level in split rows.

#include <limits>

#include "solver/linear/field_copy.hpp"
#include "solver/linear/level_halo.hpp"
#include "solver/linear/operator.hpp"
#include "solver/linear/stencil.hpp"

namespace isotherm {

/// (A x) = diagonal x + sum over faces of g (x - x_nb); W and S are the faces to the west and south.
struct FivePoint {
  SplitArray W;
  SplitArray S;
  SplitArray diagonal;

  void reshape(const Lattice& lattice) {
    for (auto* array : {&W, &S, &diagonal}) array->reshape(lattice);
  }
  std::size_t bytes() const { return W.bytes() + S.bytes() + diagonal.bytes(); }
};

/// Coupling to the four neighbours of half row (j, c), in Around's w, e, s, n (the corners are null).
inline Around faces_around(const FivePoint& a, int j, int c) {
  return {
      a.W.half(j, c), a.W.half(j, 1 - c) + c, a.S.half(j, c), a.S.half(j + 1, c), nullptr, nullptr, nullptr,
      nullptr};
}

/// Sum of conductance * value over the four neighbours.
inline double face_sum(const Around& a, const Around& x, std::ptrdiff_t p) {
  return std::fma(a.w[p], x.w[p], a.e[p] * x.e[p]) + std::fma(a.s[p], x.s[p], a.n[p] * x.n[p]);
}

/// diagonal x + sum of g (x - x_nb): from differences, so that a constant costs no accuracy.
inline double apply_faces(const Around& a, const Around& x, const double* diagonal, const double* own,
                          std::ptrdiff_t p) {
  const double row = std::fma(a.w[p], own[p] - x.w[p], a.e[p] * (own[p] - x.e[p]));
  const double column = std::fma(a.s[p], own[p] - x.s[p], a.n[p] * (own[p] - x.n[p]));
  return std::fma(diagonal[p], own[p], row + column);
}

/// Sum of the conductances and the diagonal.
inline double full_diagonal(const Around& a, const double* diagonal, std::ptrdiff_t p) {
  return ((a.w[p] + a.e[p]) + (a.s[p] + a.n[p])) + diagonal[p];
}

/// load / full_diagonal, 0 in voids, where the load is 0 too. Not stored: two divisions per cell and
/// iteration take no longer than the array would take to be read.
inline double divided(double load, const Around& a, const double* diagonal, std::ptrdiff_t p) {
  return load / (full_diagonal(a, diagonal, p) + std::numeric_limits<double>::min());
}

/// out: what half a unit in the last place of x makes of each owned row. Not collective.
inline void rounding_floor(const FivePoint& a, const Lattice& lattice, const SplitArray& x, SplitArray& out) {
  constexpr double u = 0.5 * std::numeric_limits<double>::epsilon();
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const Around k = faces_around(a, j, c);
      const double* const diagonal = a.diagonal.half(j, c);
      const double* const own = x.half(j, c);
      double* const row = out.half(j, c);
      each_pair(0, (lattice.x.size() + 1 - c) / 2,
                [=](int p) { row[p] = u * (full_diagonal(k, diagonal, p) * own[p]); });
    }
  }
}

/// Takes the operator's owned values. Not collective.
inline void load_operator(const LinearOperator& from, const Lattice& lattice, FivePoint& to) {
  split_field(from.g.x, lattice, to.W, 1, 0);
  split_field(from.g.y, lattice, to.S, 0, 1);
  split_field(from.diagonal, lattice, to.diagonal);
}

}  // namespace isotherm
