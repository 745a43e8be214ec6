#pragma once
// A scalar of a case against its row of the table.

#include "io/config/keys.hpp"
#include "io/config/node.hpp"

namespace isotherm::config {

/// Sets the scalar's content, number and canonical text by the forms that the row allows, or adds a fault.
/// "A scalar that parses as number and unit is a quantity; otherwise it is an expression in SI."
void resolve_scalar(Node& node, const Row& row, TemperatureUnit unit, Faults& faults);

}  // namespace isotherm::config
