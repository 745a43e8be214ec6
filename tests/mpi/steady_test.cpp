// The verdict on the rate of step n comes at the same later step on any number of ranks.

#include "solver/diagnostics/steady.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The step at which a rate 2^-(step / 10), seen by one rank only, is found steady; -1: never up to 500.
std::int64_t stopping_step(const Communicator& comm, SteadySettings settings, int seer, double other) {
  SteadyTest test(comm, settings);
  for (std::int64_t step = 1; step <= 500; ++step) {
    if (test.steady_at(step)) return step;
    if (test.looks_at(step)) {
      test.start(step, comm.rank() == seer ? std::exp2(-static_cast<double>(step) / 10.0) : other);
    }
  }
  return -1;
}

TEST(SteadyTest, StopsAtTheSameStepWhoeverSeesTheRate) {
  const Communicator comm(MPI_COMM_WORLD);
  for (int seer = 0; seer < comm.size(); ++seer) {
    // 2^-10 is reached at step 100, 2^-10.1 just after it.
    EXPECT_EQ(stopping_step(comm, {std::exp2(-10.0), 20}, seer, 0.0), 100 + 16);
    EXPECT_EQ(stopping_step(comm, {std::exp2(-10.1), 20}, seer, 0.0), 120 + 16);
    EXPECT_EQ(stopping_step(comm, {std::exp2(-10.0), 1}, seer, 0.0), 100 + 1);
    EXPECT_EQ(stopping_step(comm, {std::exp2(-10.0), 7}, seer, 0.0), 105 + 7);
    EXPECT_EQ(stopping_step(comm, {std::exp2(-10.0), 300}, seer, 0.0), 300 + 16);
  }
}

/// A step of two halves, in each of which another cell changes most: the rate is that of the whole step.
TEST(SteadyTest, RateOfADampedStepDoesNotDependOnRanks) {
  test::CaseRun run(R"(
domain: {size: [1, 1], cells: [64, 8]}
materials: {a: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: a}]
initial: {temperature: 0}
boundaries: {left: {flux: "t < 3e-4 ? 1 : 0"}, right: {flux: "t < 3e-4 ? 0 : 1"}, bottom: {insulated: true},
  top: {insulated: true}}
time: {end: 1e-3, step: 4e-4, method: crank-nicolson}
)");
  run.advance(1);
  double most = 0.0;
  for (const double T : run.everywhere()) most = std::max(most, T);
  EXPECT_EQ(run.comm().max(run.model().stepper().last_rate()), most / 4e-4);
}

TEST(SteadyTest, NaNIsNeverSteady) {
  const Communicator comm(MPI_COMM_WORLD);
  EXPECT_EQ(stopping_step(comm, {1e3, 20}, 0, comm.size() > 1 ? nan : 0.0), comm.size() > 1 ? -1 : 36);
  SteadyTest test(comm, {1.0, 5});
  test.start(5, comm.is_root() ? nan : 0.0);
  EXPECT_FALSE(test.steady_at(10));
}

TEST(SteadyTest, NamesTheStepsItMustSee) {
  const Communicator comm(MPI_COMM_WORLD);
  SteadyTest test(comm, {0.0, 100});
  EXPECT_EQ(test.next_look(0), 100);
  EXPECT_EQ(test.next_look(99), 100);
  test.start(100, 1.0);
  EXPECT_EQ(test.next_look(100), 116);
  EXPECT_EQ(test.next_look(115), 116);
  EXPECT_FALSE(test.steady_at(116));
  EXPECT_EQ(test.next_look(116), 200);
  EXPECT_FALSE(test.looks_at(0));
  EXPECT_TRUE(test.looks_at(200));
}

TEST(SteadyTest, AReductionUnderWaySurvivesARestart) {
  const Communicator comm(MPI_COMM_WORLD);
  for (const double rate : {0.5, 2.0, nan}) {
    SteadyTest first(comm, {1.0, 100});
    EXPECT_EQ(first.pending()[0], -1.0);
    first.start(100, comm.rank() == comm.size() - 1 ? rate : 0.25);
    const auto pending = first.pending();
    EXPECT_EQ(pending[0], 100.0);
    SteadyTest second(comm, {1.0, 100});
    second.restore(pending);
    EXPECT_EQ(second.next_look(105), 116);
    EXPECT_FALSE(second.steady_at(115));
    EXPECT_EQ(second.steady_at(116), rate <= 1.0);
    SteadyTest third(comm, {1.0, 100});  // from a checkpoint of the step that ended the run
    third.restore(second.pending());
    EXPECT_EQ(third.steady_at(116), rate <= 1.0);
  }
}

}  // namespace
}  // namespace isotherm
