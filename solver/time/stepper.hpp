#pragma once
// The one interface of all time integration methods.

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "solver/grid/field.hpp"
#include "solver/operators/energy_balance.hpp"
#include "solver/time/clock.hpp"

namespace isotherm {

/// How far a stepper may go before somebody wants to look at the field.
struct Stride {
  std::int64_t steps = 1;  ///< fixed steps: at most this many
  double until =
      std::numeric_limits<double>::infinity();  ///< free steps: not beyond this time (s), landing on it
  bool want_rate = false;                       ///< whether the last of `steps` must leave its max |dT/dt|
};

/// What a stepper must keep over a restart, besides T and the clock. Exact.
struct StepperState {
  std::map<std::string, std::vector<double>> numbers;
  std::map<std::string, std::vector<std::int64_t>> integers;
};

/// Integrates (1) of physics/README.md in time. Valid after construction; allocates nothing per step.
class Stepper {
 public:
  virtual ~Stepper() = default;

  /// Advances T and the clock by one step or more, within the stride, and the energy balance with them.
  /// T's ghost cells need not be valid before and are not after. Within a stride T must stay as it is until
  /// the next call: its border may be on its way already. Throws NumericalError. Collective.
  virtual void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) = 0;

  /// This rank's max |dT/dt| (K/s) of the last step, if the stride wanted it.
  double last_rate() const { return last_rate_; }

  /// State for restarts. Not collective.
  virtual StepperState state() const { return {}; }
  virtual void restore(const StepperState&) {}

  /// Figures for summary.json: counts and seconds by name.
  virtual std::map<std::string, double> report() const { return {}; }

 protected:
  double last_rate_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace isotherm
