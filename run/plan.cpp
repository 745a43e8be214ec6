#include "run/plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "run/integration.hpp"
#include "solver/grid/decomposition.hpp"

namespace isotherm {
namespace {

constexpr double bytes_per_value = 8.0;
constexpr double bytes_beside_snapshot = 1.2e4;
constexpr double bytes_beside_checkpoint = 2e4;
constexpr double bytes_of_small_files = 1.3e4;  // report.html without charts and pictures, case, log, summary
constexpr double pictures_in_report = 40.0;
constexpr double points_of_chart = 700.0;
constexpr double bytes_of_point = 12.0;
constexpr double bytes_of_heads = 180.0;                // lines of names, and the short row of the start
constexpr double most_bytes_of_buffer = 4.0 * 1048576;  // as row_pieces()

bool constant(const Material& m) {
  return m.conductivity_x.is_constant() && m.conductivity_y.is_constant() && m.density.is_constant() &&
         m.specific_heat.is_constant();
}

bool depends_on_temperature(const Material& m) {
  return m.conductivity_x.depends_on_temperature() || m.conductivity_y.depends_on_temperature() ||
         m.specific_heat.depends_on_temperature();
}

bool is_uniform(const Case& the_case) {
  return the_case.problem.regions.size() == 1 && constant(the_case.problem.materials.front());
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

/// Steps and their length.
void plan_steps(const Case& the_case, const CostModel& model, Plan& plan) {
  const TimeSettings& time = the_case.time;
  const double span = time.end - time.start;
  const double explicit_limit =
      model.largest_stable_step ? *model.largest_stable_step : stable_step(the_case);
  plan.method = model.method ? *model.method : choose_method(the_case, explicit_limit).method;
  if (plan.method == Method::steady) {
    plan.steps = 1.0;
  } else if (plan.method == Method::tr_bdf2 && !time.step) {
    plan.steps = model.adaptive_steps;
    plan.steps_guessed = true;
  } else {
    plan.step = time.step ? *time.step : fixed_step(the_case, plan.method, explicit_limit);
    plan.steps = std::max(1.0, std::ceil(span / plan.step - 1e-9));
    plan.steps_guessed = !time.step && !model.largest_stable_step;
  }
}

/// One cell, one step.
double seconds_per_update(const Case& the_case, const CostModel& model, Method method) {
  if (model.measured_seconds_per_update) return *model.measured_seconds_per_update;
  if (method != Method::forward_euler) return model.seconds_per_implicit_update;
  const auto& materials = the_case.problem.materials;
  if (std::any_of(materials.begin(), materials.end(), depends_on_temperature)) {
    return model.seconds_per_formula_update;
  }
  return is_uniform(the_case) ? model.seconds_per_uniform_update : model.seconds_per_update;
}

/// How often an interval comes in the whole run: its first and last state are among them.
double events(const Interval& interval, const Plan& plan, const TimeSettings& time) {
  const auto whole = [](double intervals) { return 1.0 + std::ceil(intervals - 1e-9); };
  switch (interval.unit) {
    case Interval::Unit::steps:
      return whole(plan.steps / static_cast<double>(interval.steps));
    case Interval::Unit::simulated:
      return std::min(1.0 + plan.steps, whole((time.end - time.start) / interval.seconds));
    case Interval::Unit::wall:
      return 1.0 + std::floor(plan.seconds / interval.seconds);
    case Interval::Unit::never:
      break;
  }
  return 0.0;
}

/// Seconds of a step that go into exchanges with neighbours, and into the cells that are swept twice for
/// them.
double halo_seconds(const Case& the_case, const Plan& plan, double per_update, const CostModel& model) {
  const auto [px, py] = blocks_of(the_case, plan.ranks);
  if (plan.ranks < 2 || px == 0) return 0.0;
  const Domain& domain = the_case.problem.domain;
  const double width = static_cast<double>(domain.nx) / px;
  const double height = static_cast<double>(domain.ny) / py;
  const double sides = (px > 1 ? 2.0 * height : 0.0) + (py > 1 ? 2.0 * width : 0.0);
  const double once = model.seconds_per_exchange;
  const double moved = bytes_per_value * sides / model.halo_bytes_per_second;
  if (plan.method != Method::forward_euler) {
    // A step of these is some dozen sweeps over all levels, down to the coarsest.
    const double sweeps = plan.method == Method::steady ? 200.0 : 60.0;
    return sweeps * (2.0 * once + moved);
  }
  constexpr double deepest = 24.0;  // steps between two exchanges where subdomains are wide enough for them
  const double depth = std::clamp(std::floor(std::min(width, height) / 16.0), 1.0, deepest);
  return once / depth + moved + 0.5 * (depth - 1.0) * sides * per_update;
}

/// What a run keeps on the disk: fields of checkpoints and snapshots, rows of the tables, pictures, report.
DiskPlan plan_disk(const Case& the_case, const Plan& plan, const CostModel& model) {
  const OutputSettings& output = the_case.output;
  const auto count = [&](const Interval& interval) { return events(interval, plan, the_case.time); };
  const double pictures = count(output.pictures.every);
  const double checkpoints = std::max(1.0, count(the_case.checkpoint.every) - 1.0);
  const double rows = count(output.diagnostics);
  const double lines = 8.0 + static_cast<double>(output.probes.size());
  DiskPlan disk;
  disk.checkpoints =
      std::min(checkpoints, static_cast<double>(the_case.checkpoint.keep)) * plan.checkpoint_bytes;
  disk.snapshots = plan.snapshot_bytes * count(output.snapshots);
  disk.tables = bytes_of_heads + model.bytes_per_row * std::max(0.0, rows - 1.0);
  disk.pictures = model.bytes_per_picture * pictures;
  disk.report = bytes_of_small_files + lines * std::min(rows, points_of_chart) * bytes_of_point +
                4.0 / 3.0 *
                    (pictures > 0.0 ? std::min(pictures, pictures_in_report) * model.bytes_per_picture
                                    : model.bytes_of_last_picture);
  return disk;
}

/// Why a number of ranks is more than pays, or an empty text.
std::string warning_for(const Case& the_case, const Plan& plan, const CostModel& model) {
  if (blocks_of(the_case, plan.ranks)[0] == 0) return "the grid cannot be cut into so many blocks";
  const bool few = plan.cells_per_rank < 0.1 * static_cast<double>(model.cells_per_rank);
  if (plan.ranks < 2 || (plan.halo_share < 0.3 && !few)) return {};
  return fmt::format("{:.0f} cells per rank do not pay: {:.0f} % of a step is exchange", plan.cells_per_rank,
                     100.0 * plan.halo_share);
}

/// Wall clock of steps, outputs and set-up.
void plan_time(const Case& the_case, const CostModel& model, Plan& plan) {
  const double per_update = seconds_per_update(the_case, model, plan.method);
  const double halo = halo_seconds(the_case, plan, per_update, model);
  const double sweep = model.seconds_per_step + plan.cells_per_rank * per_update;
  const double step = sweep + (model.measured_with_halo ? 0.0 : halo);
  plan.halo_share = std::min(1.0, halo / (model.measured_with_halo ? sweep : step));
  plan.seconds =
      model.seconds_per_case + plan.cells_per_rank * model.seconds_per_cell_of_setup + plan.steps * step;
  const double snapshots = events(the_case.output.snapshots, plan, the_case.time);
  const double checkpoints = std::max(1.0, events(the_case.checkpoint.every, plan, the_case.time) - 1.0);
  const double pictures = events(the_case.output.pictures.every, plan, the_case.time);
  plan.checkpoint_seconds = plan.checkpoint_bytes / model.disk_bytes_per_second + model.seconds_per_case;
  plan.seconds +=
      (snapshots + checkpoints) * plan.checkpoint_seconds + (1.0 + pictures) * model.seconds_per_picture;
}

/// The most that a rank holds at once: at the end, when the last picture is drawn. Buffers of files that are
/// written again and again stay with the process by then; the first rank reuses them for its picture.
void plan_memory(const Case& the_case, const CostModel& model, Plan& plan) {
  const double field =
      plan.cells_per_rank * (is_uniform(the_case) ? model.uniform_bytes_per_cell : model.bytes_per_cell);
  const double pixels = model.bytes_of_pixels / plan.ranks;
  const bool often = the_case.output.snapshots.unit != Interval::Unit::never ||
                     events(the_case.checkpoint.every, plan, the_case.time) > 2.0;
  const double buffer = often ? std::min(most_bytes_of_buffer, bytes_per_value * plan.cells_per_rank) : 0.0;
  plan.bytes_per_rank = model.bytes_per_rank + field + pixels + buffer;
  plan.bytes_of_first_rank =
      model.bytes_per_rank + field + pixels + std::max(buffer, model.bytes_of_first_rank);
}

}  // namespace

std::array<int, 2> blocks_of(const Case& the_case, int ranks) {
  if (the_case.parallel.px * the_case.parallel.py == ranks) {
    return {the_case.parallel.px, the_case.parallel.py};
  }
  const HeatProblem& problem = the_case.problem;
  return choose_blocks(
      {problem.domain.nx, problem.domain.ny, problem.periodic_in_x(), problem.periodic_in_y()}, ranks);
}

double largest_block(const Case& the_case, int ranks) {
  const Domain& domain = the_case.problem.domain;
  const auto [px, py] = blocks_of(the_case, ranks);
  if (px == 0) return static_cast<double>(domain.nx) * static_cast<double>(domain.ny) / ranks;
  const std::int64_t length = segment_length(domain.nx);
  const std::int64_t segments = (domain.nx + length - 1) / length;
  const std::int64_t width = std::min(domain.nx, (segments + px - 1) / px * length);
  const std::int64_t height = (domain.ny + py - 1) / py;
  return static_cast<double>(width) * static_cast<double>(height);
}

Plan plan_case(const Case& the_case, int ranks, const CostModel& model) {
  Plan plan;
  const Domain& domain = the_case.problem.domain;
  plan.cells = domain.nx * domain.ny;
  const auto worth =
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(plan.cells / model.cells_per_rank, 1, 4096));
  plan.suggested_ranks = static_cast<int>(std::bit_floor(worth));
  plan.ranks = ranks > 0 ? ranks : plan.suggested_ranks;
  plan.cells_per_rank = largest_block(the_case, plan.ranks);
  plan.checkpoint_bytes = model.checkpoint_bytes.value_or(bytes_per_value * static_cast<double>(plan.cells) +
                                                          bytes_beside_checkpoint);
  plan.snapshot_bytes = model.snapshot_bytes.value_or(bytes_per_value * static_cast<double>(plan.cells) +
                                                      bytes_beside_snapshot);
  plan_steps(the_case, model, plan);
  plan_time(the_case, model, plan);
  plan.disk = plan_disk(the_case, plan, model);
  plan_memory(the_case, model, plan);
  plan.suggested_walltime = std::ceil((model.reserve * plan.seconds + 300.0) / 60.0) * 60.0;
  plan.warning = warning_for(the_case, plan, model);
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
