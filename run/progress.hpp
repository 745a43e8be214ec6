#pragma once
// What a user sees while a run goes on.

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "io/status_file.hpp"
#include "solver/diagnostics/diagnostics.hpp"
#include "solver/time/clock.hpp"

namespace isotherm {

/// "2.31 GLUP/s" or "0.4 MLUP/s": 1e9 or 1e6 cell updates per second.
std::string rate_in_words(double updates_per_second);

/// "12.5" seconds, with digits enough to tell the moments of a run from `start` to `end` apart, however far
/// from 0 they lie. Pure.
std::string moment_in_words(double time, double start, double end);

/// How much of the time from `start` to `end` has passed `now`, 0 to 1. Pure.
double share_of_time(double start, double now, double end);

/// Progress lines with rate and ETA, a live line on a terminal and a line each 10 s elsewhere, and
/// status.json. Root rank only: on other ranks it does nothing.
class Progress {
 public:
  struct Settings {
    bool active = false;    ///< this is the root rank
    bool terminal = false;  ///< rewrite one line on standard output instead of adding lines
    std::int64_t cells = 0;
    std::filesystem::path status_file;
    std::function<void(const std::string&)> line;  ///< adds a line to the log (and the terminal)
    /// FolderLost when the folder of status.json is this run's no more.
    std::function<void()> require_folder = [] {};
  };
  explicit Progress(Settings settings) : settings_(std::move(settings)) {}

  void begin(const Clock& clock);
  /// Shows the state if the last time is long enough ago, and the temperatures of the last row, if there is
  /// one.
  void show(const Clock& clock, const std::optional<DiagnosticsRow>& row);
  /// Writes status.json for the last time and ends the live line.
  void end(const Clock& clock, const std::string& state);
  void checkpoint_written(std::int64_t step) { last_checkpoint_ = step; }

  /// Whether the run has lost its folder, as far as this rank knows.
  bool folder_lost() const { return folder_lost_; }

  double seconds() const;
  /// Cell updates per second since begin().
  double updates_per_second(const Clock& clock) const;

 private:
  using WallClock = std::chrono::steady_clock;
  RunStatus status(const Clock& clock, const std::string& state) const;
  void write_status_file(const RunStatus& status);
  static std::string describe(const RunStatus& status, const std::optional<DiagnosticsRow>& row);

  Settings settings_;
  WallClock::time_point begin_{};
  WallClock::time_point shown_{};
  WallClock::time_point logged_{};
  std::int64_t first_step_ = 0;
  double first_time_ = 0.0;
  std::optional<std::int64_t> last_checkpoint_;
  bool live_ = false;
  bool status_failing_ = false;
  bool folder_lost_ = false;
};

}  // namespace isotherm
