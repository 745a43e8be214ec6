#include "solver/operators/energy_balance.hpp"

#include <limits>

#include "solver/grid/algebra.hpp"

namespace isotherm {

void EnergyBalance::add_explicit_step(double t, double dt, std::span<const double> taps,
                                      double source_power) {
  op_->walls().add_power(t, taps, dt, in_and_out_);
  if (op_->decomposition().comm().is_root() && source_power != 0.0)
    in_and_out_[source_power < 0.0 ? 1 : 0].add(dt * source_power);
}

void EnergyBalance::forget() {
  in_and_out_[0].add(std::numeric_limits<double>::quiet_NaN());
}

ExactSum EnergyBalance::supplied() const {
  ExactSum sum = in_and_out_[0];
  sum.add(in_and_out_[1]);
  return sum;
}

ExactSum EnergyBalance::moved(const ExactSum& supplied, const ExactSum& lost) {
  ExactSum sum = supplied;
  sum.subtract(lost);
  sum.subtract(lost);
  return sum;
}

void EnergyBalance::restore(const ExactSum& supplied_by_all, const ExactSum& lost_by_all) {
  in_and_out_ = {};
  if (!op_->decomposition().comm().is_root()) return;
  in_and_out_ = {supplied_by_all, lost_by_all};
  in_and_out_[0].subtract(lost_by_all);
}

ExactSum EnergyBalance::supplied_by_all() const {
  return sum_over(op_->decomposition().comm(), supplied());
}

ExactSum EnergyBalance::lost_by_all() const {
  return sum_over(op_->decomposition().comm(), lost());
}

}  // namespace isotherm
