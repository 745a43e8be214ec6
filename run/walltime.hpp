#pragma once
// How long this job may run.

#include <optional>

namespace isotherm {

/// Seconds left of the job's wall-clock limit: ISOTHERM_WALLTIME (seconds), then SLURM_JOB_END_TIME, then
/// what squeue says; nullopt when nothing is known. Not collective: to be asked by the root rank.
std::optional<double> find_walltime();

/// Seconds in Slurm's "[days-]hours:minutes:seconds" (or "minutes:seconds"); nullopt for anything else.
std::optional<double> parse_slurm_duration(const char* text);

}  // namespace isotherm
