#pragma once
// Explicit first-order steps of cases that are not linear.

#include "solver/operators/nonlinear_residual.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// Forward Euler for the enthalpy: H grows by dt R / C, then T = T(H). With a fixed clock every step is
/// checked against the state's own stability limit; with a free one the steps follow it.
class NonlinearEuler : public Stepper {
 public:
  /// `H`: the enthalpy of the run, owned cells. `safety`: of free steps. Collective.
  NonlinearEuler(const NonlinearOperator& op, HeatLoad& sources, Field& H, double safety);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override;

 private:
  double step_length(const Field& T, const Clock& clock, const Stride& stride) const;

  const NonlinearOperator* op_;
  Field* H_;
  double safety_;
  NonlinearResidual residual_;
  Field power_;
  Field T_new_;
  double smallest_ = 0.0;
};

}  // namespace isotherm
