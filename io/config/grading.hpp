#pragma once
// domain.grading: cells of unequal widths.

#include <vector>

#include "io/config/node.hpp"

namespace isotherm::config {

/// Checks each axis of `grading`: one way to give it, edges and parts in order from side to side, as many
/// cells as `cells` says. The domain's size, cells and origin must be sound. False when there is a fault.
bool check_grading(const Node& domain, Faults& faults);

/// The cell edges (m) of an axis (0: x, 1: y) of a sound domain, the sides exact; empty: equal cells.
std::vector<double> graded_edges(const Node& domain, std::size_t axis);

/// The width (m) of the smallest cell along an axis of a sound domain.
double smallest_width(const Node& domain, std::size_t axis);

}  // namespace isotherm::config
