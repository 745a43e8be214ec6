#pragma once
// Whether what a case places on its grid, or in time, meets anything there.

#include <vector>

#include "run/model.hpp"

namespace isotherm {

/// Warnings where heat or a figure is lost: stretches that are not insulated and lines of output.flows that
/// hold the middle of no face, contacts of parts that touch nowhere, probes in a void, regions that no cell
/// is of (but for a first one without a shape, which makes sure that every cell has a region), equal steps
/// longer than a table's, initial files of what melts. They are no errors: studies move shapes and try coarse
/// grids. The same on all ranks. Collective.
std::vector<CaseFault> warnings_of_placement(const Model& model);

}  // namespace isotherm
