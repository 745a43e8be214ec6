#include "solver/operators/staircase.hpp"

#include <algorithm>
#include <cmath>

namespace isotherm {

double staircase_factor(const HeatProblem& problem, int region_a, int region_b, Point at, bool along_x) {
  const Shape& shape = problem.regions[static_cast<std::size_t>(std::max(region_a, region_b))].shape;
  if (std::holds_alternative<Rectangle>(shape) || std::holds_alternative<Everywhere>(shape)) return 1.0;
  const Point n = outline_normal(shape, at, along_x);
  if (n.x == 0.0 && n.y == 0.0) return 1.0;
  return std::abs(along_x ? n.x : n.y);
}

}  // namespace isotherm
