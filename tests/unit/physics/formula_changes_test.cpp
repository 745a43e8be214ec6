// What of a formula of time steps must land on: jumps from both sides, short peaks, and nothing else.

#include "physics/formula_changes.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace isotherm {
namespace {

std::vector<double> changes(const std::string& formula) {
  Domain domain;
  domain.origin = {1.0, -1.0};
  domain.lx = 2.0;
  domain.ly = 1.0;
  return times_of_change(Value(Expression(formula, {.place = true, .time = true, .temperature = false})),
                         domain, 0.0, 1000.0);
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

}  // namespace
}  // namespace isotherm
