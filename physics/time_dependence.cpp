#include "physics/time_dependence.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "physics/formula_changes.hpp"

namespace isotherm {
namespace {

constexpr double shortest_gap = 1e-9;  // of the run: knots closer than that are the two sides of a jump

class Collector {
 public:
  Collector(const Domain& domain, double start, double end) : domain_(&domain), start_(start), end_(end) {
    found_.last_change = start;
  }

  void add(const std::optional<Value>& value) {
    if (!value || !value->depends_on_time()) return;
    found_.any = true;
    if (value->table() == nullptr) {
      found_.formulas = true;
      const FormulaChanges changes = changes_of(*value, *domain_, start_, end_);
      append(changes.times, !value->depends_on_place());
      found_.last_change = std::max(found_.last_change, changes.last);
      found_.too_fast = found_.too_fast || changes.too_fast;
      return;
    }
    const auto& points = value->table()->points();
    for (std::size_t k = 0; k < points.size(); ++k) {
      const bool flat_before = k == 0 || points[k - 1].second == points[k].second;
      const bool flat_after = k + 1 == points.size() || points[k].second == points[k + 1].second;
      if (!flat_before || !flat_after) append({points[k].first}, true);
    }
  }

  void add(const WallCondition& wall) {
    add(wall.temperature);
    add(wall.flux);
    if (wall.convection) {
      add(wall.convection->coefficient);
      add(wall.convection->ambient);
    }
    if (wall.radiation) {
      add(wall.radiation->emissivity);
      add(wall.radiation->ambient);
    }
  }

  TimeDependence take() {
    for (auto* knots : {&found_.knots, &found_.alike}) {
      std::sort(knots->begin(), knots->end());
      knots->erase(std::unique(knots->begin(), knots->end()), knots->end());
    }
    if (!found_.knots.empty()) found_.last_change = std::max(found_.last_change, found_.knots.back());
    return std::move(found_);
  }

 private:
  void append(const std::vector<double>& times, bool alike) {
    found_.knots.insert(found_.knots.end(), times.begin(), times.end());
    if (alike) found_.alike.insert(found_.alike.end(), times.begin(), times.end());
  }

  const Domain* domain_;
  double start_;
  double end_;
  TimeDependence found_;
};

}  // namespace

TimeDependence time_dependence(const HeatProblem& problem, double start, double end) {
  Collector all(problem.domain, start, end);
  for (const auto& side : problem.boundaries) {
    for (const Stretch& stretch : side) all.add(stretch.condition);
  }
  for (const Region& region : problem.regions) {
    if (!region.material) all.add(region.wall);
  }
  for (const Source& source : problem.sources) {
    all.add(source.power_density);
    all.add(source.power);
  }
  return all.take();
}

double TimeDependence::next_knot(double t) const {
  const auto next = std::upper_bound(knots.begin(), knots.end(), t);
  return next == knots.end() ? std::numeric_limits<double>::infinity() : *next;
}

double TimeDependence::least_gap(double start, double end) const {
  double least = end - start;
  double last = start;
  const auto look_at = [&](double knot) {
    if (knot - last > shortest_gap * (end - start)) least = std::min(least, knot - last);
    last = knot;
  };
  for (const double knot : alike) {
    if (knot > start && knot < end) look_at(knot);
  }
  look_at(end);
  return least;
}

}  // namespace isotherm
