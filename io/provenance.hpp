#pragma once
// From what, where and when a run came: for summary.json and the files of a run.

#include <map>
#include <string>

#include "solver/grid/decomposition.hpp"

namespace isotherm {

/// Version, commit, compiler, libraries, hosts, ranks, decomposition, date. What differs by nature between
/// two runs of one case stands only here. The same on all ranks. Collective.
std::map<std::string, std::string> collect_provenance(const Decomposition& decomposition);

/// Name and version of the MPI library. MPI must be running. Not collective.
std::string mpi_library();

/// The time in UTC, "2025-01-31T12:00:00Z".
std::string utc_now();

/// The name of this machine.
std::string host_name();

/// The identifier of this batch job (Slurm), or empty.
std::string job_id();

}  // namespace isotherm
