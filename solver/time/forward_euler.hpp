#pragma once
// Explicit first-order steps.

#include <memory>

#include "solver/grid/halo_exchange.hpp"
#include "solver/operators/blocked_sweep.hpp"
#include "solver/operators/explicit_sweep.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// Forward Euler with fixed steps, all terms at the start of the step. Steps are fused between two exchanges
/// of a deep halo where the block says so; one by one, the exchange travels while the cells that need no
/// ghosts are swept. The bits are the same.
class ForwardEuler : public Stepper {
 public:
  /// The operator's halo, and that of T, must be at least block.steps deep. Collective.
  ForwardEuler(HeatOperator& op, const Clock& clock, TimeBlock block);

  /// At most block.steps steps.
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;

  std::map<std::string, double> report() const override { return {{"time_block", block_.steps}}; }

 private:
  int steps_to_fuse(const Clock& clock, const Stride& stride) const;
  void fused_steps(Field& T, const Clock& clock, int steps, bool want_rate, bool others_follow,
                   EnergyBalance& energy);
  void plain_step(Field& T, double t, double dt, EnergyBalance& energy);

  HeatOperator* op_;
  TimeBlock block_;
  HaloExchange halo_;
  std::unique_ptr<BlockedSweep> fused_;   ///< when steps are fused, or
  std::unique_ptr<ExplicitSweep> sweep_;  ///< when not
  Field T_new_;
  std::vector<WallLoads> loads_;  ///< by step, one for all when constant
  std::vector<const WallLoads*> loads_of_step_;
  std::vector<std::vector<double>> taps_;  ///< by step
  std::vector<double*> taps_of_step_;
  std::vector<double> factors_;  ///< of the sources' parts, step by step
  std::vector<double> moving_;   ///< powers of moving sources, likewise
};

}  // namespace isotherm
