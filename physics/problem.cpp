#include "physics/problem.hpp"

#include <algorithm>
#include <stdexcept>

namespace isotherm {

bool WallCondition::depends_on_time() const {
  const auto varies = [](const std::optional<Value>& value) { return value && value->depends_on_time(); };
  return varies(temperature) || varies(flux) ||
         (convection && (convection->coefficient.depends_on_time() || convection->ambient.depends_on_time()));
}

int HeatProblem::region_at(Point point) const {
  for (std::size_t i = regions.size(); i-- > 0;) {
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

bool HeatProblem::periodic_in_x() const {
  const auto& left = boundaries[static_cast<std::size_t>(Side::left)];
  return !left.empty() && left.front().condition.periodic;
}

bool HeatProblem::periodic_in_y() const {
  const auto& bottom = boundaries[static_cast<std::size_t>(Side::bottom)];
  return !bottom.empty() && bottom.front().condition.periodic;
}

}  // namespace isotherm
