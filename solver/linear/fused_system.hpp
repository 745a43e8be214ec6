#pragma once
// The system with its finest level fused into conjugate gradients.

#include "solver/linear/hierarchy.hpp"
#include "solver/linear/linear_system.hpp"

namespace isotherm {

/// Variable coefficients. Smoother of the finest level: Gauss-Seidel by red and black cells (i + j even,
/// odd), V(1,1). Three passes through memory per iteration:
///  - advance: x += alpha p, r -= alpha q, |r|^2, z from zero on red, then black, restriction;
///  - precondition: z += P e on red (black is overwritten next), black, red, r . z;
///  - direction: p = z + beta p, q = A p, p . q.
/// After a sweep from zero the residual vanishes on black and is the sum of black neighbours on red, so that
/// only cells with odd column and row, which are coarse ones, and those with even column and row are
/// restricted and corrected: a quarter of the weights, no diagonal. z and q share an array. One exchange per
/// iteration: z, deep enough for p, q, r and the sweeps in ghost cells. Bytes per cell and iteration on this
/// level: advance 80, precondition 56, direction 56.
class FusedSystem : public LinearSystem {
 public:
  /// Whether it is to be used: no odd ring, and more cells than are gathered. The same on any decomposition.
  /// Not collective.
  static bool possible(const Decomposition& decomposition, const CycleOptions& options);
  /// Collective.
  explicit FusedSystem(const Decomposition& decomposition);
  /// Sets up all levels for these coefficients. Collective.
  void set(const LinearOperator& a, const CycleOptions& options, Coarsening how);

  void load(const Field& b, Field& x) override;
  ExactSum residual() override;
  ExactSum advance(double alpha) override;
  ExactSum precondition() override;
  ExactSum direction(double beta) override;
  ExactSum load_norm() override;
  ExactSum floor_norm() override;
  SolveSeconds seconds() const override { return with_exchange(hierarchy_.seconds(), halo_); }
  std::size_t bytes() const override;

 private:
  template <bool update>
  ExactSum down(double alpha);
  template <bool update>
  void red_from_zero(int j, double alpha);
  void advance_black(int j, double alpha);
  void relax(int j, int c);
  void residual_of_red(int j, double* out);
  void restrict_row(int q, const double* below, const double* center, const double* above);
  void restrict_x(int j, double* red);
  void restrict_y(int q, const double* below, const double* center, const double* above);
  void correct_red(int j);
  void correct_red_x(int j);
  void correct_red_y(int j);
  const double* coarse_row(int row);
  void apply_row(int j);

  Lattice lattice_;
  FivePoint a_;
  Transfer transfer_;
  Hierarchy hierarchy_;
  SplitArray r_, p_;
  SplitArray q_;  ///< also z
  LevelHalo halo_;
  RowBuffer rows_;
  int joined_[2] = {0, 0};
  int p0_, p1_, j0_, j1_;  ///< pairs and rows with the ghosts that have an owner
  bool swept_ = false;     ///< whether z and the coarse load belong to the present r
  const Field* load_ = nullptr;
  Field* x_ = nullptr;
};

}  // namespace isotherm
