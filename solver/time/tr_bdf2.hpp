#pragma once
// TR-BDF2 with steps that follow an error estimate.

#include "solver/operators/residual.hpp"
#include "solver/time/implicit_solver.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// TR-BDF2 (Bank and others 1985) as the L-stable second-order Runge-Kutta method of Hosea and Shampine
/// (1996), with their embedded third-order error estimate filtered through the step's own matrix. With a free
/// clock the step follows the tolerance: max |estimated error| <= tolerance * max |T|, and lands on the times
/// that the stride asks for. With a fixed clock the steps are the clock's.
class TrBdf2 : public Stepper {
 public:
  /// `tolerance`: relative, of a step's error. `duration` of the case, s: the first step
  /// tried is a small part of it.
  /// Collective.
  TrBdf2(HeatOperator& op, double tolerance, double duration);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  StepperState state() const override { return {{{"tr_bdf2_step", {dt_}}}, {}}; }
  void restore(const StepperState& state) override { dt_ = state.numbers.at("tr_bdf2_step").at(0); }
  std::map<std::string, double> report() const override;

 private:
  void step(const Field& T0, double t0, double dt);
  double error_ratio(double t0, double dt);
  void accept(Field& T, double dt, EnergyBalance& energy);

  HeatOperator* op_;
  HeatResidual residual_0_;
  HeatResidual residual_1_;
  HeatResidual residual_2_;
  ImplicitSolver solver_;
  double tolerance_;
  double solve_tolerance_;
  double duration_;
  double dt_;  ///< the step to try next, s
  double rejected_ = 0.0;
  Field T_;   ///< stage value
  Field R0_;  ///< power at the start, at the first stage, at the end
  Field R1_;
  Field R2_;
  Field right_;
  Field change_;
  Field error_;
};

}  // namespace isotherm
