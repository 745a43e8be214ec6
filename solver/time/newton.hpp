#pragma once
// The non-linear systems of the implicit methods.

#include <map>
#include <string>

#include "solver/linear/linear_solver.hpp"
#include "solver/linear/uneven_solver.hpp"
#include "solver/operators/nonlinear_residual.hpp"

namespace isotherm {

/// Solves s C (H - base) = load + R(T(H), t) for H, s in 1/s; with s = 0 the steady 0 = load + R. Newton's
/// method on the enthalpy, with corrections of the potential U as unknowns so that the systems are symmetric
/// within a material: s C dH/dU dU + K dU = residual. Where dH/dU is infinite (melting at one temperature, no
/// conductivity) dU is 0, and H follows from the heat that came in. A correction that does not lower the
/// residual is halved.
class Newton {
 public:
  /// Converged when a correction is below `tolerance` of the largest one of this solve. Collective.
  Newton(const NonlinearOperator& op, HeatLoad& sources, double tolerance);

  /// H and T: first guess and result (owned cells), T = T(H). `base` and `load` (may be null) are owned
  /// fields. False when it does not converge: H and T are then of no use. Collective.
  bool solve(double s, double t, const Field* base, const Field* load, Field& H, Field& T);

  /// R of the result of the last solve, W, owned cells.
  const Field& power() const { return power_; }
  /// What is wrong with its surfaces: NonlinearResidual::surface_fault().
  std::string surface_fault(const std::string& when) const { return residual_.surface_fault(when); }
  /// Adds the heat that enters in dt (s) with the power of the result.
  void add_heat(double dt, EnergyBalance& energy) const { residual_.add_heat(dt, energy); }
  /// Solves (s C dH/dU + K) x = b with the matrix of the last result. Collective.
  void solve_linear(double s, const Field& H, const Field& T, const Field& b, Field& x, double tolerance);

  std::map<std::string, double> report() const;

 private:
  /// The system to solve.
  struct Balance {
    double s;
    double t;
    const Field* base;
    const Field* load;
  };
  double set_right(const Balance& balance, const Field& H, Field& T);
  void set_matrix(double s, const Field& H, const Field& T, double least_hold = 0.0);
  UnevenOperator jacobian() const { return {before_, uneven_ ? beyond_ : before_, diagonal_}; }
  SolveResult solve_near(const Field& b, Field& x, double tolerance);
  double set_direction(double s, const Field& H, const Field& T);
  void move(double s, double share, Field& H, Field& T);
  double go(const Balance& balance, double size, bool last, Field& H, Field& T);

  const NonlinearOperator* op_;
  NonlinearResidual residual_;
  LinearSolver solver_;
  HaloExchange halo_;
  double tolerance_;
  bool uneven_;  ///< whether the Jacobian is not symmetric
  UnevenSolver uneven_solver_;
  FaceConductances before_;  ///< the Jacobian
  FaceConductances beyond_;  ///< where it is not symmetric
  FaceConductances mean_;    ///< of both, likewise
  Field diagonal_;
  Field walls_;  ///< their share of the diagonal
  Field slope_;  ///< dU/dH
  Field power_;
  Field right_;
  Field change_;     ///< of U, one ghost layer
  Field direction_;  ///< change of H; of U in a steady solve
  Field start_;      ///< H, or U, from where it goes
  double solves_ = 0.0;
  double corrections_ = 0.0;
  double halved_ = 0.0;
  double iterations_ = 0.0;
};

}  // namespace isotherm
