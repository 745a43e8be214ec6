#include "solver/operators/energy_balance.hpp"

#include <limits>

namespace isotherm {

void EnergyBalance::add_explicit_step(double t, double dt, std::span<const double> taps,
                                      double source_power) {
  op_->walls().add_power(t, taps, dt, std::span<ExactSum>(&supplied_, 1));
  if (op_->decomposition().comm().is_root() && source_power != 0.0) supplied_.add(dt * source_power);
}

void EnergyBalance::forget() {
  supplied_.add(std::numeric_limits<double>::quiet_NaN());
}

void EnergyBalance::restore(const ExactSum& supplied_by_all) {
  supplied_ = op_->decomposition().comm().is_root() ? supplied_by_all : ExactSum{};
}

ExactSum EnergyBalance::supplied_by_all() const {
  auto words = supplied_.words();
  op_->decomposition().comm().sum(words);
  return ExactSum::from_words(words);
}

}  // namespace isotherm
