#pragma once
// Super-time-stepping: explicit steps far longer than the stability limit.

#include <vector>

#include "solver/operators/residual.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// RKL2, the second-order Runge-Kutta-Legendre method (Meyer, Balsara, Aslam 2014, equations 16 to 18): s
/// stages, each as cheap as an explicit step, make a step of (s^2 + s - 2) / 4 explicit limits. s is odd and
/// the least that is stable for the clock's step.
class Rkl2 : public Stepper {
 public:
  /// `explicit_limit`: the largest stable forward Euler step, s. Collective.
  Rkl2(HeatOperator& op, double explicit_limit);

  /// The least odd number of stages for a step of dt.
  static int stages_for(double dt, double explicit_limit);
  /// The longest step of so many stages.
  static double longest_step(int stages, double explicit_limit);

  void advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) override;
  std::map<std::string, double> report() const override { return {{"stages", stages_done_}}; }

 private:
  /// Coefficients of a step with s stages, by stage.
  struct Scheme {
    std::vector<double> mu, nu, mu_tilde, gamma_tilde;
    std::vector<double> heat;  ///< weight of the power of stage values 0 .. s - 1 in the step's heat
    std::vector<double> time;  ///< of each stage value, as a share of the step
  };
  static Scheme scheme(int stages);
  void stage(int number, double dt, const Field& T0);

  HeatOperator* op_;
  double explicit_limit_;
  int stages_ = 0;
  Scheme scheme_;
  HeatResidual residual_;
  Field inverse_capacity_;  ///< 1 / C, 0 in voids
  Field start_;             ///< R(T0) / C, K/s
  Field power_;             ///< R of the newest stage value, W
  Field newest_;
  Field before_;
  double stages_done_ = 0.0;
};

}  // namespace isotherm
