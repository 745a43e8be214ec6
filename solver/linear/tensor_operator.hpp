#pragma once
// A level's operator as a sum of tensor products.

#include <array>
#include <functional>
#include <map>
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

  /// The part of `lattice` that this rank owns, ghosts included, as a stencil of repeated rows, its diagonal
  /// inverted.
  void fill(const Lattice& lattice, Stencil& stencil) const;
  /// The diagonal of the same rows, and 1 / diagonal.
  void fill_diagonal(const Lattice& lattice, SplitArray& diagonal, SplitArray& inverse) const;

 private:
  /// What tells rows of the stencil apart: entries of My on the diagonal, to the row below and to the row
  /// above; of Ky.
  using RowKind = std::array<double, 6>;
  struct Rows {
    std::function<RowKind(int)> kind_of;
    std::map<RowKind, int> kinds;
    template <class Array>
    void reshape(const Lattice& lattice, Array& array) const {
      array.reshape_repeated(lattice, static_cast<int>(kinds.size()),
                             [this](int j) { return kinds.at(kind_of(j)); });
    }
  };
  Rows rows_of(const Lattice& lattice) const;
  template <class Set>
  void each_column(const Lattice& lattice, Set&& set) const;
  /// Entry of a pair of columns with entries kx of Kx and mx of Mx, and of a pair of rows with my, ky.
  double entry(double kx, double mx, double my, double ky) const {
    return (gx * kx + s * mx) * my + mx * (gy * ky);
  }
};

}  // namespace isotherm
