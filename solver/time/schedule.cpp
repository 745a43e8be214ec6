#include "solver/time/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace isotherm {
namespace {

constexpr double slack = 1e-9;  // of a step: an event that a step misses by rounding is met

}  // namespace

Schedule::Schedule(Interval interval, const Clock&) : interval_(interval) {}

/// How many whole intervals of simulated time have gone by at a fixed step.
std::int64_t Schedule::events_until(const Clock& clock, std::int64_t step) const {
  const double t = clock.time_at(step) - clock.start() + slack * clock.dt();
  return static_cast<std::int64_t>(std::floor(t / interval_.seconds));
}

bool Schedule::due(const Clock& clock) const {
  if (interval_.unit == Interval::Unit::never || interval_.unit == Interval::Unit::wall) return false;
  if (clock.step() == 0 || clock.finished()) return true;
  if (interval_.unit == Interval::Unit::steps) return clock.step() % interval_.steps == 0;
  if (clock.is_fixed()) return events_until(clock, clock.step()) > events_until(clock, clock.step() - 1);
  const double passed = (clock.time() - clock.start()) / interval_.seconds;
  return std::abs(passed - std::round(passed)) <= slack * std::max(1.0, std::abs(passed));
}

bool Schedule::passed(const Clock& clock, double time_before) const {
  if (clock.is_fixed() || interval_.unit != Interval::Unit::simulated) return due(clock);
  const auto intervals = [&](double t) {
    return std::floor((t - clock.start()) / interval_.seconds + slack);
  };
  return intervals(clock.time()) > intervals(time_before);
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
  const std::int64_t passed = events_until(clock, now);
  const double wanted = static_cast<double>(passed + 1) * interval_.seconds;
  auto step = std::max(now + 1, static_cast<std::int64_t>(std::ceil(wanted / clock.dt() - slack)) - 1);
  while (step < clock.last_step() && events_until(clock, step) <= passed) ++step;
  return std::min(step, clock.last_step());
}

std::optional<double> Schedule::next_time(const Clock& clock) const {
  if (interval_.unit != Interval::Unit::simulated) return std::nullopt;
  const double passed = (clock.time() - clock.start()) / interval_.seconds;
  const double next = std::floor(passed + slack * std::max(1.0, passed)) + 1.0;
  return std::min(clock.end(), clock.start() + next * interval_.seconds);
}

}  // namespace isotherm
