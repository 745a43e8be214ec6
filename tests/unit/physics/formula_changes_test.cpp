// What of a formula of time steps must land on: jumps from both sides, short peaks, and nothing else.

#include "physics/formula_changes.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace isotherm {
namespace {

FormulaChanges all_changes(const std::string& formula) {
  Domain domain;
  domain.origin = {1.0, -1.0};
  domain.lx = 2.0;
  domain.ly = 1.0;
  return changes_of(Value(Expression(formula, {.place = true, .time = true, .temperature = false})), domain,
                    0.0, 1000.0);
}

std::vector<double> changes(const std::string& formula) {
  return all_changes(formula).times;
}

TEST(FormulaChanges, BothSidesOfAJump) {
  const auto found = changes("t > 333.3 ? 5 : 2");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_LE(found[0], 333.3);
  EXPECT_GT(found[1], 333.3);
  EXPECT_NEAR(found[0], found[1], 1e-6);
  EXPECT_EQ(changes("abs(t - 500) < 0.1 ? 1 : 0").size(), 4U);
  EXPECT_EQ(changes("abs(t - 10*rint(t/10)) < 1 ? 1 : 0").size(), 400U);
}

TEST(FormulaChanges, PointsOnShortPeaks) {
  const auto found = changes("300 + 40*exp(-((t - 321.7)/0.5)^2)");
  const auto on_peak = [](double t) { return std::abs(t - 321.7) < 1.0; };
  EXPECT_GE(std::ranges::count_if(found, on_peak), 5);
  EXPECT_LE(found.size(), 40U);
}

TEST(FormulaChanges, OfPlaceToo) {
  const std::string spot = "exp(-((x - 2.7)^2 + (y + 0.2)^2)/0.001)";
  const auto pulsed = changes("(abs(t - 500) < 0.1 ? 1e6 : 0)*" + spot);
  ASSERT_GE(pulsed.size(), 4U);
  EXPECT_NEAR(pulsed.front(), 499.9, 1e-6);
  EXPECT_NEAR(pulsed.back(), 500.1, 1e-6);
  EXPECT_EQ(changes("-5*(t > 100)*" + spot).size(), 2U);
  EXPECT_TRUE(changes("sin(t/100)*" + spot).empty());
}

TEST(FormulaChanges, NothingWhereStepsFollowAnyway) {
  EXPECT_TRUE(changes("5").empty());
  EXPECT_TRUE(changes("300 + t").empty());
  EXPECT_TRUE(changes("20*sin(t/100) + 3*exp(-t/50)").empty());
  EXPECT_TRUE(changes("0/0").empty());
  EXPECT_TRUE(changes("sin(1e6*t*t)").size() < 26000U);
}

TEST(FormulaChanges, WeakOnesAndOnesElsewhereToo) {
  EXPECT_EQ(changes("1e9*(t<0.1) + 4e7*(t>500)*(t<500.5)").size(), 6U);
  EXPECT_EQ(changes("(x<1.5)*(t>100)*(t<101) + (x>1.5)*(x<2)*(t>300)*(t<301) + (x>2)*(t>700)*(t<701)").size(),
            12U);
}

TEST(FormulaChanges, WhenItIsOver) {
  EXPECT_EQ(all_changes("5").last, 0.0);
  EXPECT_NEAR(all_changes("300 + max(0, t - 500)").last, 1000.0, 0.2);
  EXPECT_NEAR(all_changes("exp(-((t - 50)/5)^2)").last, 50.0 + 5.0 * 3.04, 0.2);
  EXPECT_NEAR(all_changes("t > 300 ? 2 : 1").last, 300.0, 0.1);
}

TEST(FormulaChanges, TooFastToBeSeen) {
  EXPECT_FALSE(all_changes("abs(t - 10*rint(t/10)) < 1 ? 1 : 0").too_fast);
  EXPECT_TRUE(all_changes("t - 10*rint(t/10 - 0.5) < 0.03").too_fast);
  EXPECT_TRUE(all_changes("t - 0.2*rint(t/0.2 - 0.5) < 0.1").too_fast);
}

}  // namespace
}  // namespace isotherm
