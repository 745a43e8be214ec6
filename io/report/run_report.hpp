#pragma once
// report.html of a run.

#include <filesystem>
#include <string>

namespace isotherm {

/// The run in one page that needs no network: what was computed, pictures over time with a slider, tables as
/// charts, the energy balance, where the time went, provenance, the case. Made of what the run folder holds;
/// `last_picture` (PNG, may be empty) stands in where it has no pictures. IoError. Not collective.
std::string run_report(const std::filesystem::path& folder, const std::string& last_picture);

}  // namespace isotherm
