#pragma once
// A cost model measured with the case itself.

#include <string>

#include "run/plan.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The run that is asked about.
struct PlannedRun {
  int ranks = 1;
  std::string command;  ///< its command line, without the launcher, as its files will hold it
};

/// Runs the case for about `seconds`, writing nothing, and returns what was measured: time per cell and step
/// with all that looks at it, of the set-up and of a picture; memory of the program and per cell; bytes of
/// the files; the method of `auto` and the largest stable step. Each rank gets as many cells as on the ranks
/// that are planned, at most about a million: the grid is made coarser for that, as far as the case allows.
/// Throws std::invalid_argument when the case is at fault. The root rank's model counts. Collective.
CostModel calibrate(const Communicator& comm, const Case& the_case, const PlannedRun& planned,
                    double seconds);

}  // namespace isotherm
