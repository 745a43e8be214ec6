#pragma once
// The linear systems of the implicit methods.

#include <map>
#include <optional>
#include <string>

#include "solver/linear/linear_solver.hpp"
#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Solves (s C + K(t)) d = r for a temperature difference d, s in 1/s (0: steady). Sets the solver up again
/// only when s or the wall conductances have changed. Collective.
class ImplicitSolver {
 public:
  explicit ImplicitSolver(HeatOperator& op);

  /// `right`: W, owned cells; `difference`: first guess and result, K. Throws NumericalError, on all ranks
  /// alike, when the solve does not converge. Collective.
  void solve(double s, double t, const Field& right, Field& difference, double tolerance);

  /// Whether the system of the last solve() holds no temperature: its differences have a mean of zero.
  bool floats() const { return solver_.null_space() == NullSpace::constant; }

  /// Counts, residuals and this rank's seconds for the report.
  std::map<std::string, double> report() const;

 private:
  void set_up(double s, double t);
  void set_general(double s);
  std::optional<UniformOperator> uniform_operator(double s, double t) const;
  HeatOperator* op_;
  LinearSolver solver_;
  /// Of a uniform material, which has no arrays, where its walls are not: made when first wanted.
  std::optional<FaceConductances> own_conductances_;
  Field diagonal_;
  WallLoads loads_;
  std::optional<double> s_;
  std::vector<double> conductances_in_use_;
  double solves_ = 0.0;
  double iterations_ = 0.0;
  double set_ups_ = 0.0;
  double set_up_seconds_ = 0.0;
  SolveSeconds seconds_;
  double worst_residual_ = 0.0;
  double worst_floor_ = 0.0;
};

}  // namespace isotherm
