// Simulated time: fixed steps counted and not summed, the shortened last one, restarts, free steps.

#include "solver/time/clock.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace isotherm {
namespace {

constexpr double nowhere = std::numeric_limits<double>::infinity();  // no time to land on

TEST(Clock, CountsFixedSteps) {
  struct Example {
    double t0, dt, end;
    std::int64_t steps;
  };
  for (const auto& e :
       {Example{0, 0.1, 1, 10}, Example{0, 0.3, 1, 4}, Example{0, 1.0 / 3.0, 1, 3}, Example{5, 0.5, 6, 2},
        Example{0, 2, 1, 1}, Example{0, 1, 1, 1}, Example{0, 1, 0, 0}, Example{0, 1, 3 + 1e-10, 3},
        Example{0, 1, 3 + 1e-8, 4}, Example{0, 1e-3, 1e3, 1000000}}) {
    const Clock clock = Clock::fixed(e.t0, e.dt, e.end);
    EXPECT_EQ(clock.last_step(), e.steps) << e.dt << " " << e.end;
    EXPECT_EQ(clock.finished(), e.steps == 0);
    EXPECT_EQ(clock.start(), e.t0);
  }
}

TEST(Clock, TimeIsAProductAndEndsAtTheEnd) {
  Clock clock = Clock::fixed(2.0, 0.1, 3.05);
  ASSERT_EQ(clock.last_step(), 11);
  for (int n = 0; n < 11; ++n) {
    EXPECT_FALSE(clock.finished());
    EXPECT_EQ(clock.step(), n);
    EXPECT_EQ(clock.time(), 2.0 + n * 0.1);
    EXPECT_EQ(clock.dt_at(n), n < 10 ? 0.1 : 3.05 - (2.0 + 10 * 0.1));
    clock.tick();
  }
  EXPECT_TRUE(clock.finished());
  EXPECT_EQ(clock.time(), 3.05);
}

TEST(Clock, TheLastStepIsWholeWhenTheEndLiesOnAStep) {
  for (const double end : {0.8, 0.6, 1.0}) {  // 400, 300 and 500 steps: end - time is not 0.002 to the bit
    const Clock clock = Clock::fixed(0.0, 0.002, end);
    EXPECT_EQ(clock.dt_at(clock.last_step() - 1), 0.002) << end;
    EXPECT_EQ(clock.time_at(clock.last_step()), end);
  }
}

TEST(Clock, TicksManyStepsAtOnce) {
  Clock clock = Clock::fixed(0.0, 0.25, 100.0);
  clock.tick(17);
  EXPECT_EQ(clock.step(), 17);
  EXPECT_EQ(clock.time(), 17 * 0.25);
}

TEST(Clock, GoesOnWithTheSameBits) {
  Clock whole = Clock::fixed(0.0, 0.1, 3.33);
  whole.tick(13);
  Clock again = Clock::fixed(0.0, 0.1, 3.33);
  again.restore(13, whole.time(), whole.state());
  EXPECT_EQ(again.step(), 13);
  EXPECT_EQ(again.last_step(), whole.last_step());
  for (std::int64_t n = 13; n <= whole.last_step(); ++n) EXPECT_EQ(again.time_at(n), whole.time_at(n));
}

TEST(Clock, GoesOnAfterAShortenedStep) {
  Clock first = Clock::fixed(0.0, 0.3, 1.0);
  first.tick(4);
  Clock next = Clock::fixed(0.0, 0.3, 2.0);
  next.restore(4, 1.0, first.state());
  EXPECT_EQ(next.time(), 1.0);
  EXPECT_EQ(next.last_step(), 4 + 4);
  EXPECT_EQ(next.time_at(5), 1.3);
  EXPECT_EQ(next.dt_at(7), 2.0 - (1.0 + 3 * 0.3));
  next.tick(2);
  Clock third = Clock::fixed(0.0, 0.3, 2.0);  // and once more from the middle of that
  third.restore(6, next.time(), next.state());
  for (std::int64_t n = 6; n <= 8; ++n) EXPECT_EQ(third.time_at(n), next.time_at(n));
}

TEST(Clock, GoesOnFromAnEndOnAStep) {
  Clock first = Clock::fixed(0.0, 0.25, 1.0);
  first.tick(4);
  Clock next = Clock::fixed(0.0, 0.25, 2.0);
  next.restore(4, 1.0, first.state());
  EXPECT_EQ(next.last_step(), 8);
  EXPECT_EQ(next.time_at(5), 1.25);
}

TEST(Clock, FinishesHere) {
  Clock clock = Clock::fixed(0.0, 0.1, 1.0);
  clock.tick(3);
  const double t = clock.time();
  clock.finish_here();
  EXPECT_TRUE(clock.finished());
  EXPECT_EQ(clock.time(), t);
  EXPECT_EQ(clock.end(), t);
}

TEST(Clock, FreeStepsAreACompensatedSum) {
  Clock clock = Clock::free(0.0, 1e9);
  const double dt = 0.1;
  for (int n = 0; n < 1000000; ++n) clock.tick_by(dt, nowhere);
  EXPECT_EQ(clock.step(), 1000000);
  EXPECT_DOUBLE_EQ(clock.time(), 1e5);  // a plain sum is wrong in the eleventh digit
  EXPECT_FALSE(clock.finished());
}

TEST(Clock, FreeStepsLandWhereTheyAreWanted) {
  Clock clock = Clock::free(0.0, 1.0);
  for (int n = 0; n < 3; ++n) clock.tick_by(0.1, 0.3);
  EXPECT_EQ(clock.time(), 0.3);  // and not 0.30000000000000004
  clock.tick_by(0.1, 0.5);
  EXPECT_DOUBLE_EQ(clock.time(), 0.4);
}

TEST(Clock, FreeStepsLandOnTheEnd) {
  Clock clock = Clock::free(1.0, 2.0);
  for (int n = 0; n < 3; ++n) clock.tick_by(1.0 / 3.0, nowhere);
  EXPECT_TRUE(clock.finished());
  EXPECT_EQ(clock.time(), 2.0);
  Clock again = Clock::free(1.0, 2.0);
  again.tick_by(0.7, nowhere);
  Clock restored = Clock::free(1.0, 2.0);
  restored.restore(1, again.time(), again.state());
  EXPECT_EQ(restored.time(), again.time());
  EXPECT_EQ(restored.step(), 1);
}

}  // namespace
}  // namespace isotherm
