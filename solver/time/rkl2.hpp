#pragma once
// Super-time-stepping: explicit steps far longer than the stability limit.

#include <memory>
#include <vector>

#include "solver/operators/blocked_sweep.hpp"
#include "solver/operators/explicit_sweep.hpp"
#include "solver/operators/residual.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// RKL2, the second-order Runge-Kutta-Legendre method (Meyer, Balsara, Aslam 2014, equations 16 to 18): s
/// stages, each as cheap as an explicit step, make a step of (s^2 + s - 2) / 4 explicit limits. s is odd and
/// the least that is stable for the clock's step. The stages are computed for the change since the start of
/// the step, which needs no more of that start than its slope, and are fused between two exchanges of a deep
/// halo where the block says so; the bits are the same.
class Rkl2 : public Stepper {
 public:
  /// `explicit_limit`: the largest stable forward Euler step, s. The operator's halo, and that of T, must be
  /// at least block.steps deep. Collective.
  Rkl2(HeatOperator& op, double explicit_limit, TimeBlock block);

  /// The least odd number of stages for a step of dt.
  static int stages_for(double dt, double explicit_limit);
  /// The longest step of so many stages.
  static double longest_step(int stages, double explicit_limit);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override {
    return {{"stages", stages_done_}, {"time_block", block_.steps}};
  }

 private:
  /// A step with s stages.
  struct Scheme {
    std::vector<Stage> stages;  ///< those after the first one
    double first = 0.0;         ///< share of the step that the first stage makes
    std::vector<double> heat;   ///< weight of the power of stage values 0 .. s - 1 in the step's heat
    std::vector<double> time;   ///< of each stage value, as a share of the step
  };
  static Scheme scheme(int stages);
  void start(Field& T, double t, double dt, EnergyBalance& energy);
  void run_stages(std::size_t first, std::size_t count, double t, double dt, EnergyBalance& energy);
  void evaluate_walls(double t, WallLoads& loads) const;
  void plain_stage(const Stage& stage, double t);

  HeatOperator* op_;
  double explicit_limit_;
  TimeBlock block_;
  int count_ = 0;  ///< of stages
  Scheme scheme_;
  HeatResidual residual_;
  HaloExchange halo_;
  std::unique_ptr<BlockedSweep> fused_;   ///< when stages are fused, or
  std::unique_ptr<ExplicitSweep> plain_;  ///< when not
  Field slope_;                           ///< dt R(T0) / C, K
  Field newest_;
  Field before_;
  Field power_at_start_;         ///< of sources when they move, W
  Field gained_;                 ///< by sources that depend on time since the start, W, for plain stages
  std::vector<double> factors_;  ///< of the sources' parts, stage by stage of a block
  std::vector<double> factors_at_start_;
  std::vector<double> gains_;    ///< the difference
  std::vector<double> T_walls_;  ///< T0 by wall entry
  std::vector<double> T_of_stage_;
  WallLoads walls_at_start_;      ///< of T
  std::vector<WallLoads> loads_;  ///< of the change, by stage of a block, one for all when constant
  std::vector<const WallLoads*> loads_of_stage_;
  std::vector<std::vector<double>> taps_;  ///< by stage of a block
  std::vector<double*> taps_of_stage_;
  double stages_done_ = 0.0;
};

}  // namespace isotherm
