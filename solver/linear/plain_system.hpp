#pragma once
// A system whose preconditioner works on the nine-point form of its finest level.

#include "solver/linear/five_point.hpp"
#include "solver/linear/hierarchy.hpp"
#include "solver/linear/linear_system.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm {

/// For every lattice: odd rings, levels that are gathered at once, semicoarsening of the finest level.
class PlainSystem : public LinearSystem {
 public:
  /// Collective.
  explicit PlainSystem(const Decomposition& decomposition);
  /// Sets up all levels for these coefficients. Collective.
  void set(const LinearOperator& a, const CycleOptions& options);

  void load(const Field& b, Field& x) override;
  ExactSum residual() override;
  ExactSum advance(double alpha) override;
  ExactSum precondition() override;
  ExactSum direction(double beta) override;
  ExactSum load_norm() override;
  ExactSum floor_norm() override;
  SolveSeconds seconds() const override { return with_exchange(hierarchy_.seconds(), halo_); }
  std::size_t bytes() const override;

  const Hierarchy& hierarchy() const { return hierarchy_; }

 private:
  void apply_row(int j) const;
  void subtract_row(double alpha, int j) const;

  Lattice lattice_;
  Hierarchy hierarchy_;
  FivePoint a_;  ///< without D
  SplitArray p_, q_;
  LevelHalo halo_;
  const Field* load_ = nullptr;
  Field* x_ = nullptr;
};

}  // namespace isotherm
