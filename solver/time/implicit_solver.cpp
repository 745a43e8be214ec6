#include "solver/time/implicit_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "solver/grid/algebra.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {

ImplicitSolver::ImplicitSolver(HeatOperator& op) : op_(&op), solver_(op.decomposition()) {}

/// The operator in a few numbers, when the material is uniform and each side has one wall conductance.
std::optional<UniformOperator> ImplicitSolver::uniform_operator(double s, double t) const {
  if (!op_->uniform()) return std::nullopt;
  constexpr double inf = std::numeric_limits<double>::infinity();
  double extremes[8] = {-inf, -inf, -inf, -inf, -inf, -inf, -inf, -inf};  // largest, minus smallest, by side
  std::int64_t counts[4] = {0, 0, 0, 0};
  for (const auto& face : op_->walls().faces()) {
    if (!face.owned) continue;
    const double g = wall_action(face, t).conductance;
    extremes[face.group] = std::max(extremes[face.group], g);
    extremes[face.group + 4] = std::max(extremes[face.group + 4], -g);
    ++counts[face.group];
  }
  const auto& comm = op_->decomposition().comm();
  comm.max(extremes);
  comm.sum(counts);
  double side[4];
  for (int k = 0; k < 4; ++k) {
    const std::int64_t faces = k < 2 ? op_->grid().ny() : op_->grid().nx();  // left, right, bottom, top
    const bool all_alike = counts[k] == faces && extremes[k] == -extremes[k + 4];
    if (counts[k] != 0 && !all_alike) return std::nullopt;
    side[k] = counts[k] == 0 ? 0.0 : extremes[k];
  }
  const UniformCoefficients& c = *op_->uniform();
  return UniformOperator{c.conductance_x, c.conductance_y, s * c.capacity, side[0],
                         side[1],         side[2],         side[3]};
}

void ImplicitSolver::set_up(double s, double t) {
  if (s_ == s && !op_->walls().depends_on_time()) return;
  op_->walls().evaluate(t, loads_);
  const bool changed = s_ != s || loads_.conductance != conductances_in_use_;
  if (op_->decomposition().comm().max(static_cast<std::int64_t>(changed)) == 0) return;
  s_ = s;
  conductances_in_use_ = loads_.conductance;
  set_ups_ += 1.0;
  if (const auto uniform = uniform_operator(s, t)) {
    solver_.set(*uniform);
  } else {
    set_general(s);
  }
}

void ImplicitSolver::set_general(double s) {
  const LocalCells& cells = op_->cells();
  if (op_->uniform() && !own_conductances_) {
    own_conductances_.emplace(cells.nx(), cells.ny(), 0);
    const auto gx = own_conductances_->x.view();
    const auto gy = own_conductances_->y.view();
    for (int j = 0; j <= cells.ny(); ++j) {
      for (int i = 0; i <= cells.nx(); ++i) {
        if (j < cells.ny() && cells.exists(j, i - 1) && cells.exists(j, i)) {
          gx(j, i) = op_->uniform()->conductance_x;
        }
        if (i < cells.nx() && cells.exists(j - 1, i) && cells.exists(j, i)) {
          gy(j, i) = op_->uniform()->conductance_y;
        }
      }
    }
  }
  if (diagonal_.empty()) diagonal_ = Field("implicit diagonal", cells.nx(), cells.ny(), 0);
  const auto diagonal = diagonal_.view();
  for (int j = 0; j < diagonal_.ny(); ++j) {
    for (int i = 0; i < diagonal_.nx(); ++i) diagonal(j, i) = s * op_->capacity_at(j, i);
  }
  const Walls& walls = op_->walls();
  for (std::size_t e = walls.row_begin(0); e < walls.row_begin(diagonal_.ny()); ++e) {
    const auto [j, i] = walls.entries()[e];
    if (i >= 0 && i < diagonal_.nx()) diagonal(j, i) += loads_.conductance[e];
  }
  solver_.set(LinearOperator{own_conductances_ ? *own_conductances_ : op_->conductances(), diagonal_});
}

void ImplicitSolver::solve(double s, double t, const Field& right, Field& difference, double tolerance) {
  {
    const TimedScope timed(set_up_seconds_);
    set_up(s, t);
  }
  const SolveResult result = solver_.solve(right, difference, {tolerance, 500});
  solves_ += 1.0;
  iterations_ += result.iterations;
  seconds_.finest += result.seconds.finest;
  seconds_.coarse += result.seconds.coarse;
  seconds_.exchange += result.seconds.exchange;
  worst_residual_ = std::max(worst_residual_, result.true_residual);
  worst_floor_ = std::max(worst_floor_, result.rounding_floor);
  if (!std::isfinite(result.true_residual)) {
    const std::int64_t cell = first_not_finite(op_->decomposition(), right, op_->mask());
    if (cell < 0) throw NumericalError("the linear system's heat is too large: its square overflows");
    const std::int64_t nx = op_->decomposition().space().nx;
    throw NumericalError("the linear system's heat is not finite, first in cell [" +
                         std::to_string(cell % nx) + ", " + std::to_string(cell / nx) + "]");
  }
  if (result.converged || result.stagnated || result.recursive_residual <= tolerance) return;
  throw NumericalError("the linear solver did not converge: " + std::to_string(result.iterations) +
                       " iterations, relative residual " + std::to_string(result.true_residual));
}

std::map<std::string, double> ImplicitSolver::report() const {
  return {{"linear_solves", solves_},
          {"linear_iterations", iterations_},
          {"linear_set_ups", set_ups_},
          {"linear_set_up_seconds", set_up_seconds_},
          {"linear_finest_level_seconds", seconds_.finest},
          {"linear_coarse_levels_seconds", seconds_.coarse},
          {"linear_exchange_seconds", seconds_.exchange},
          {"worst_true_residual", worst_residual_},
          {"worst_rounding_floor", worst_floor_}};
}

}  // namespace isotherm
