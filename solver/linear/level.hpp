#pragma once
// One level of the hierarchy and its passes: smoothing, restriction, correction.

#include <memory>
#include <vector>

#include "solver/linear/level_halo.hpp"
#include "solver/linear/transfer.hpp"

namespace isotherm {

/// Rows of residuals or corrections between two levels, with room for ghosts on both sides.
class RowBuffer {
 public:
  void reshape(int rows, int pairs);
  double* row(int k) { return data_.data() + static_cast<std::ptrdiff_t>(k) * pitch_ + margin; }

 private:
  static constexpr std::ptrdiff_t margin = 16;
  std::vector<double> data_;
  std::ptrdiff_t pitch_ = 0;
};

/// A level: operator, right-hand side b, solution x, the way to the next level.
///
/// Smoother: Gauss-Seidel in four colours by the parities of the global indices, each point from its
/// neighbours' newest values; before the coarse correction from x = 0 in the order (even row: even, odd
/// columns; odd row: even, odd columns), after it in the reverse order, so that the cycle is symmetric. Both
/// passes go through memory once, row by row. Ghost points are computed like owned ones as far as the chain
/// of colours needs them: b is exchanged once per cycle, 12 columns and 7 rows deep, and x is then right 5
/// columns and 3 rows beyond the owned points. Where an odd ring puts two points of one colour side by side
/// the passes run colour by colour with an exchange after each, and such neighbours see each other's old
/// value.
class Level {
 public:
  /// Shapes all arrays. `neighbours`: ranks that hold the same lattice's other parts.
  /// `uniform`: the caller shapes the operator, whose rows repeat.
  void reshape(const Lattice& lattice, const Neighbours& neighbours, bool uniform = false);

  /// Fills the ghosts of the operator's arrays and computes 1 / diagonal. Collective over the neighbours.
  void finish_operator();

  /// From b: x, and P^T (b - A x) into `coarse_b`, on owned points of `coarse`.
  void down(const SplitArray& coarse_b, const Lattice& coarse);
  /// x += P coarse_x, then smoothing. coarse_x is right as far as up's caller promises: 5 columns, 3 rows (6
  /// along a direction that is not halved).
  void up(const SplitArray& coarse_x, const Lattice& coarse);
  /// P^T b into `coarse_b`, on owned points of `coarse`. Collective over the neighbours.
  void restrict_load(const SplitArray& coarse_b, const Lattice& coarse);
  /// x = P coarse_x on owned points; all ghosts of coarse_x are right.
  void interpolate(const SplitArray& coarse_x, const Lattice& coarse);
  /// b - A v into b, on owned points; v is right one point beyond.
  void replace_by_residual_of(const SplitArray& v);
  /// x += saved, ghosts included.
  void add_saved();

  Lattice lattice;
  Stencil a;
  SplitArray b;
  SplitArray x;
  SplitArray saved;  ///< x of the first visit in a W cycle; empty elsewhere
  Transfer transfer;
  std::unique_ptr<LevelHalo> halo;

  std::size_t bytes() const;

 private:
  template <Coarsening how>
  void down_fused(const SplitArray& coarse_b, const Lattice& coarse);
  template <Coarsening how>
  void up_fused(const SplitArray& coarse_x, const Lattice& coarse);
  template <Coarsening how>
  void down_by_colours(const SplitArray& coarse_b, const Lattice& coarse);
  template <Coarsening how>
  void up_by_colours(const SplitArray& coarse_x, const Lattice& coarse);
  template <Coarsening how>
  void restrict_load_as(const SplitArray& coarse_b, const Lattice& coarse);
  template <Coarsening how>
  void interpolate_as(const SplitArray& coarse_x, const Lattice& coarse);
  void fold_ring_x();
  void fold_ring_y();
  void smooth_colour(int colour);
  void smooth_even_row_from_zero(int q);
  void smooth_odd_row_from_zero(int q);
  template <Coarsening how>
  void correct_row(int j, const SplitArray& coarse_x, const Lattice& coarse);
  template <Coarsening how>
  void restrict_row(int row, const double* const below[2], const double* odd, const double* const above[2],
                    const SplitArray& coarse_b, const Lattice& coarse);

  // Ranges of pairs with the ghosts that have an owner.
  int p0_ = 0, p1_ = 0, q0_ = 0, q1_ = 0;
  RowBuffer residual_;    ///< even row below, even row above (two halves each), odd row
  RowBuffer correction_;  ///< coarse rows in the order of columns
  SplitArray r_;          ///< odd rings only
  int correction_rows_[2] = {0, 0};
};

}  // namespace isotherm
