#include "physics/expression.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace isotherm {
namespace {

constexpr Variables everything{.place = true, .time = true, .temperature = true};

double value_of(const std::string& text) {
  return Expression(text, everything)(2.0, 3.0, 5.0, 7.0);
}

struct Refusal {
  int column = -1;
  std::string message;
};

Refusal refusal_of(const std::string& text, Variables allowed = everything) {
  try {
    const Expression expression(text, allowed);
  } catch (const ExpressionError& error) {
    return {error.column(), error.what()};
  }
  return {};
}

TEST(Expression, FollowsTheRulesOfArithmetic) {
  EXPECT_EQ(value_of("x + 2*y"), 8.0);
  EXPECT_EQ(value_of("-x^2"), -4.0);
  EXPECT_EQ(value_of("2^3^2"), 512.0);
  EXPECT_EQ(value_of("1/4"), 0.25);
  EXPECT_EQ(value_of("T - t"), 2.0);
  EXPECT_EQ(value_of("min(x, y, t)"), 2.0);
  EXPECT_DOUBLE_EQ(value_of("1e3*sin(2*pi*t/60)"), 1e3 * std::sin(2.0 * std::numbers::pi * 5.0 / 60.0));
}

TEST(Expression, KnowsConditions) {
  EXPECT_EQ(value_of("x > 1 && y < 1 ? 10 : 20"), 20.0);
  EXPECT_EQ(value_of("x > 1 || y < 1 ? 10 : 20"), 10.0);
  EXPECT_EQ(value_of("(x == 2) + (y != 2) + (t >= 5) + (T <= 6)"), 3.0);
}

TEST(Expression, SaysWhatItUses) {
  const Expression of_place("x*2", everything);
  EXPECT_TRUE(of_place.uses_place());
  EXPECT_FALSE(of_place.uses_time());
  EXPECT_FALSE(of_place.uses_temperature());
  EXPECT_TRUE(Expression("sin(t)", everything).uses_time());
  EXPECT_TRUE(Expression("1 + T", everything).uses_temperature());
  EXPECT_FALSE(Expression("pi", everything).uses_place());
}

TEST(Expression, RefusesWithAColumn) {
  EXPECT_EQ(refusal_of("x + q").column, 4);
  EXPECT_EQ(refusal_of("x + ").column, 4);
  EXPECT_EQ(refusal_of("x x").column, 2);
  EXPECT_EQ(refusal_of("y = 3").column, 2);
  EXPECT_EQ(refusal_of("1, 2").column, 1);
  EXPECT_EQ(refusal_of("\"a\"").column, 0);
  EXPECT_EQ(refusal_of("x + \xC3\xA4").column, 4);
  EXPECT_EQ(refusal_of("").column, 0);
  EXPECT_GE(refusal_of("sin()").column, 0);
  EXPECT_GE(refusal_of("((x)").column, 0);
  EXPECT_GE(refusal_of("x ? 1").column, 0);
}

TEST(Expression, NamesWhatIsAllowed) {
  const Refusal refusal = refusal_of("T + x", {.place = true, .time = true});
  EXPECT_EQ(refusal.column, 0);
  EXPECT_NE(refusal.message.find("allowed are x, y, t, pi"), std::string::npos) << refusal.message;
  const Variables axial{.place = true, .time = false, .temperature = false, .axisymmetric = true};
  EXPECT_NE(refusal_of("x", axial).message.find("allowed are r, z, pi"), std::string::npos);
  EXPECT_EQ(Expression("r - z", axial)(5.0, 3.0, 0.0), 2.0);
}

TEST(Expression, MayBeNonFinite) {
  EXPECT_TRUE(std::isinf(value_of("1/(x - 2)")));
  EXPECT_TRUE(std::isnan(value_of("sqrt(-x)")));
}

TEST(Expression, CopiesAreIndependentOfTheOriginal) {
  auto original = std::make_unique<Expression>("x + y", everything);
  const Expression copy = *original;
  original.reset();
  EXPECT_EQ(copy(1.0, 2.0, 0.0), 3.0);
  EXPECT_EQ(copy.text(), "x + y");
}

}  // namespace
}  // namespace isotherm
