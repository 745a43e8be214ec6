#include "run/placement.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <string>
#include <utility>

#include "io/config/load.hpp"

namespace isotherm {
namespace {

using Texts = std::vector<std::string>;

constexpr double on_face = 1e-9;  // of a cell's width: closer to a face is on it, as for probes

/// Whether the middle of a cell lies in [from, to).
bool holds_middle(const Axis& axis, double from, double to) {
  std::int64_t cell = axis.cell_at(from);
  if (axis.center(cell) < from) ++cell;
  return cell < axis.size() && axis.center(cell) < to;
}

void look_at_stretches(const HeatProblem& problem, const Grid& grid, Texts& texts) {
  for (const Side side : all_sides) {
    const auto& stretches = problem.boundaries[static_cast<std::size_t>(side)];
    const Axis& along = side == Side::bottom || side == Side::top ? grid.x() : grid.y();
    for (std::size_t n = 0; stretches.size() > 1 && n < stretches.size(); ++n) {
      const Stretch& stretch = stretches[n];
      if (stretch.condition.insulated || holds_middle(along, stretch.from, stretch.to)) continue;
      texts.push_back(
          fmt::format("boundaries.{}.{}: the stretch holds the middle of no cell's face, so that no heat "
                      "would cross it: make it longer or the cells smaller",
                      name_of(side), n));
    }
  }
}

void look_at_lines(const std::vector<FlowSettings>& flows, const Grid& grid, Texts& texts) {
  for (const FlowSettings& flow : flows) {
    if (!flow.between[0].empty()) continue;
    const bool upright = flow.from.x == flow.to.x;
    const Axis& along = upright ? grid.y() : grid.x();
    const auto [from, to] =
        upright ? std::minmax({flow.from.y, flow.to.y}) : std::minmax({flow.from.x, flow.to.x});
    if (holds_middle(along, from, to)) continue;
    texts.push_back(
        fmt::format("output.flows.{}: the line holds the middle of no cell's face, so that its flow would "
                    "always be 0: make it longer or the cells smaller",
                    flow.name));
  }
}

/// The cells of an axis that a coordinate touches: two where it lies on the edge between them.
std::vector<std::int64_t> cells_touching(const Axis& axis, double coordinate, bool periodic) {
  const std::int64_t cell = axis.cell_at(coordinate);
  const double u = 2.0 * (coordinate - axis.center(cell)) / axis.width(cell);
  const std::int64_t next = u < 0.0 ? cell - 1 : cell + 1;
  const bool inside = next >= 0 && next < axis.size();
  if (std::abs(u) <= 1.0 - on_face || (!inside && !periodic)) return {cell};
  return {cell, (next + axis.size()) % axis.size()};
}

bool lies_in_void(const ProbeSettings& probe, const HeatProblem& problem, const Grid& grid) {
  std::vector<std::int64_t> columns{probe.i};
  std::vector<std::int64_t> rows{probe.j};
  if (!probe.is_cell) {
    columns = cells_touching(grid.x(), probe.at.x, problem.periodic_in_x());
    rows = cells_touching(grid.y(), probe.at.y, problem.periodic_in_y());
  }
  const auto is_void = [&](std::int64_t i, std::int64_t j) {
    const int region = problem.region_at(grid.center(i, j));
    return !problem.regions[static_cast<std::size_t>(region)].material;
  };
  return std::ranges::all_of(columns, [&](std::int64_t i) {
    return std::ranges::all_of(rows, [&](std::int64_t j) { return is_void(i, j); });
  });
}

void look_at_probes(const Case& the_case, const Grid& grid, Texts& texts) {
  for (const ProbeSettings& probe : the_case.output.probes) {
    if (!lies_in_void(probe, the_case.problem, grid)) continue;
    texts.push_back(fmt::format(
        "output.probes.{}: lies in a void, which has no temperature: place it in a material", probe.name));
  }
}

/// The pairs of regions that touch on the owned cells of this rank.
std::set<std::pair<int, int>> local_neighbours(const Model& model) {
  const LocalCells& cells = model.op().cells();
  const MaterialMap& map = model.op().materials();
  std::set<std::pair<int, int>> touch;
  const auto add = [&](int region, int other) {
    if (region != other) touch.insert(std::minmax(region, other));
  };
  cells.for_each(0, [&](int j, int i) {
    if (cells.exists(j, i - 1)) add(map.region(j, i), map.region(j, i - 1));
    if (cells.exists(j - 1, i)) add(map.region(j, i), map.region(j - 1, i));
  });
  return touch;
}

void look_at_contacts(const Model& model, Texts& texts) {
  const HeatProblem& problem = model.the_case().problem;
  if (problem.contacts.empty()) return;
  const auto touch = local_neighbours(model);
  std::vector<double> met;
  for (const Contact& contact : problem.contacts) {
    const bool meets = std::ranges::any_of(touch, [&](const auto& pair) {
      return contact.joins(static_cast<std::size_t>(pair.first), static_cast<std::size_t>(pair.second));
    });
    met.push_back(meets ? 1.0 : 0.0);
  }
  model.comm().max(met);
  for (std::size_t n = 0; n < met.size(); ++n) {
    const auto& [a, b] = problem.contacts[n].between;
    if (met[n] > 0.0) continue;
    texts.push_back(
        fmt::format("contacts.{}: no cell of {} touches one of {}: mend their shapes, use smaller cells, or "
                    "leave the contact out",
                    n, a, b));
  }
}

void look_at_regions(const Model& model, Texts& texts) {
  const auto& regions = model.the_case().problem.regions;
  std::vector<std::int64_t> cells_of_entry(regions.back().entry + 1, 0);
  const MaterialMap& map = model.op().materials();
  model.op().cells().for_each(
      0, [&](int j, int i) { ++cells_of_entry[regions[static_cast<std::size_t>(map.region(j, i))].entry]; });
  model.comm().sum(cells_of_entry);
  std::vector<std::size_t> empty;
  for (std::size_t n = 0; n < cells_of_entry.size(); ++n) {
    const bool is_ground = n == 0 && std::holds_alternative<Everywhere>(regions.front().shape);
    if (cells_of_entry[n] == 0 && !is_ground) empty.push_back(n);
  }
  constexpr std::size_t most = 3;
  for (std::size_t k = 0; k < std::min(most, empty.size()); ++k) {
    const bool more = k + 1 == most && empty.size() > most;
    texts.push_back(fmt::format(
        "regions.{}: no cell is of it{}, because its shape holds the centre of none or later regions "
        "paint over it: mend its shape, or leave it out",
        empty[k], more ? fmt::format(", nor of {} others", empty.size() - most) : ""));
  }
}

void look_at_start(const HeatProblem& problem, Texts& texts) {
  if (problem.initial.file.empty() || !problem.melts()) return;
  texts.emplace_back(
      "initial.file: it gives temperatures only, so that what is half melted in it begins solid or molten: "
      "continue the run itself, with a later time.end, to keep its heat");
}

/// Formulas that jump too often, and equal steps that the case, not auto, has chosen.
void look_at_changes(const Model& model, Texts& texts) {
  const TimeSettings& time = model.the_case().time;
  if (model.the_case().changes.too_fast) {
    texts.emplace_back(
        "time.end: in so long a time the jumps of walls or sources cannot be told apart, and steps may miss "
        "some: give their values as tables, or the time in parts");
  }
  const Clock& clock = model.clock();
  if (!clock.is_fixed() || model.method_taken() == Method::steady) return;
  const double gap = model.the_case().changes.least_gap(time.start, time.end);
  if (clock.dt() <= gap * (1.0 + 1e-9) || clock.last_step() <= 1) return;
  texts.push_back(fmt::format(
      "time.{}: the steps of {:.6g} s are longer than {:.6g} s between times at which walls or sources "
      "change, and may miss what happens there: give a shorter time.step, or use tr-bdf2, which steps on "
      "these times",
      time.step ? "step" : "method", clock.dt(), gap));
}

}  // namespace

std::vector<CaseFault> warnings_of_placement(const Model& model) {
  const Case& the_case = model.the_case();
  Texts texts;
  look_at_stretches(the_case.problem, model.grid(), texts);
  look_at_lines(the_case.output.flows, model.grid(), texts);
  look_at_probes(the_case, model.grid(), texts);
  look_at_contacts(model, texts);
  look_at_regions(model, texts);
  look_at_start(the_case.problem, texts);
  look_at_changes(model, texts);
  std::vector<CaseFault> warnings;
  for (const std::string& text : texts) {
    if (const auto warning = locate(the_case, text)) warnings.push_back(*warning);
  }
  return warnings;
}

}  // namespace isotherm
