#pragma once
// TR-BDF2 with steps that follow an error estimate.

#include "solver/operators/residual.hpp"
#include "solver/time/implicit_solver.hpp"
#include "solver/time/stepper.hpp"
#include "solver/time/tr_bdf2_control.hpp"

namespace isotherm {

/// TR-BDF2 (Bank and others 1985) as the L-stable second-order Runge-Kutta method of Hosea and Shampine
/// (1996), with their embedded third-order error estimate filtered through the step's own matrix. With a free
/// clock the steps follow the tolerance, see StepControl, and land on the times
/// that the stride asks for. With a fixed clock the steps are the clock's.
class TrBdf2 : public Stepper {
 public:
  /// `tolerance`: relative, of a step's error. `duration` of the case, s: the first step tried is a small
  /// part of it. `explicit_limit`: the largest stable forward Euler step, s. Collective.
  TrBdf2(HeatOperator& op, double tolerance, double duration, double explicit_limit);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  StepperState state() const override { return control_.state(); }
  void restore(const StepperState& state) override { control_.restore(state); }
  std::map<std::string, double> report() const override;

 private:
  void step(const Field& T0, double t0, double dt);
  bool is_good(double t0, double dt);
  void accept(Field& T, double dt, EnergyBalance& energy);

  HeatOperator* op_;
  HeatResidual residual_0_;
  HeatResidual residual_1_;
  HeatResidual residual_2_;
  ImplicitSolver solver_;
  double solve_tolerance_;
  tr_bdf2::StepControl control_;
  Field T_;   ///< stage value
  Field R0_;  ///< power at the start, at the first stage, at the end
  Field R1_;
  Field R2_;
  Field right_;
  Field change_;
  Field error_;
};

}  // namespace isotherm
