#include "physics/problem.hpp"

#include <gtest/gtest.h>
#include <random>

namespace isotherm {
namespace {

Region painted(std::size_t material, Shape shape) {
  return {.name = "", .material = material, .wall = {}, .shape = std::move(shape)};
}

Stretch stretch(double from, double to, double flux) {
  Stretch made{from, to, {}};
  made.condition.flux = Value(flux);
  return made;
}

TEST(HeatProblem, LastRegionThatContainsThePointWins) {
  HeatProblem problem;
  problem.regions = {painted(0, Rectangle{{0, 0}, {2, 2}}), painted(1, Rectangle{{1, 0}, {2, 2}})};
  EXPECT_EQ(problem.region_at({0.5, 1.0}), 0);
  EXPECT_EQ(problem.region_at({1.0, 1.0}), 1);
  EXPECT_EQ(problem.region_at({2.0, 1.0}), -1);
}

TEST(RegionFinder, FindsTheSameRegionsInAnyOrderOfPoints) {
  // Coordinates on a coarse lattice, so that many points lie on outlines, corners and tips.
  std::mt19937 random(7);
  const auto coordinate = [&] { return 0.125 * static_cast<double>(random() % 17); };
  const auto point = [&] { return Point{coordinate(), coordinate()}; };
  HeatProblem problem;
  for (std::size_t n = 0; n < 60; ++n) {
    const Point min{coordinate() - 1.0, coordinate() - 1.0};
    const Point max{min.x + 0.5, min.y + 0.375};
    problem.regions.push_back(painted(n, Rectangle{min, max}));
    problem.regions.push_back(painted(n, Circle{point(), 0.125 * static_cast<double>(1 + random() % 3)}));
    problem.regions.push_back(painted(n, Polygon{{point(), point(), point()}}));
    const auto pixels = std::make_shared<PixelClasses>(PixelClasses{2, 2, {0, 1, 1, 0}});
    problem.regions.push_back(painted(n, Image{pixels, min, max, 1}));
  }
  RegionFinder find(problem);
  int outside = 0;
  for (int n = 0; n < 20000; ++n) {
    const Point p = point();
    EXPECT_EQ(find(p), problem.region_at(p)) << p.x << ", " << p.y;
    if (find(p) < 0) ++outside;
  }
  EXPECT_GT(outside, 0);
  EXPECT_LT(outside, 10000);
}

TEST(HeatProblem, StretchesAreHalfOpenAndFoundInAnyOrder) {
  HeatProblem problem;
  problem.boundaries[static_cast<std::size_t>(Side::top)] = {stretch(1.0, 3.0, 20.0), stretch(3.0, 4.0, 30.0),
                                                             stretch(0.0, 1.0, 10.0)};
  const auto flux_at = [&](double along) {
    return problem.stretch_at(Side::top, along).condition.flux->constant();
  };
  EXPECT_EQ(flux_at(0.0), 10.0);
  EXPECT_EQ(flux_at(0.999), 10.0);
  EXPECT_EQ(flux_at(1.0), 20.0);
  EXPECT_EQ(flux_at(3.0), 30.0);
  EXPECT_EQ(flux_at(4.0), 30.0);
  EXPECT_EQ(flux_at(-1e-12), 10.0);
}

TEST(HeatProblem, KnowsPeriodicAxes) {
  HeatProblem problem;
  Stretch joined{0.0, 1.0, {}};
  joined.condition.periodic = true;
  problem.boundaries[static_cast<std::size_t>(Side::left)] = {joined};
  problem.boundaries[static_cast<std::size_t>(Side::bottom)] = {stretch(0.0, 1.0, 0.0)};
  EXPECT_TRUE(problem.periodic_in_x());
  EXPECT_FALSE(problem.periodic_in_y());
}

TEST(WallCondition, DependsOnTimeThroughAnyOfItsValues) {
  const Value moving(Expression("t", {}));
  WallCondition wall;
  EXPECT_FALSE(wall.depends_on_time());
  wall.convection = Convection{Value(1.0), Value(2.0)};
  EXPECT_FALSE(wall.depends_on_time());
  wall.convection->ambient = moving;
  EXPECT_TRUE(wall.depends_on_time());
  WallCondition heated;
  heated.flux = moving;
  EXPECT_TRUE(heated.depends_on_time());
}

}  // namespace
}  // namespace isotherm
