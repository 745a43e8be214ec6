#include "io/config/checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/config/grading.hpp"
#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

constexpr double most_cells = 9e15;  // counted exactly by a float64
constexpr double most_steps = 9e15;

void check_domain(const Node& domain, Faults& faults) {
  const Node* size = domain.sound("size");
  const Node* cells = domain.sound("cells");
  const Node* origin = domain.sound("origin");
  if (cells != nullptr && cells->items[0].number * cells->items[1].number > most_cells) {
    faults.add(cells->mark, cells->path, "are more cells than can be counted", "use fewer cells");
  }
  if (size == nullptr || cells == nullptr || origin == nullptr) return;
  const Node& radius = origin->items[0];
  if (domain.at("coordinates").text == "axisymmetric" && radius.number < 0.0) {
    faults.add(radius.mark, radius.path, "is a negative radius", "x is the distance from the axis");
  }
  if (domain.find("grading") != nullptr && !check_grading(domain, faults)) return;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const double width = smallest_width(domain, axis);
    const double far = std::abs(origin->items[axis].number) + size->items[axis].number;
    if (!(width > 1e-12 * far)) {
      faults.add(
          cells->items[axis].mark, cells->items[axis].path,
          "cells of " + shortest(width) + " m are too small for coordinates of " + shortest(far) + " m",
          "use fewer cells, or an origin nearer to 0");
    }
  }
}

void check_time(const Node& time, Faults& faults) {
  const Node* start = time.sound("start");
  const Node* end = time.sound("end");
  const Node* step = time.sound("step");
  if (start == nullptr || end == nullptr) return;
  const double span = end->number - start->number;
  if (!(span > 0.0) || !std::isfinite(span)) {
    faults.add(end->mark, end->path,
               shortest(end->number) + " s is not after the start at " + shortest(start->number) + " s",
               "write a later end");
    return;
  }
  if (step == nullptr || step->content != Content::number) return;
  if (step->number > span) {
    faults.add(step->mark, step->path,
               shortest(step->number) + " s is longer than the whole run of " + shortest(span) + " s",
               "write a smaller step, or auto");
  } else if (span / step->number > most_steps) {
    faults.add(step->mark, step->path, "the run would have more steps than can be counted",
               "write a larger step");
  }
}

void check_probe(Node& probe, const Node& root, Faults& faults) {
  const Node* cells = root.at("domain").sound("cells");
  if (const Node* cell = probe.find("cell")) {
    for (std::size_t axis = 0; axis < 2 && cells != nullptr; ++axis) {
      const Node& index = cell->items[axis];
      if (index.number < cells->items[axis].number) continue;
      faults.add(index.mark, index.path, "there is no cell " + index.text,
                 "cells are counted from 0 to " + shortest(cells->items[axis].number - 1));
    }
    return;
  }
  for (std::size_t axis = 0; axis < 2; ++axis) {
    Extent extent;
    if (!extent_of(root, axis, extent)) return;
    Node& along = probe.items[axis];
    const double slack = edge_tolerance * (extent.end - extent.begin);
    if (along.number < extent.begin - slack || along.number > extent.end + slack) {
      faults.add(along.mark, along.path, shortest(along.number) + " m lies outside of the domain",
                 "place it between " + shortest(extent.begin) + " m and " + shortest(extent.end) + " m");
      continue;
    }
    along.number = std::clamp(along.number, extent.begin, extent.end);
    along.text = shortest(along.number);
  }
}

void check_probes(Node& root, Faults& faults) {
  Node* output = root.find("output");
  Node* probes = output != nullptr ? output->find("probes") : nullptr;
  if (probes == nullptr || !probes->is_map() || root.sound("domain") == nullptr) return;
  for (std::size_t i = 0; i < probes->items.size(); ++i) {
    const std::string& name = probes->keys[i].text;
    if (name == "step" || name == "time") {
      faults.add(probes->keys[i].mark, probes->path + "." + name, "is a column of probes.csv already",
                 "choose another name");
    }
    if (probes->items[i].good) check_probe(probes->items[i], root, faults);
  }
}

void check_decomposition(const Node& root, Faults& faults) {
  const Node* domain = root.sound("domain");
  const Node* parallel = root.sound("parallel");
  if (domain == nullptr || parallel == nullptr) return;
  const Node& ranks = parallel->at("decomposition");
  for (std::size_t axis = 0; axis < 2 && ranks.is_list(); ++axis) {
    const double cells = domain->at("cells").items[axis].number;
    if (ranks.items[axis].number <= cells) continue;
    faults.add(ranks.items[axis].mark, ranks.items[axis].path,
               "has more ranks than the " + shortest(cells) + " cells there", "use fewer ranks, or auto");
  }
}

/// An interval that has no event between the first state and the last.
void check_interval(const Node& section, double span, double steps, Faults& warnings) {
  const Node* every = section.is_map() ? section.sound("every") : nullptr;
  const auto interval = every != nullptr ? parse_interval(every->text).interval : std::nullopt;
  if (!interval) return;
  const bool counted = interval->unit == Interval::Unit::steps;
  const double length = counted ? static_cast<double>(interval->steps) : interval->seconds;
  const double whole = counted ? steps : interval->unit == Interval::Unit::simulated ? span : length;
  if (length <= whole) return;
  const char* unit = counted ? " steps" : " s";
  warnings.add(every->mark, every->path,
               shortest(length) + unit + " is longer than the whole run of " + shortest(whole) + unit +
                   ": only the first and the last state are written",
               "write a shorter interval, or never");
}

}  // namespace

void check_usefulness(const Node& root, Faults& warnings) {
  const Node* end = root.at("time").find("end");
  const Node* start = root.at("time").find("start");
  if (end == nullptr || start == nullptr || root.at("time").at("method").text == "steady") return;
  const double span = end->number - start->number;
  const Node* step = root.at("time").find("step");
  const bool known = step != nullptr && step->number > 0.0;
  const double steps =
      known ? std::ceil(span / step->number - 1e-9) : std::numeric_limits<double>::infinity();
  for (const Node& section : root.at("output").items) check_interval(section, span, steps, warnings);
}

std::vector<std::string> given(const Node& node, std::initializer_list<const char*> candidates) {
  std::vector<std::string> found;
  for (const char* key : candidates) {
    if (node.find(key) != nullptr) found.emplace_back(key);
  }
  return found;
}

bool extent_of(const Node& root, std::size_t axis, Extent& extent) {
  const Node* domain = root.sound("domain");
  if (domain == nullptr) return false;
  extent.begin = domain->at("origin").items[axis].number;
  extent.end = extent.begin + domain->at("size").items[axis].number;
  return true;
}

void check(Node& root, Faults& faults) {
  if (const Node* domain = root.find("domain"); domain != nullptr && domain->is_map())
    check_domain(*domain, faults);
  check_regions(root, faults);
  check_nonlinear(root, faults);
  check_boundaries(root, faults);
  if (const Node* time = root.find("time"); time != nullptr && time->is_map()) check_time(*time, faults);
  check_probes(root, faults);
  check_output(root, faults);
  check_decomposition(root, faults);
}

}  // namespace isotherm::config
