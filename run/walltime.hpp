#pragma once
// How long this job may run.

#include <optional>

namespace isotherm {

/// Wall-clock seconds since this program was started. Not collective.
double seconds_since_start();

/// Seconds left of the job's wall-clock limit: ISOTHERM_WALLTIME (seconds from the program's start, or a time
/// as Slurm writes it), then SLURM_JOB_END_TIME, then what squeue says; nullopt when nothing is known.
/// std::invalid_argument when ISOTHERM_WALLTIME is nonsense. Not collective: to be asked by the root rank.
std::optional<double> find_walltime();

/// Seconds in Slurm's "[days-]hours:minutes:seconds" (or "minutes:seconds"); nullopt for anything else.
std::optional<double> parse_slurm_duration(const char* text);

}  // namespace isotherm
