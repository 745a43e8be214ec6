#pragma once
// Multigrid for a uniform material, without arrays of coefficients.

#include "solver/linear/conjugate_gradients.hpp"
#include "solver/linear/hierarchy.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm {

/// Full multigrid, then V cycles until the tolerance. The finest level keeps x and b; smoother: Gauss-Seidel
/// by red and black cells (i + j even, odd), two half sweeps before and two after the coarse correction. One
/// pass through memory per cycle does the correction (on black: red is overwritten next), both sweeps after
/// it and both before the next one, the residual's norm and its restriction: 24 bytes per cell, and about 20
/// for the coarser levels, which read coefficients from a few repeated rows. The residual vanishes on black
/// after each sweep, so that its norm is a by-product of relaxing red. Memory: 16 bytes per cell and 8 for
/// the coarser levels.
class UniformSolver {
 public:
  /// Whether it can solve this: the finest level is halved in both directions, has no odd ring, and
  /// more cells than are gathered. The same on any decomposition. Not collective.
  static bool possible(const Decomposition& decomposition, const UniformOperator& a,
                       const CycleOptions& options);
  /// Collective.
  explicit UniformSolver(const Decomposition& decomposition);
  /// Collective.
  void set(const UniformOperator& a, const CycleOptions& options);

  /// Like LinearSolver::solve; iterations are cycles. Collective.
  SolveResult solve(const Field& b, Field& x, const SolveOptions& options);
  /// One full-multigrid cycle: to the discretisation error. Collective.
  void full_multigrid(const Field& b, Field& x);

  /// See LinearSystem::seconds().
  SolveSeconds seconds() const { return with_exchange(hierarchy_.seconds(), halo_); }
  std::size_t bytes() const;

 private:
  enum class Start { assign, add };  ///< what becomes of the coarse solution
  double load_guess(const Field& x);
  void start_full();
  void restrict_load();
  ExactSum cycle_pass(Start start);
  void correct_black(int j, Start start);
  void relax(int j, int c);
  void relax_and_measure(int j, ExactSum& sum);
  void residual_of_red(int j, double* out);
  void restrict_row(int q, const double* below, const double* center, const double* above);
  const double* coarse_row(int row);
  void residual_row(int j, int c, double* r);
  ExactSum residual_norm();

  const Decomposition& decomposition_;
  Lattice lattice_;
  Hierarchy hierarchy_;
  Transfer transfer_;
  SplitArray diagonal_, inverse_;  ///< repeated rows
  double gx_ = 0.0;
  double gy_ = 0.0;
  SplitArray x_, b_;
  LevelHalo halo_;
  RowBuffer rows_;
  int joined_[2] = {0, 0};
  int p0_, p1_, j0_, j1_;
};

}  // namespace isotherm
