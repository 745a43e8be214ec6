#pragma once
// Where the heat came from: the exact sum of all that entered through walls and from sources.

#include <array>
#include <span>

#include "solver/operators/heat_operator.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// Integrates wall and source power over the steps of a run, exactly and in any order, so that it depends
/// neither on ranks nor on how steps are fused. Heat in J (J/m in the plane).
class EnergyBalance {
 public:
  explicit EnergyBalance(const HeatOperator& op) : op_(&op) {}

  /// Adds the heat of one explicit step from t to t + dt: `taps` are the temperatures of the wall entries at
  /// t and `source_power` the total of the sources at t (counted by the root rank only). Not collective.
  void add_explicit_step(double t, double dt, std::span<const double> taps, double source_power);

  /// The state was replaced by one that no heat flow led to: from now on the balance is NaN.
  void forget();

  /// This rank's share of all heat that came in, less what went out.
  ExactSum supplied() const;
  /// Of what went out alone, which is negative.
  const ExactSum& lost() const { return in_and_out_[1]; }
  /// All that came in or went out, J, whatever its sign: what round-off is measured by.
  static ExactSum moved(const ExactSum& supplied, const ExactSum& lost);
  /// Starts from what an earlier run had summed up over all ranks (kept by the root rank). Not collective.
  void restore(const ExactSum& supplied_by_all, const ExactSum& lost_by_all);
  /// The sums over all ranks. Collective.
  ExactSum supplied_by_all() const;
  ExactSum lost_by_all() const;

 private:
  const HeatOperator* op_;
  std::array<ExactSum, 2> in_and_out_;
};

}  // namespace isotherm
