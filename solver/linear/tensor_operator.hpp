#pragma once
// A level's operator as a sum of tensor products.

#include <optional>

#include "solver/linear/chain.hpp"
#include "solver/linear/transfer.hpp"

namespace isotherm {

/// A = gx Kx (x) My + gy Mx (x) Ky + s Mx (x) My. With interpolation that is a tensor product too, the
/// Galerkin product keeps this form on all levels: a uniform material on a rectangle whose sides each have
/// one wall conductance needs no arrays of coefficients.
struct TensorOperator {
  Chain x;
  Chain y;
  double gx = 0.0;
  double gy = 0.0;
  double s = 0.0;

  /// Which directions to halve, as for a general level.
  std::optional<Coarsening> choose(double semicoarsening) const;
  /// The next level; computes the weights of this one's chains.
  TensorOperator coarsened(Coarsening how);

  /// The part of `lattice` that this rank owns, ghosts included, as a stencil of repeated rows.
  void fill(const Lattice& lattice, Stencil& stencil) const;
};

}  // namespace isotherm
