#include "run/law_watch.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double eps = std::numeric_limits<double>::epsilon();
constexpr double newton_slack = 1e-6;     // of the range that temperatures may have
constexpr double left_by_solvers = 1e-6;  // of the heat that is held and moves

/// Heat that all cells gain per kelvin, J/K.
double heat_capacity(const Model& model) {
  const auto capacity = [&](int j, int i) { return model.op().capacity_at(j, i); };
  return global_value(model.comm(), local_sum(model.decomposition(), capacity));
}

}  // namespace

LawWatch::LawWatch(Model& model, double most_heat)
    : capacity_(heat_capacity(model)), most_heat_(most_heat), round_off_per_step_(4.0 * eps) {
  const bool stages = model.method() == "rkl2";
  if (stages) round_off_per_step_ *= std::max(1.0, model.clock().dt() / model.largest_stable_step());
  if (!stages && model.method() != "forward-euler") least_round_off_ = left_by_solvers;
  const bool linear = model.nonlinear() == nullptr;
  const bool explicit_euler =
      linear && model.method() == "forward-euler" && model.clock().dt() <= model.op().largest_monotone_step();
  has_maximum_principle_ = (explicit_euler || model.method() == "backward-euler") &&
                           model.op().problem().sources.empty() && !model.op().walls().depends_on_time();
  if (!linear) slack_ = newton_slack;
  if (has_maximum_principle_) find_wall_range(model);
}

void LawWatch::find_wall_range(Model& model) {
  double low = infinity;
  double high = -infinity;
  double power = 0.0;
  for (const auto& face : model.op().walls().faces()) {
    const WallCondition& wall = *face.condition;
    const auto at = [&](const Value& value) { return value(face.at.x, face.at.y, model.clock().time()); };
    const auto behind = [&](double T) {
      low = std::min(low, T);
      high = std::max(high, T);
    };
    if (wall.flux) power = std::max(power, std::abs(at(*wall.flux)));
    if (wall.temperature) behind(at(*wall.temperature));
    if (wall.convection) behind(at(wall.convection->ambient));
    if (wall.radiation) behind(at(wall.radiation->ambient));
  }
  wall_min_ = model.comm().min(low);
  wall_max_ = model.comm().max(high);
  if (model.comm().max(power) > 0.0) has_maximum_principle_ = false;
}

/// The bound of physics/README.md, (14): a step rounds what the cells hold, and what comes in and goes out.
std::optional<std::string> LawWatch::check_balance(const DiagnosticsRow& row) {
  // Where materials melt, they hold more heat than their temperature tells.
  const double most_T = std::max(std::abs(row.t_min), std::abs(row.t_max));
  most_heat_ = std::max({most_heat_, capacity_ * most_T, std::abs(row.heat)});
  const auto steps = static_cast<double>(std::max<std::int64_t>(row.step, 1));
  const double allowed =
      std::max(round_off_per_step_ * steps, least_round_off_) * (most_heat_ + std::abs(row.moved));
  if (std::isnan(row.balance) || std::abs(row.balance) <= allowed) return std::nullopt;
  return fmt::format("the heat balance at step {} is {:.3g} J; round-off may reach {:.3g} J", row.step,
                     row.balance, allowed);
}

std::optional<std::string> LawWatch::check(const DiagnosticsRow& row) {
  const double most_T = std::max(std::abs(row.t_min), std::abs(row.t_max));
  if (!std::isfinite(most_T))
    return fmt::format("the temperature is not finite at or before step {}", row.step);
  if (!std::isfinite(row.heat)) return fmt::format("the heat is not finite at or before step {}", row.step);
  if (auto wrong = check_balance(row)) return wrong;
  if (!has_maximum_principle_) return std::nullopt;
  const double low = std::min(wall_min_, T_min_.value_or(row.t_min));
  const double high = std::max(wall_max_, T_max_.value_or(row.t_max));
  const double slack = 64.0 * eps * std::max({most_T, std::abs(low), std::abs(high)}) + slack_ * (high - low);
  T_min_ = row.t_min;
  T_max_ = row.t_max;
  if (row.t_min >= low - slack && row.t_max <= high + slack) return std::nullopt;
  return fmt::format(
      "at step {} temperatures reach from {:.9g} to {:.9g}; by the maximum principle they lie between {:.9g} "
      "and "
      "{:.9g}",
      row.step, row.t_min, row.t_max, low, high);
}

std::string first_bad_cell(const Model& model) {
  const std::int64_t first = first_not_finite(model.decomposition(), model.T(), model.op().mask());
  if (first < 0) return {};
  const std::int64_t nx = model.decomposition().space().nx;
  const Grid& grid = model.grid();
  return fmt::format("cell [{}, {}] at ({:.6g} m, {:.6g} m)", first % nx, first / nx,
                     grid.x().center(first % nx), grid.y().center(first / nx));
}

}  // namespace isotherm
