#pragma once
// When the walls and sources of a problem change: steps that follow only T must not step over it.

#include <vector>

#include "physics/problem.hpp"

namespace isotherm {

/// How the values of walls and sources depend on time.
struct TimeDependence {
  bool any = false;
  bool formulas = false;      ///< some may change at any time
  std::vector<double> knots;  ///< times of tables at which their slope changes, s, increasing

  /// The first knot after a time, infinity when there is none.
  double next_knot(double t) const;
  /// The least time between two knots in (start, end), or between one and these; end - start without any.
  double least_gap(double start, double end) const;
};

TimeDependence time_dependence(const HeatProblem& problem);

}  // namespace isotherm
