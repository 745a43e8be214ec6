#pragma once
// Explicit first-order steps.

#include "solver/grid/halo_exchange.hpp"
#include "solver/operators/explicit_sweep.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// Forward Euler with fixed steps, all terms at the start of the step. The halo exchange travels while the
/// cells that need no ghosts are swept.
class ForwardEuler : public Stepper {
 public:
  /// Collective.
  ForwardEuler(HeatOperator& op, const Clock& clock);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;

 private:
  void step(Field& T, double t, double dt, EnergyBalance& energy);

  HeatOperator* op_;
  ExplicitSweep sweep_;
  HaloExchange halo_;
  Field T_new_;
  WallLoads loads_;
  std::vector<double> taps_;
};

}  // namespace isotherm
