#pragma once
// summary.json: how a run ended.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace isotherm {

/// What summary.json says.
struct RunSummary {
  std::string status;  ///< done, stopped, failed
  int exit_code = 0;
  std::string reason;  ///< why it stopped or failed; left out when empty
  std::int64_t steps = 0;
  double time = 0.0;  ///< s
  double wall_seconds = 0.0;
  double updates_per_second = 0.0;
  std::string method;
  int ranks = 0;
  int px = 0;
  int py = 0;
  std::int64_t linear_iterations = 0;
  /// Steps at which a later end took the place of an earlier one, each followed by that earlier end (s).
  std::vector<double> extensions;
  std::map<std::string, double> stepper;     ///< what the method reports of itself: counts, residuals
  std::map<std::string, double> phases;      ///< seconds
  std::vector<std::int64_t> peak_rss_bytes;  ///< per rank
  std::string temperature_sha256;            ///< see field_sha256; left out when empty
  std::map<std::string, std::string> provenance;
};

/// Replaces the file at once and durably. IoError. Not collective.
void write_summary(const std::filesystem::path& path, const RunSummary& summary);

/// The largest resident memory of this process so far, in bytes. Not collective.
std::int64_t peak_resident_bytes();

}  // namespace isotherm
