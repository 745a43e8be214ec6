#include "run/plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/format.h>

#include "run/integration.hpp"

namespace isotherm {
namespace {

constexpr double bytes_per_value = 8.0;
constexpr double bytes_per_row = 280.0;  // of diagnostics.csv

bool constant(const Material& m) {
  return m.conductivity_x.is_constant() && m.conductivity_y.is_constant() && m.density.is_constant() &&
         m.specific_heat.is_constant();
}

bool depends_on_temperature(const Material& m) {
  return m.conductivity_x.depends_on_temperature() || m.conductivity_y.depends_on_temperature() ||
         m.specific_heat.depends_on_temperature();
}

/// The largest stable explicit step of a material alone: 1 / (2 (alpha_x/dx^2 + alpha_y/dy^2)), the least of
/// a few places and of the temperature at the start there.
double stable_step(const Case& the_case, const Material& m) {
  const Domain& d = the_case.problem.domain;
  const double dx = d.lx / static_cast<double>(d.nx);
  const double dy = d.ly / static_cast<double>(d.ny);
  constexpr std::array<double, 4> places{0.01, 0.34, 0.66, 0.99};
  double least = std::numeric_limits<double>::infinity();
  for (const double fx : places) {
    for (const double fy : places) {
      const double x = d.origin.x + fx * d.lx;
      const double y = d.origin.y + fy * d.ly;
      const double T = the_case.problem.initial.temperature(x, y, the_case.time.start);
      const auto at = [&](const Value& value) { return value(x, y, the_case.time.start, T); };
      const double capacity = at(m.density) * at(m.specific_heat);
      const double rate = at(m.conductivity_x) / (dx * dx) + at(m.conductivity_y) / (dy * dy);
      const double step = capacity / (2.0 * rate);
      if (step > 0.0) least = std::min(least, step);
    }
  }
  return least;
}

double stable_step(const Case& the_case) {
  double least = std::numeric_limits<double>::infinity();
  for (const Region& region : the_case.problem.regions) {
    if (region.material) {
      least = std::min(least, stable_step(the_case, the_case.problem.materials[*region.material]));
    }
  }
  return least;
}

/// The method that the program would take.
Method method_of(const Case& the_case) {
  if (the_case.time.method != Method::automatic) return the_case.time.method;
  return choose_method(the_case, stable_step(the_case)).method;
}

/// Steps and their length.
void plan_steps(const Case& the_case, const CostModel& model, Plan& plan) {
  const TimeSettings& time = the_case.time;
  const double span = time.end - time.start;
  const Method method = method_of(the_case);
  if (method == Method::forward_euler || (time.step && method != Method::steady)) {
    plan.step = time.step ? *time.step : time.safety * stable_step(the_case);
    if (!std::isfinite(plan.step)) plan.step = span;
    plan.steps = std::max(1.0, std::ceil(span / plan.step - 1e-9));
    plan.steps_guessed = !time.step;
  } else {
    plan.steps = method == Method::steady ? 1.0 : static_cast<double>(model.adaptive_steps);
    plan.steps_guessed = true;
  }
}

double seconds_per_update(const Case& the_case, const CostModel& model) {
  if (method_of(the_case) != Method::forward_euler) return model.seconds_per_implicit_update;
  const auto& materials = the_case.problem.materials;
  if (std::any_of(materials.begin(), materials.end(), depends_on_temperature)) {
    return model.seconds_per_formula_update;
  }
  const bool uniform = the_case.problem.regions.size() == 1 && constant(materials.front());
  return uniform ? model.seconds_per_uniform_update : model.seconds_per_update;
}

/// How often an interval comes in the whole run.
double events(const Interval& interval, const Plan& plan, const TimeSettings& time) {
  switch (interval.unit) {
    case Interval::Unit::steps:
      return 1.0 + plan.steps / static_cast<double>(interval.steps);
    case Interval::Unit::simulated:
      return 1.0 + (time.end - time.start) / interval.seconds;
    case Interval::Unit::wall:
      return 1.0 + plan.seconds / interval.seconds;
    case Interval::Unit::never:
      break;
  }
  return 0.0;
}

}  // namespace

Plan plan_case(const Case& the_case, int ranks, const CostModel& model) {
  Plan plan;
  const Domain& domain = the_case.problem.domain;
  plan.cells = domain.nx * domain.ny;
  const auto cells = static_cast<double>(plan.cells);
  const auto worth =
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(plan.cells / model.cells_per_rank, 1, 4096));
  plan.suggested_ranks = static_cast<int>(std::bit_floor(worth));
  plan.ranks = ranks > 0 ? ranks : plan.suggested_ranks;
  plan_steps(the_case, model, plan);

  const double per_rank = cells / plan.ranks;
  const double per_step = model.seconds_per_step + (plan.ranks > 1 ? model.seconds_per_exchange : 0.0);
  plan.seconds =
      model.seconds_per_case + plan.steps * (per_step + per_rank * seconds_per_update(the_case, model));

  const double field = bytes_per_value * cells;
  plan.checkpoint_seconds = field / model.disk_bytes_per_second;
  const double snapshots = events(the_case.output.snapshots, plan, the_case.time);
  const double checkpoints = 1.0 + events(the_case.checkpoint.every, plan, the_case.time);
  plan.seconds += (snapshots + checkpoints) * plan.checkpoint_seconds;
  plan.bytes_on_disk = field * (snapshots + std::min(checkpoints, the_case.checkpoint.keep + 1.0)) +
                       bytes_per_row * events(the_case.output.diagnostics, plan, the_case.time);
  const bool uniform = the_case.problem.regions.size() == 1 && constant(the_case.problem.materials.front());
  plan.bytes_per_rank =
      model.bytes_per_rank + per_rank * (uniform ? model.uniform_bytes_per_cell : model.bytes_per_cell);
  plan.suggested_walltime = std::ceil((3.0 * plan.seconds + 300.0) / 60.0) * 60.0;
  return plan;
}

std::string bytes_in_words(double bytes) {
  constexpr std::array<const char*, 6> units{"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 1000.0 && unit + 1 < units.size()) {
    bytes /= 1000.0;
    ++unit;
  }
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

std::string seconds_in_words(double seconds) {
  if (seconds < 1e-1) return fmt::format("{:.2g} ms", 1e3 * seconds);
  if (seconds < 120.0) return fmt::format("{:.3g} s", seconds);
  if (seconds < 7200.0) return fmt::format("{:.3g} min", seconds / 60.0);
  if (seconds < 172800.0) return fmt::format("{:.3g} h", seconds / 3600.0);
  return fmt::format("{:.3g} days", seconds / 86400.0);
}

}  // namespace isotherm
