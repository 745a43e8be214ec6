#pragma once
// The tree of a case against the table of keys.

#include "io/config/node.hpp"
#include "physics/problem.hpp"

namespace isotherm::config {

/// Checks every key and value of the tree against the table, adds the defaults, converts quantities to SI
/// (temperatures to the case's unit) and brings sections into the table's order. Everything that is wrong
/// becomes a fault; nodes without fault are `good`. Afterwards the tree is the resolved case.
void resolve(Node& root, Faults& faults);

/// `units.temperature` of a tree that is not resolved yet (kelvin when absent or wrong).
TemperatureUnit temperature_unit(const Node& root);

}  // namespace isotherm::config
