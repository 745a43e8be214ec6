#include "physics/time_dependence.hpp"

#include <algorithm>
#include <limits>

namespace isotherm {
namespace {

void add(const Value& value, TimeDependence& dependence) {
  if (!value.depends_on_time()) return;
  dependence.any = true;
  if (value.table() == nullptr) {
    dependence.formulas = true;
    return;
  }
  const auto& points = value.table()->points();
  for (std::size_t k = 0; k < points.size(); ++k) {
    const bool flat_before = k == 0 || points[k - 1].second == points[k].second;
    const bool flat_after = k + 1 == points.size() || points[k].second == points[k + 1].second;
    if (!flat_before || !flat_after) dependence.knots.push_back(points[k].first);
  }
}

void add(const std::optional<Value>& value, TimeDependence& dependence) {
  if (value) add(*value, dependence);
}

void add(const WallCondition& wall, TimeDependence& dependence) {
  add(wall.temperature, dependence);
  add(wall.flux, dependence);
  if (wall.convection) {
    add(wall.convection->coefficient, dependence);
    add(wall.convection->ambient, dependence);
  }
  if (wall.radiation) {
    add(wall.radiation->emissivity, dependence);
    add(wall.radiation->ambient, dependence);
  }
}

}  // namespace

TimeDependence time_dependence(const HeatProblem& problem) {
  TimeDependence dependence;
  for (const auto& side : problem.boundaries) {
    for (const Stretch& stretch : side) add(stretch.condition, dependence);
  }
  for (const Region& region : problem.regions) {
    if (!region.material) add(region.wall, dependence);
  }
  for (const Source& source : problem.sources) {
    add(source.power_density, dependence);
    add(source.power, dependence);
  }
  auto& knots = dependence.knots;
  std::sort(knots.begin(), knots.end());
  knots.erase(std::unique(knots.begin(), knots.end()), knots.end());
  return dependence;
}

double TimeDependence::next_knot(double t) const {
  const auto next = std::upper_bound(knots.begin(), knots.end(), t);
  return next == knots.end() ? std::numeric_limits<double>::infinity() : *next;
}

double TimeDependence::least_gap(double start, double end) const {
  double least = end - start;
  double last = start;
  for (auto knot = next_knot(start); knot < end; knot = next_knot(knot)) {
    least = std::min(least, knot - last);
    last = knot;
  }
  return std::min(least, end - last);
}

}  // namespace isotherm
