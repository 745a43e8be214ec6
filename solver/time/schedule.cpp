#include "solver/time/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isotherm {
namespace {

constexpr double slack = 1e-9;  // of a step: an event that a step misses by rounding is met

/// By how many seconds the clock's times, and multiples of an interval from its start on, may be rounded.
double rounding(const Clock& clock, double time) {
  return 4.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(time), std::abs(clock.start()));
}

}  // namespace

/// How many whole intervals of simulated time have gone by, or will have within `tolerance` seconds.
double Schedule::events_until(const Clock& clock, double time, double tolerance) const {
  return std::floor((time - clock.start() + tolerance + rounding(clock, time)) / interval_.seconds);
}

double Schedule::events_until_step(const Clock& clock, std::int64_t step) const {
  return events_until(clock, clock.time_at(step), slack * clock.dt());
}

double Schedule::events_until_time(const Clock& clock, double time) const {
  return events_until(clock, time, slack * std::max(interval_.seconds, time - clock.start()));
}

bool Schedule::due(const Clock& clock) const {
  if (interval_.unit == Interval::Unit::never || interval_.unit == Interval::Unit::wall) return false;
  if (clock.step() == 0 || clock.finished()) return true;
  if (interval_.unit == Interval::Unit::steps) return clock.step() % interval_.steps == 0;
  if (clock.is_fixed())
    return events_until_step(clock, clock.step()) > events_until_step(clock, clock.step() - 1);
  const double passed = (clock.time() - clock.start()) / interval_.seconds;
  return std::abs(passed - std::round(passed)) <=
         slack * std::max(1.0, std::abs(passed)) + rounding(clock, clock.time()) / interval_.seconds;
}

bool Schedule::is_same_event(const Clock& clock, double earlier) const {
  return interval_.unit == Interval::Unit::simulated && !clock.is_fixed() && !clock.finished() &&
         events_until_time(clock, clock.time()) == events_until_time(clock, earlier);
}

bool Schedule::passed(const Clock& clock, double time_before) const {
  if (clock.is_fixed() || interval_.unit != Interval::Unit::simulated) return due(clock);
  return events_until_time(clock, clock.time()) > events_until_time(clock, time_before);
}

std::int64_t Schedule::next_step(const Clock& clock) const {
  const std::int64_t none = clock.last_step() + 1;
  const std::int64_t now = clock.step();
  if (now >= clock.last_step()) return none;
  switch (interval_.unit) {
    case Interval::Unit::never:
    case Interval::Unit::wall:
      return none;
    case Interval::Unit::steps:
      return std::min(clock.last_step(), (now / interval_.steps + 1) * interval_.steps);
    case Interval::Unit::simulated:
      break;
  }
  const double passed = events_until_step(clock, now);
  const double wanted = (passed + 1.0) * interval_.seconds - rounding(clock, clock.end());
  const double guess = std::ceil(wanted / clock.dt() - slack) - 1.0;
  auto step = static_cast<std::int64_t>(
      std::clamp(guess, static_cast<double>(now + 1), static_cast<double>(clock.last_step())));
  while (step < clock.last_step() && events_until_step(clock, step) <= passed) ++step;
  return step;
}

std::optional<double> Schedule::next_time(const Clock& clock) const {
  if (interval_.unit != Interval::Unit::simulated) return std::nullopt;
  const double next = clock.start() + (events_until_time(clock, clock.time()) + 1.0) * interval_.seconds;
  const double least = clock.time() + rounding(clock, clock.time());  // time must go on
  return std::min(clock.end(), std::max(next, least));
}

}  // namespace isotherm
