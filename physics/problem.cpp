#include "physics/problem.hpp"

#include <algorithm>
#include <stdexcept>

namespace isotherm {

namespace {

/// Whether a condition on a side or around a void fulfils a predicate.
template <class Predicate>
bool any_wall(const HeatProblem& problem, Predicate&& holds) {
  for (const auto& side : problem.boundaries) {
    for (const Stretch& stretch : side) {
      if (holds(stretch.condition)) return true;
    }
  }
  return std::any_of(problem.regions.begin(), problem.regions.end(),
                     [&](const Region& region) { return !region.material && holds(region.wall); });
}

}  // namespace

bool Material::is_nonlinear() const {
  return melting || conductivity_x.depends_on_temperature() || conductivity_y.depends_on_temperature() ||
         specific_heat.depends_on_temperature();
}

bool WallCondition::depends_on_time() const {
  const auto varies = [](const std::optional<Value>& value) { return value && value->depends_on_time(); };
  return varies(temperature) || varies(flux) ||
         (convection &&
          (convection->coefficient.depends_on_time() || convection->ambient.depends_on_time())) ||
         (radiation && (radiation->emissivity.depends_on_time() || radiation->ambient.depends_on_time()));
}

bool WallCondition::is_nonlinear() const {
  return radiation || (convection && convection->coefficient.depends_on_temperature());
}

int HeatProblem::region_at(Point point) const {
  for (std::size_t i = regions.size(); i-- > 0;) {
    if (contains(regions[i].shape, point)) return static_cast<int>(i);
  }
  return -1;
}

std::vector<std::size_t> HeatProblem::regions_named(const std::string& name) const {
  std::vector<std::size_t> of_name;
  std::vector<std::size_t> of_material;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i].name == name) of_name.push_back(i);
    if (regions[i].material && materials[*regions[i].material].name == name) of_material.push_back(i);
  }
  return of_name.empty() ? of_material : of_name;
}

int HeatProblem::contact_between(std::size_t region_a, std::size_t region_b) const {
  if (region_a == region_b) return -1;
  for (std::size_t c = contacts.size(); c-- > 0;) {
    if (contacts[c].joins(region_a, region_b)) return static_cast<int>(c);
  }
  return -1;
}

bool Contact::joins(std::size_t region_a, std::size_t region_b) const {
  const auto has = [this](std::size_t side, std::size_t region) {
    return std::ranges::binary_search(regions[side], region);
  };
  return (has(0, region_a) && has(1, region_b)) || (has(0, region_b) && has(1, region_a));
}

int RegionFinder::operator()(Point point) {
  const std::vector<Region>& regions = problem_->regions;
  if (point.y != y_) {
    y_ = point.y;
    reaching_.clear();
    for (std::size_t i = regions.size(); i-- > 0;) {
      if (reaches(regions[i].shape, point.y)) reaching_.push_back(i);
    }
  }
  for (const std::size_t i : reaching_) {
    if (contains(regions[i].shape, point)) return static_cast<int>(i);
  }
  return -1;
}

const Stretch& HeatProblem::stretch_at(Side side, double along) const {
  const auto& stretches = boundaries[static_cast<std::size_t>(side)];
  if (stretches.empty()) throw std::logic_error("a side of the domain has no condition");
  const auto holds = [along](const Stretch& s) { return s.from <= along && along < s.to; };
  const auto found = std::find_if(stretches.begin(), stretches.end(), holds);
  if (found != stretches.end()) return *found;
  // Beyond an end: the stretch that reaches farthest towards the coordinate.
  const auto ends_before = [](const Stretch& a, const Stretch& b) { return a.to < b.to; };
  const auto [first, last] = std::minmax_element(stretches.begin(), stretches.end(), ends_before);
  return along < first->to ? *first : *last;
}

bool HeatProblem::is_nonlinear() const {
  return std::any_of(materials.begin(), materials.end(),
                     [](const Material& m) { return m.is_nonlinear(); }) ||
         any_wall(*this, [](const WallCondition& wall) { return wall.is_nonlinear(); });
}

bool HeatProblem::radiates() const {
  return any_wall(*this, [](const WallCondition& wall) { return wall.radiation.has_value(); });
}

bool HeatProblem::melts() const {
  return std::any_of(materials.begin(), materials.end(),
                     [](const Material& m) { return m.melting.has_value(); });
}

bool HeatProblem::periodic_in_x() const {
  const auto& left = boundaries[static_cast<std::size_t>(Side::left)];
  return !left.empty() && left.front().condition.periodic;
}

bool HeatProblem::periodic_in_y() const {
  const auto& bottom = boundaries[static_cast<std::size_t>(Side::bottom)];
  return !bottom.empty() && bottom.front().condition.periodic;
}

}  // namespace isotherm
