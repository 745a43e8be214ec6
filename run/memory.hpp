#pragma once
// Whether a case fits into the memory of the machines of a job.

#include "io/config/case.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The case, if the least that any method needs (the temperature twice, 16 bytes for each cell) is there.
/// Otherwise std::invalid_argument on all ranks, which names the bytes. Collective.
const Case& case_that_fits(const Communicator& comm, const Case& the_case);

}  // namespace isotherm
