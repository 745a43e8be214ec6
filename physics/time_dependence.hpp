#pragma once
// When the walls and sources of a problem change: steps that follow only T must not step over it.

#include <vector>

#include "physics/problem.hpp"

namespace isotherm {

/// How the values of walls and sources depend on time.
struct TimeDependence {
  bool any = false;
  bool formulas = false;  ///< some may change at any time
  /// Times that steps must land on, s, increasing: those of tables, where their slope changes, and those of
  /// formulas, where they jump or bend fast.
  std::vector<double> knots;
  std::vector<double> alike;  ///< those of values that change at the same times in all places

  double last_change = 0.0;  ///< nothing changes after it, s
  bool too_fast = false;     ///< a formula jumps about as often as it is looked at

  /// The first knot after a time, infinity when there is none.
  double next_knot(double t) const;
  /// The least time between two knots of `alike` in (start, end), or between one and these; end - start
  /// without any. The two sides of a jump count as one.
  double least_gap(double start, double end) const;
};

/// Of a problem from one time to another, s.
TimeDependence time_dependence(const HeatProblem& problem, double start, double end);

}  // namespace isotherm
