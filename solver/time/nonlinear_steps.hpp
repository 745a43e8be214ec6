#pragma once
// Backward Euler, Crank-Nicolson, TR-BDF2 and the steady solve of cases that are not linear.

#include "solver/time/newton.hpp"
#include "solver/time/stepper.hpp"
#include "solver/time/tr_bdf2_control.hpp"

namespace isotherm {

/// Backward Euler, or Crank-Nicolson whose first two steps are two half steps of backward Euler each
/// (Rannacher 1984), with the clock's steps. A step for which Newton's method does not converge is taken as
/// two of half its length, and so on; NumericalError where that does not help.
class NonlinearTheta : public Stepper {
 public:
  enum class Kind { backward_euler, crank_nicolson };
  /// `H`: the enthalpy of the run, owned cells. `tolerance` of Newton's method. Collective.
  NonlinearTheta(Kind kind, const NonlinearOperator& op, HeatLoad& sources, Field& H, double tolerance);
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override;

 private:
  bool try_step(Field& T, double t0, double dt, double theta, EnergyBalance& energy);
  void step(Field& T, double t0, double dt, double theta, const Clock& clock, EnergyBalance& energy,
            int halvings = 0);

  Kind kind_;
  const NonlinearOperator* op_;
  Field* H_;
  NonlinearResidual residual_;
  Newton newton_;
  Field base_;
  Field load_;
  Field T_old_;
  double halved_ = 0.0;
};

/// TR-BDF2 (see TrBdf2) for the enthalpy. With a free clock the steps follow the tolerance, and are cut where
/// Newton's method does not converge.
class NonlinearTrBdf2 : public Stepper {
 public:
  /// As TrBdf2; `H` as above. Collective.
  NonlinearTrBdf2(const NonlinearOperator& op, HeatLoad& sources, Field& H, double tolerance, double duration,
                  double explicit_limit);
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  StepperState state() const override { return control_.state(); }
  void restore(const StepperState& state) override { control_.restore(state); }
  std::map<std::string, double> report() const override;

 private:
  bool step(Field& T0, double t0, double dt);
  bool is_good(double t0, double dt);
  void accept(Field& T, double dt, EnergyBalance& energy);

  const NonlinearOperator* op_;
  Field* H_;
  NonlinearResidual start_;
  Newton first_;
  Newton second_;
  tr_bdf2::StepControl control_;
  Field R0_;
  Field load_;
  Field error_;
  Field H1_;
  Field T1_;
};

/// The steady state of the walls and sources at the clock's time.
class NonlinearSteady : public Stepper {
 public:
  NonlinearSteady(const NonlinearOperator& op, HeatLoad& sources, Field& H, double tolerance);
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override { return newton_.report(); }

 private:
  const NonlinearOperator* op_;
  Field* H_;
  Newton newton_;
};

}  // namespace isotherm
