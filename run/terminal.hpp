#pragma once
// Whether somebody watches.

namespace isotherm {

/// Whether standard output ends on a terminal. Under mpiexec a rank's own standard output may be a
/// pseudo-terminal whatever the user sees; there the launcher's counts. Not collective.
bool output_is_terminal();

}  // namespace isotherm
