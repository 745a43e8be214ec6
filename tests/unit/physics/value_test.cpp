#include "physics/value.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <stdexcept>

namespace isotherm {
namespace {

const Table ramp({{0.0, 10.0}, {2.0, 30.0}, {6.0, 10.0}});

TEST(Table, IsLinearBetweenPointsAndClampedOutside) {
  EXPECT_EQ(ramp(0.0), 10.0);
  EXPECT_EQ(ramp(1.0), 20.0);
  EXPECT_EQ(ramp(2.0), 30.0);
  EXPECT_EQ(ramp(5.0), 15.0);
  EXPECT_EQ(ramp(-1.0), 10.0);
  EXPECT_EQ(ramp(7.0), 10.0);
}

TEST(Table, RefusesOutsideByChoice) {
  const Table strict({{0.0, 1.0}, {1.0, 2.0}}, Table::Outside::refuse);
  EXPECT_TRUE(std::isnan(strict(-1e-9)));
  EXPECT_TRUE(std::isnan(strict(1.0 + 1e-9)));
  EXPECT_EQ(strict(0.0), 1.0);
  EXPECT_EQ(strict(1.0), 2.0);
}

TEST(Table, NeedsIncreasingAbscissae) {
  EXPECT_THROW(Table({}), std::invalid_argument);
  EXPECT_THROW(Table({{1.0, 0.0}, {1.0, 2.0}}), std::invalid_argument);
  EXPECT_THROW(Table({{1.0, 0.0}, {0.5, 2.0}}), std::invalid_argument);
  EXPECT_THROW(Table({{0.0, 0.0}, {std::nan(""), 2.0}}), std::invalid_argument);
  EXPECT_EQ(Table({{1.0, 4.0}})(-5.0), 4.0);
}

TEST(Value, KnowsWhatItDependsOn) {
  const Value constant = 3.0;
  const Value moving(Expression("x + t", {.place = true, .time = true}));
  const Value in_time(ramp, TableOf::time);
  const Value in_temperature(ramp, TableOf::temperature);
  EXPECT_TRUE(constant.is_constant());
  EXPECT_EQ(constant.constant(), 3.0);
  EXPECT_FALSE(constant.depends_on_place() || constant.depends_on_time() ||
               constant.depends_on_temperature());
  EXPECT_TRUE(moving.depends_on_place() && moving.depends_on_time());
  EXPECT_TRUE(in_time.depends_on_time());
  EXPECT_FALSE(in_time.depends_on_temperature());
  EXPECT_TRUE(in_temperature.depends_on_temperature());
  EXPECT_EQ(moving(1.0, 0.0, 2.0), 3.0);
  EXPECT_EQ(in_time(0.0, 0.0, 1.0, 5.0), 20.0);
  EXPECT_EQ(in_temperature(0.0, 0.0, 1.0, 5.0), 15.0);
  EXPECT_NE(in_time.table(), nullptr);
  EXPECT_EQ(constant.table(), nullptr);
  EXPECT_EQ(moving.expression()->text(), "x + t");
}

}  // namespace
}  // namespace isotherm
