#pragma once
// Backward Euler and Crank-Nicolson with fixed steps.

#include "solver/operators/residual.hpp"
#include "solver/time/implicit_solver.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// One theta step: C (T1 - T0) / dt = (1 - theta) R(T0, t0) + theta R(T1, t1), solved for T1 - T0, so that
/// the solver's tolerance is one of the change. Adds the heat that entered with the same weights. Shared by
/// the methods below.
class ThetaStep {
 public:
  ThetaStep(HeatOperator& op, double tolerance);
  /// Advances T from t0 by dt. Collective.
  void advance(Field& T, double t0, double dt, double theta, EnergyBalance& energy);
  /// max |T1 - T0| of this rank in the last step, K.
  double last_change() const;
  std::map<std::string, double> report() const { return solver_.report(); }

 private:
  HeatOperator* op_;
  HeatResidual residual_;
  ImplicitSolver solver_;
  double tolerance_;
  Field right_;
  Field right_old_;
  Field change_;
};

/// Backward Euler: first order, L-stable, monotone.
class BackwardEuler : public Stepper {
 public:
  /// `tolerance` of the linear solver, relative to what drives the step. Collective.
  BackwardEuler(HeatOperator& op, double tolerance) : step_(op, tolerance) {}
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override { return step_.report(); }

 private:
  ThetaStep step_;
};

/// Crank-Nicolson: second order. The first two steps of a run are two half steps of backward Euler each,
/// which damp what a start that does not fit its walls would leave ringing (Rannacher 1984).
class CrankNicolson : public Stepper {
 public:
  CrankNicolson(HeatOperator& op, double tolerance) : step_(op, tolerance) {}
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override { return step_.report(); }

 private:
  ThetaStep step_;
};

/// One solve to the steady state of the walls and sources at the clock's time. A body that no wall holds
/// keeps its mean temperature; its sources and fluxes must balance (std::invalid_argument).
class SteadySolve : public Stepper {
 public:
  SteadySolve(HeatOperator& op, double tolerance);
  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override { return solver_.report(); }

 private:
  void keep_heat();

  const HeatOperator* op_;
  HeatResidual residual_;
  ImplicitSolver solver_;
  double tolerance_;
  Field right_;
  Field change_;
};

}  // namespace isotherm
