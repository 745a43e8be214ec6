#pragma once
// Operator-dependent interpolation between two levels, and the Galerkin coarse operator.

#include <array>

#include "solver/linear/chain.hpp"
#include "solver/linear/five_point.hpp"

namespace isotherm {

/// Interpolation P of black-box multigrid (Dendy 1982; de Zeeuw 1990): coarse points are the points with odd
/// global indices in each halved direction and keep their value; a point between two of them takes weights
/// from its stencil collapsed across the line that joins them; a point amid four solves its own row.
///
/// Weights stand with the fine point, indexed like its row pair Q and column pair P. Halved in x: `left` and
/// `right` lead from the even columns to coarse columns P - 1 and P. Halved in y: `down` and `up` lead from
/// even rows to coarse rows Q - 1 and Q.
class Transfer {
 public:
  /// Shapes for the step from `fine` to its coarsening; all weights zero.
  void reshape(const Lattice& fine, Coarsening how);
  /// For a cycle that needs the weights of points with even column and row only: left, right, down and up
  /// have memory only while two arrays of the fine level are lent to them for set-up.
  void reshape_sparse(const Lattice& fine, Coarsening how);
  /// Halved in one direction: copies what is needed, before the arrays are given back.
  void keep_even_rows();
  /// Lends, or gives back.
  void swap_edges(SplitArray& a, SplitArray& b) {
    std::swap(weights_[0], a);
    std::swap(weights_[1], b);
  }
  Coarsening how() const { return how_; }
  bool halves_x() const { return how_ != Coarsening::y_only; }
  bool halves_y() const { return how_ != Coarsening::x_only; }

  /// Even columns, coarse rows: row is Q when y is halved, else the local fine row.
  double* left(int row) const { return weights_[0].half(row, 0); }
  double* right(int row) const {
    return how_ == Coarsening::both ? weights_[1].half(row, 0) : weights_[0].half(row, 1);
  }
  /// Even rows 2Q. When x is halved too only its odd columns have them (c = 1).
  double* down(int q, int c) const { return weights_[0].half(q, c); }
  double* up(int q, int c) const { return weights_[1].half(q, c); }
  /// Points with even column and row.
  double* south_west(int q) const { return weights_[2].half(q, 0); }
  double* south_east(int q) const { return weights_[2].half(q, 1); }
  double* north_west(int q) const { return weights_[3].half(q, 0); }
  double* north_east(int q) const { return weights_[3].half(q, 1); }
  /// The same points with one direction halved, after keep_even_rows(): towards the coarse points before and
  /// after them.
  double* before(int q) const { return weights_[2].half(q, 0); }
  double* after(int q) const { return weights_[2].half(q, 1); }

  /// Computes all weights, also those of ghost points, from a stencil whose ghosts are filled. Not
  /// collective.
  void compute(const Stencil& fine);
  /// The same for the finest level.
  void compute(const FivePoint& fine);
  /// Tensor products of the chains' weights, in repeated rows: shape and values. Not collective.
  void set(const Lattice& fine, Coarsening how, const Chain& x, const Chain& y);
  std::size_t bytes() const;

 private:
  template <class Operator>
  void compute_horizontal(const Operator& fine, int row, int j);
  template <class Operator>
  void compute_vertical(const Operator& fine, int q, int c);
  template <class Operator>
  void compute_corners(const Operator& fine, int q);
  template <class Operator>
  void compute_from(const Operator& fine);

  Coarsening how_ = Coarsening::both;
  std::array<SplitArray, 4> weights_;
  int pairs_ = 0;
  int rows_ = 0;  ///< row pairs when y is halved, else rows
};

/// Coarse couplings and row sums of P^T A P on the owned coarse points; the caller fills the ghosts.
/// `coarse` is shaped. Not collective.
void galerkin(const Stencil& fine, const Transfer& transfer, const Lattice& coarse_lattice, Stencil& coarse);
/// The same for the finest level.
void galerkin(const FivePoint& fine, const Transfer& transfer, const Lattice& coarse_lattice,
              Stencil& coarse);

}  // namespace isotherm
