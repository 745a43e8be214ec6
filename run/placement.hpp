#pragma once
// Whether what a case places on its grid meets anything there.

#include <vector>

#include "run/model.hpp"

namespace isotherm {

/// Throws std::invalid_argument, on all ranks alike, where heat or a figure would be lost in silence: at a
/// stretch that is not insulated or a line of output.flows that holds the middle of no face, at a contact of
/// parts that touch nowhere, at a probe in a void. Collective.
void require_placed(const Model& model);

/// Warnings of the regions of the case that no cell is of, but for a first one without a shape, which others
/// may hide: it makes sure that every cell has a region. Collective.
std::vector<CaseFault> warnings_of_regions(const Model& model);

}  // namespace isotherm
