#pragma once
// Operator-dependent interpolation between two levels, and the Galerkin coarse operator.

#include <array>

#include "solver/linear/chain.hpp"
#include "solver/linear/five_point.hpp"

namespace isotherm {

/// For arithmetic in double precision.
inline double wide(float weight) {
  return static_cast<double>(weight);
}

/// Interpolation P of black-box multigrid (Dendy 1982; de Zeeuw 1990): coarse points are the points with odd
/// global indices in each halved direction and keep their value; a point between two of them takes weights
/// from its stencil collapsed across the line that joins them; a point amid four solves its own row.
///
/// Weights stand with the fine point, indexed like its row pair Q and column pair P. Halved in both
/// directions: `left` and `right` lead from the even columns of coarse row Q to coarse columns P - 1 and P;
/// `down` and `up` from the odd columns of even row Q to coarse rows Q - 1 and Q; the corners' from the other
/// points to four. Halved in one direction: `before` and `after`, in single precision, rounded so that where
/// the rest of the row is nothing they add up to one.
class Transfer {
 public:
  /// Shapes for the step from `fine` to its coarsening; all weights zero.
  void reshape(const Lattice& fine, Coarsening how);
  /// For a cycle that needs of the weights of both directions only the corners': the others have memory only
  /// while two arrays of the fine level are lent to them for set-up.
  void reshape_sparse(const Lattice& fine, Coarsening how);
  /// Lends, or gives back.
  void swap_edges(SplitArray& a, SplitArray& b) {
    std::swap(weights_[0], a);
    std::swap(weights_[1], b);
  }
  Coarsening how() const { return how_; }
  bool halves_x() const { return how_ != Coarsening::y_only; }
  bool halves_y() const { return how_ != Coarsening::x_only; }

  double* left(int q) const { return weights_[0].half(q, 0); }
  double* right(int q) const { return weights_[1].half(q, 0); }
  double* down(int q) const { return weights_[0].half(q, 1); }
  double* up(int q) const { return weights_[1].half(q, 1); }
  /// Points with even column and row.
  double* south_west(int q) const { return weights_[2].half(q, 0); }
  double* south_east(int q) const { return weights_[2].half(q, 1); }
  double* north_west(int q) const { return weights_[3].half(q, 0); }
  double* north_east(int q) const { return weights_[3].half(q, 1); }
  /// One direction: of even columns in fine row `row` (c = 0), or of columns of parity c in even row 2 row.
  float* before(int row, int c) const { return one_way_[0].half(row, c); }
  float* after(int row, int c) const {
    return how_ == Coarsening::x_only ? one_way_[0].half(row, 1) : one_way_[1].half(row, c);
  }
  /// Single weights, however it is halved; row is Q when y is halved, else the fine row.
  double left_at(int row, int p) const { return both() ? left(row)[p] : wide(before(row, 0)[p]); }
  double right_at(int row, int p) const { return both() ? right(row)[p] : wide(after(row, 0)[p]); }
  double down_at(int q, int c, int p) const { return both() ? down(q)[p] : wide(before(q, c)[p]); }
  double up_at(int q, int c, int p) const { return both() ? up(q)[p] : wide(after(q, c)[p]); }

  /// Computes all weights, also those of ghost points, from a stencil whose ghosts are filled. Not
  /// collective.
  void compute(const Stencil& fine);
  /// The same for the finest level.
  void compute(const FivePoint& fine);
  /// Tensor products of the chains' weights, in repeated rows: shape and values. Not collective.
  void set(const Lattice& fine, Coarsening how, const Chain& x, const Chain& y);
  /// Coarse row `row`, n points, from the residuals of the red cells of the fine row on it (center) and of
  /// those beside it, both directions halved. Not collective.
  void restrict_red(int row, const double* below, const double* center, const double* above, int n,
                    double* out) const;
  std::size_t bytes() const;

 private:
  void set_one_way(int kind, int p, float low, float high);
  bool both() const { return how_ == Coarsening::both; }
  void shape(const Lattice& fine, Coarsening how);
  template <class Operator>
  void compute_horizontal(const Operator& fine, int q);
  template <class Operator>
  void compute_vertical(const Operator& fine, int q);
  template <class Operator>
  void compute_one_way(const Operator& fine, int row, int c);
  template <class Operator>
  void compute_corners(const Operator& fine, int q);
  template <class Operator>
  void compute_from(const Operator& fine);

  Coarsening how_ = Coarsening::both;
  std::array<SplitArray, 4> weights_;
  std::array<SplitRows<float>, 2> one_way_;
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
