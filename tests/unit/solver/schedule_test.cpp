// When things happen: against the definition, step by step.

#include "solver/time/schedule.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace isotherm {
namespace {

Interval steps(std::int64_t n) {
  return {Interval::Unit::steps, n, 0.0};
}
Interval seconds(double s) {
  return {Interval::Unit::simulated, 0, s};
}

std::set<std::int64_t> due_steps(const Interval& interval, Clock clock) {
  const Schedule schedule(interval);
  std::set<std::int64_t> due;
  for (;; clock.tick()) {
    if (schedule.due(clock)) due.insert(clock.step());
    if (clock.finished()) return due;
  }
}

/// The steps that next_step leads to, with the first one.
std::set<std::int64_t> visited_steps(const Interval& interval, Clock clock) {
  const Schedule schedule(interval);
  std::set<std::int64_t> visited{0};
  for (;;) {
    const std::int64_t next = schedule.next_step(clock);
    if (next > clock.last_step()) return visited;
    EXPECT_GT(next, clock.step());
    visited.insert(next);
    clock.tick(next - clock.step());
  }
}

/// The definition: the first step with t >= t0 + m interval - 1e-9 dt for each whole m, the first and the
/// last.
std::set<std::int64_t> defined_steps(double interval, const Clock& clock) {
  std::set<std::int64_t> events{0, clock.last_step()};
  const auto slack = 1e-9L * static_cast<long double>(clock.dt());
  std::int64_t n = 0;
  for (std::int64_t m = 1;; ++m) {
    const long double wanted = static_cast<long double>(m) * interval - slack;
    while (n <= clock.last_step() && static_cast<long double>(clock.time_at(n)) - clock.start() < wanted) ++n;
    if (n > clock.last_step()) return events;
    events.insert(n);
  }
}

TEST(Schedule, MultiplesOfSteps) {
  const Clock clock = Clock::fixed(0.0, 0.1, 2.55);
  const std::set<std::int64_t> wanted{0, 7, 14, 21, 26};
  EXPECT_EQ(due_steps(steps(7), clock), wanted);
  EXPECT_EQ(visited_steps(steps(7), clock), wanted);
  EXPECT_EQ(visited_steps(steps(1000), clock), (std::set<std::int64_t>{0, 26}));
}

TEST(Schedule, SimulatedTimeFollowsTheDefinition) {
  for (const double dt : {0.1, 0.03, 1.0 / 3.0, 0.25, 1.0, 0.0123456}) {
    for (const double interval : {0.1, 0.05, 0.3, 0.7, 1.0, 2.5, 0.01}) {
      for (const double end : {3.0, 10.0, 7.77}) {
        for (const double start : {0.0, 1.5}) {
          const Clock clock = Clock::fixed(start, dt, end);
          const auto wanted = defined_steps(interval, clock);
          EXPECT_EQ(due_steps(seconds(interval), clock), wanted) << dt << " " << interval << " " << end;
          EXPECT_EQ(visited_steps(seconds(interval), clock), wanted) << dt << " " << interval << " " << end;
        }
      }
    }
  }
}

TEST(Schedule, RoundingAtAMultipleIsMet) {
  // 3 * 0.1 exceeds 0.3 and 7 * 0.1 falls short of 0.7 in doubles: both are met at their own step.
  const Clock clock = Clock::fixed(0.0, 0.1, 2.0);
  EXPECT_TRUE(due_steps(seconds(0.3), clock).contains(3));
  EXPECT_TRUE(due_steps(seconds(0.7), clock).contains(7));
  EXPECT_EQ(due_steps(seconds(0.7), clock).size(), 4u);  // 0, 7, 14, 20
}

TEST(Schedule, EveryStepIsAnEventLongAfterTimeZero) {
  // Times from a day to that of Unix, whose rounding is far more than 1e-9 of a step.
  for (const double start : {0.0, 86400.0, 1.7e7, 1.7e9}) {
    for (const double dt : {1e-3, 0.1, 0.3}) {
      const Clock clock = Clock::fixed(start, dt, start + 500.0 * dt);
      EXPECT_EQ(clock.last_step(), 500) << start << " " << dt;
      EXPECT_EQ(due_steps(seconds(dt), clock).size(), 501u) << start << " " << dt;
      EXPECT_EQ(visited_steps(seconds(dt), clock).size(), 501u) << start << " " << dt;
      const auto tenths = due_steps(seconds(10.0 * dt), clock);
      EXPECT_EQ(tenths.size(), 51u) << start << " " << dt;
      for (const auto step : tenths) EXPECT_EQ(step % 10, 0) << start << " " << dt;
    }
  }
}

TEST(Schedule, FreeStepsGoOnLongAfterTimeZero) {
  for (const double start : {-86400.0, 86400.0, 1.7e9}) {
    for (const double interval : {1e-3, 0.3, 3.3, 1e-20}) {
      Clock clock = Clock::free(start, start + 40.0 * interval + 1e-3);
      const Schedule schedule(seconds(interval));
      int events = 0;
      for (int step = 0; step < 40; ++step) {
        const double before = clock.time();
        const double next = schedule.next_time(clock).value();
        ASSERT_GT(next, before) << start << " " << interval;
        clock.tick_by(next - before, next);
        EXPECT_TRUE(schedule.due(clock)) << start << " " << interval << " " << clock.time();
        if (schedule.passed(clock, before)) ++events;
      }
      if (interval > 1e-10) {
        EXPECT_EQ(events, 40) << start << " " << interval;
        EXPECT_NEAR(clock.time() - start, 40.0 * interval, 1e-15 * std::abs(start)) << interval;
      }
    }
  }
}

TEST(Schedule, NeverAndWallClockHaveNoEvents) {
  const Clock clock = Clock::fixed(0.0, 0.1, 1.0);
  for (const auto unit : {Interval::Unit::never, Interval::Unit::wall}) {
    EXPECT_TRUE(due_steps({unit, 3, 0.2}, clock).empty());
    EXPECT_EQ(visited_steps({unit, 3, 0.2}, clock), (std::set<std::int64_t>{0}));
  }
}

TEST(Schedule, GoesOnAfterARestart) {
  Clock clock = Clock::fixed(0.0, 0.3, 1.0);
  clock.tick(4);
  Clock next = Clock::fixed(0.0, 0.3, 4.0);
  next.restore(4, 1.0, clock.state());
  const Schedule schedule(seconds(0.5));
  std::vector<std::int64_t> events;
  while (!next.finished()) {
    const auto step = schedule.next_step(next);
    next.tick(step - next.step());
    EXPECT_TRUE(schedule.due(next)) << step;
    events.push_back(step);
  }
  // t = 1 + (n - 4) 0.3: 1.5 at 1.6, 2.0 at 2.2, 2.5, 3.0 at 3.1, 3.5 at 3.7, the end.
  EXPECT_EQ(events, (std::vector<std::int64_t>{6, 8, 9, 11, 13, 14}));
}

TEST(Schedule, FreeStepsLandOnEachTime) {
  Clock clock = Clock::free(0.0, 1.0);
  const Schedule schedule(seconds(0.3));
  std::vector<double> times;
  while (!clock.finished()) {
    const double next = schedule.next_time(clock).value();
    clock.tick_by(next - clock.time(), next);
    EXPECT_TRUE(schedule.due(clock)) << clock.time();
    times.push_back(clock.time());
  }
  ASSERT_EQ(times.size(), 4u);
  for (int m = 1; m <= 3; ++m) EXPECT_NEAR(times[static_cast<std::size_t>(m - 1)], 0.3 * m, 1e-15);
  EXPECT_EQ(times.back(), 1.0);
}

}  // namespace
}  // namespace isotherm
