#pragma once
// status.json: where a run stands, for those who watch it from outside.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace isotherm {

/// What status.json says.
struct RunStatus {
  std::string state = "running";  ///< running, done, stopped, failed
  std::int64_t step = 0;
  std::optional<std::int64_t> steps_total;      ///< nullopt: not known, as with adaptive steps
  double time = 0.0;                            ///< s
  double start = 0.0;                           ///< s, of the case
  double end = 0.0;                             ///< s
  double updates_per_second = 0.0;              ///< cell updates
  std::optional<double> eta_seconds;            ///< wall-clock seconds still to go
  double wall_seconds = 0.0;                    ///< since this process started
  std::optional<std::int64_t> last_checkpoint;  ///< its step
};

/// Replaces the file at once: a reader never finds half of it. IoError. Not collective.
void write_status(const std::filesystem::path& path, const RunStatus& status);

}  // namespace isotherm
