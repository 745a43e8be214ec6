#pragma once
// When things happen.

#include <cstdint>
#include <optional>

#include "solver/time/clock.hpp"
#include "solver/time/settings.hpp"

namespace isotherm {

/// The events of one interval of steps or simulated time. The first state (the clock's start) and the last
/// one are events too, unless the interval is `never`. Intervals of the wall clock have no events here.
class Schedule {
 public:
  explicit Schedule(Interval interval) : interval_(interval) {}

  /// Whether the clock stands at an event: at a multiple of the steps; or at the first step with
  /// t >= t0 + m * interval - 1e-9 dt for a whole m, but for the rounding of t.
  bool due(const Clock& clock) const;
  /// Whether free steps have landed twice on what due() takes for one event, at an earlier time and now.
  bool is_same_event(const Clock& clock, double earlier) const;
  /// Like due(), but free steps need not have landed on the event: it lies between `time_before` and now.
  bool passed(const Clock& clock, double time_before) const;
  /// Fixed steps: the first step after this one that is an event (at most the last step); the last step + 1
  /// when there is none.
  std::int64_t next_step(const Clock& clock) const;
  /// Free steps: the next time that must be landed on, if the interval is one of simulated time.
  std::optional<double> next_time(const Clock& clock) const;

 private:
  double events_until(const Clock& clock, double time, double tolerance) const;
  double events_until_step(const Clock& clock, std::int64_t step) const;
  double events_until_time(const Clock& clock, double time) const;
  Interval interval_;
};

}  // namespace isotherm
