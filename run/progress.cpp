#include "run/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>

#include "io/folder_lock.hpp"
#include "run/watch.hpp"

namespace isotherm {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr double seconds_between_looks = 0.5;
constexpr double seconds_between_lines = 10.0;

}  // namespace

std::string rate_in_words(double updates_per_second) {
  return updates_per_second >= 1e9 ? fmt::format("{:.2f} GLUP/s", updates_per_second / 1e9)
                                   : fmt::format("{:.1f} MLUP/s", updates_per_second / 1e6);
}

std::string moment_in_words(double time, double start, double end) {
  const double farthest = std::max(std::abs(start), std::abs(end));
  const double shift = end > start ? std::log10(farthest / (end - start)) : 0.0;
  return fmt::format("{:.{}g}", time, 6 + static_cast<int>(std::clamp(shift, 0.0, 11.0)));
}

double share_of_time(double start, double now, double end) {
  return end > start ? (now - start) / (end - start) : 0.0;
}

void Progress::begin(const Clock& clock) {
  begin_ = shown_ = logged_ = WallClock::now();
  first_step_ = clock.step();
  first_time_ = clock.time();
  if (settings_.active) write_status_file(status(clock, "running"));
}

double Progress::seconds() const {
  return Seconds(WallClock::now() - begin_).count();
}

double Progress::updates_per_second(const Clock& clock) const {
  const double passed = seconds();
  const auto steps = static_cast<double>(clock.step() - first_step_);
  return passed > 0.0 ? steps * static_cast<double>(settings_.cells) / passed : 0.0;
}

RunStatus Progress::status(const Clock& clock, const std::string& state) const {
  RunStatus status;
  status.state = state;
  status.step = clock.step();
  if (clock.is_fixed()) status.steps_total = clock.last_step();
  status.time = clock.time();
  status.start = clock.start();
  status.end = clock.end();
  status.updates_per_second = updates_per_second(clock);
  status.wall_seconds = seconds();
  const double done = clock.time() - first_time_;
  if (done > 0.0) status.eta_seconds = seconds() * (clock.end() - clock.time()) / done;
  status.last_checkpoint = last_checkpoint_;
  return status;
}

std::string Progress::describe(const RunStatus& status, const std::optional<DiagnosticsRow>& row) {
  const std::string steps = status.steps_total ? fmt::format("{}/{}", status.step, *status.steps_total)
                                               : fmt::format("{}", status.step);
  const double percent = 100.0 * share_of_time(status.start, status.time, status.end);
  const std::string left = status.eta_seconds ? duration_in_words(*status.eta_seconds) : "?";
  // What matters most comes first: on a terminal the line ends where the screen does.
  const std::string range = row ? fmt::format("  T {:.4g} to {:.4g}", row->t_min, row->t_max) : "";
  return fmt::format("{:3.0f} %  {} left  {}  step {}  t = {} s{}", percent, left,
                     rate_in_words(status.updates_per_second), steps,
                     moment_in_words(status.time, status.start, status.end), range);
}

void Progress::show(const Clock& clock, const std::optional<DiagnosticsRow>& row) {
  if (!settings_.active) return;
  const auto now = WallClock::now();
  if (Seconds(now - shown_).count() < seconds_between_looks) return;
  shown_ = now;
  const RunStatus current = status(clock, "running");
  write_status_file(current);
  const std::string line = describe(current, row);
  if (settings_.terminal) {
    std::fputs(fmt::format("\r{:<79.79}", line).c_str(), stdout);
    std::fflush(stdout);
    live_ = true;
  } else if (Seconds(now - logged_).count() >= seconds_between_lines) {
    logged_ = now;
    settings_.line(line);
  }
}

void Progress::end(const Clock& clock, const std::string& state) {
  if (!settings_.active) return;
  if (live_) std::fputs("\n", stdout);
  live_ = false;
  write_status_file(status(clock, state));
}

/// status.json is for those who watch: a run does not end because it cannot be written.
void Progress::write_status_file(const RunStatus& status) {
  try {
    settings_.require_folder();
    write_status(settings_.status_file, status);
    status_failing_ = false;
  } catch (const FolderLost&) {
    folder_lost_ = true;
  } catch (const IoError& e) {
    if (!status_failing_) settings_.line(std::string("warning: status.json is not up to date: ") + e.what());
    status_failing_ = true;
  }
}

}  // namespace isotherm
