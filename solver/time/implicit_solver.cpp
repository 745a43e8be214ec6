#include "solver/time/implicit_solver.hpp"

#include <algorithm>
#include <string>

#include "solver/time/numerical_error.hpp"

namespace isotherm {

ImplicitSolver::ImplicitSolver(HeatOperator& op)
    : op_(&op),
      solver_(op.decomposition()),
      diagonal_("implicit diagonal", op.cells().nx(), op.cells().ny(), 0) {
  if (!op.uniform()) return;
  const LocalCells& cells = op.cells();
  own_conductances_.emplace(cells.nx(), cells.ny(), 0);
  const auto gx = own_conductances_->x.view();
  const auto gy = own_conductances_->y.view();
  for (int j = 0; j <= cells.ny(); ++j) {
    for (int i = 0; i <= cells.nx(); ++i) {
      if (j < cells.ny() && cells.exists(j, i - 1) && cells.exists(j, i))
        gx(j, i) = op.uniform()->conductance_x;
      if (i < cells.nx() && cells.exists(j - 1, i) && cells.exists(j, i))
        gy(j, i) = op.uniform()->conductance_y;
    }
  }
}

void ImplicitSolver::set_up(double s, double t) {
  if (s_ == s && !op_->walls().depends_on_time()) return;
  op_->walls().evaluate(t, loads_);
  const bool changed = s_ != s || loads_.conductance != conductances_in_use_;
  if (op_->decomposition().comm().max(static_cast<std::int64_t>(changed)) == 0) return;
  s_ = s;
  conductances_in_use_ = loads_.conductance;
  const auto diagonal = diagonal_.view();
  for (int j = 0; j < diagonal_.ny(); ++j) {
    for (int i = 0; i < diagonal_.nx(); ++i) diagonal(j, i) = s * op_->capacity_at(j, i);
  }
  const Walls& walls = op_->walls();
  for (std::size_t e = walls.row_begin(0); e < walls.row_begin(diagonal_.ny()); ++e) {
    const auto [j, i] = walls.entries()[e];
    if (i >= 0 && i < diagonal_.nx()) diagonal(j, i) += loads_.conductance[e];
  }
  solver_.set({own_conductances_ ? *own_conductances_ : op_->conductances(), diagonal_});
  set_ups_ += 1.0;
}

void ImplicitSolver::solve(double s, double t, const Field& right, Field& difference, double tolerance) {
  set_up(s, t);
  const SolveResult result = solver_.solve(right, difference, {tolerance, 500});
  solves_ += 1.0;
  iterations_ += result.iterations;
  worst_residual_ = std::max(worst_residual_, result.true_residual);
  worst_floor_ = std::max(worst_floor_, result.rounding_floor);
  if (result.converged || result.stagnated || result.recursive_residual <= tolerance) return;
  throw NumericalError("the linear solver did not converge: " + std::to_string(result.iterations) +
                       " iterations, relative residual " + std::to_string(result.true_residual));
}

std::map<std::string, double> ImplicitSolver::report() const {
  return {{"linear_solves", solves_},
          {"linear_iterations", iterations_},
          {"linear_set_ups", set_ups_},
          {"worst_true_residual", worst_residual_},
          {"worst_rounding_floor", worst_floor_}};
}

}  // namespace isotherm
