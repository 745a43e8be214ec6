#pragma once
// The temperatures that a case speaks of.

#include "physics/problem.hpp"

namespace isotherm {

/// In the case's unit.
struct TemperatureRange {
  double typical = 0.0;  ///< in the middle of the domain at the start
  double least = 0.0;
  double most = 0.0;
};

/// What the start, the walls and the melting points of a case name, looked at in a few places: where the
/// tables of properties are made for; they reach far beyond. Depends on the problem alone.
TemperatureRange expected_temperatures(const HeatProblem& problem);

}  // namespace isotherm
