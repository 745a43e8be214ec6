#include "solver/operators/energy_balance.hpp"

#include <cmath>
#include <limits>

#include "solver/grid/algebra.hpp"

namespace isotherm {

void EnergyBalance::add_explicit_step(double t, double dt, std::span<const double> taps,
                                      double source_power) {
  moved_ += op_->walls().add_power(t, taps, dt, std::span<ExactSum>(&supplied_, 1));
  if (!op_->decomposition().comm().is_root() || source_power == 0.0) return;
  supplied_.add(dt * source_power);
  moved_ += std::abs(dt * source_power);
}

void EnergyBalance::forget() {
  supplied_.add(std::numeric_limits<double>::quiet_NaN());
}

void EnergyBalance::restore(const ExactSum& supplied_by_all, double moved_by_all) {
  const bool root = op_->decomposition().comm().is_root();
  supplied_ = root ? supplied_by_all : ExactSum{};
  moved_ = root ? moved_by_all : 0.0;
}

ExactSum EnergyBalance::supplied_by_all() const {
  auto words = supplied_.words();
  op_->decomposition().comm().sum(words);
  return ExactSum::from_words(words);
}

double EnergyBalance::moved_by_all() const {
  ExactSum sum;
  sum.add(moved_);
  return global_value(op_->decomposition().comm(), sum);
}

}  // namespace isotherm
