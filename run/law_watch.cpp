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
constexpr double newton_slack = 1e-6;  // of the range that temperatures may have

/// Whether a method adds to each cell what its faces carried, but for rounding.
bool conserves_exactly(const std::string& method) {
  return method == "forward-euler" || method == "rkl2";
}

/// Heat that all cells gain per kelvin, J/K.
double heat_capacity(const Model& model) {
  ExactSum sum;
  for (int j = 0; j < model.T().ny(); ++j) {
    double row = 0.0;
    for (int i = 0; i < model.T().nx(); ++i) row += model.op().capacity_at(j, i);
    sum.add(row);
  }
  return global_value(model.comm(), sum);
}

}  // namespace

LawWatch::LawWatch(Model& model)
    : capacity_(heat_capacity(model)), least_share_(conserves_exactly(model.method()) ? 0.0 : 1e-6) {
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

std::optional<std::string> LawWatch::check_balance(double balance, std::int64_t step, double most_T) {
  most_T_ = std::max(most_T_, most_T);
  const double share =
      std::max(4.0 * eps * static_cast<double>(std::max<std::int64_t>(step, 1)), least_share_);
  const double allowed = share * capacity_ * most_T_;
  if (std::isnan(balance) || std::abs(balance) <= allowed) return std::nullopt;
  return fmt::format("the heat balance at step {} is {:.3g} J; round-off may reach {:.3g} J", step, balance,
                     allowed);
}

std::optional<std::string> LawWatch::check(const DiagnosticsRow& row) {
  const double most_T = std::max(std::abs(row.t_min), std::abs(row.t_max));
  if (!std::isfinite(most_T))
    return fmt::format("the temperature is not finite at or before step {}", row.step);
  // Where materials melt, they hold more heat than their temperature tells.
  const double most_heat = capacity_ > 0.0 ? std::max(most_T, std::abs(row.heat) / capacity_) : most_T;
  if (auto wrong = check_balance(row.balance, row.step, most_heat)) return wrong;
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
