// Axes, cells, areas and volumes.

#include "solver/grid/grid.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <stdexcept>

namespace isotherm {
namespace {

TEST(Axis, UniformEdgesAndCentres) {
  const Axis axis = Axis::uniform(-0.3, 1.2, 7);
  EXPECT_EQ(axis.size(), 7);
  EXPECT_TRUE(axis.is_uniform());
  EXPECT_EQ(axis.begin(), -0.3);
  EXPECT_EQ(axis.end(), -0.3 + 1.2);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(axis.width(i), 1.2 / 7);
    EXPECT_NEAR(axis.center(i), -0.3 + 1.2 * (i + 0.5) / 7, 1e-15);
    EXPECT_NEAR(axis.edge(i + 1) - axis.edge(i), 1.2 / 7, 1e-15);
  }
}

TEST(Axis, FindsTheCellOfACoordinateHalfOpen) {
  const Axis axis = Axis::uniform(1.0, 4.0, 4);
  EXPECT_EQ(axis.cell_at(1.0), 0);
  EXPECT_EQ(axis.cell_at(1.999), 0);
  EXPECT_EQ(axis.cell_at(2.0), 1);
  EXPECT_EQ(axis.cell_at(4.999), 3);
  EXPECT_EQ(axis.cell_at(5.0), 3);  // clamped: the far side belongs to the last cell
  EXPECT_EQ(axis.cell_at(-7.0), 0);
  EXPECT_EQ(axis.cell_at(99.0), 3);
}

TEST(Axis, FromEdges) {
  const Axis axis = Axis::from_edges({0.0, 1.0, 4.0});
  EXPECT_FALSE(axis.is_uniform());
  EXPECT_EQ(axis.width(1), 3.0);
  EXPECT_EQ(axis.center(1), 2.5);
  EXPECT_EQ(axis.cell_at(1.0), 1);
  EXPECT_THROW(Axis::from_edges({0.0, 1.0, 1.0}), std::invalid_argument);
  EXPECT_THROW(Axis::from_edges({0.0, 1.0, 0.5}), std::invalid_argument);
  EXPECT_THROW(Axis::from_edges({0.0}), std::invalid_argument);
}

TEST(Grid, PlaneAreasAndVolumes) {
  const Grid grid(Axis::uniform(0, 2, 4), Axis::uniform(0, 3, 10), Coordinates::cartesian);
  EXPECT_EQ(grid.cells(), 40);
  EXPECT_TRUE(grid.is_uniform());
  EXPECT_DOUBLE_EQ(grid.volume(1, 2), 0.5 * 0.3);
  EXPECT_DOUBLE_EQ(grid.area_x(1, 2), 0.3);
  EXPECT_DOUBLE_EQ(grid.area_y(1, 2), 0.5);
  EXPECT_DOUBLE_EQ(grid.center(1, 2).x, 0.75);
  EXPECT_DOUBLE_EQ(grid.center(1, 2).y, 0.75);
}

TEST(Grid, AxisymmetricVolumesAddUpToTheCylinder) {
  const Grid grid(Axis::uniform(0, 2, 5), Axis::uniform(-1, 3, 3), Coordinates::axisymmetric);
  EXPECT_FALSE(grid.is_uniform());
  double volume = 0.0;
  double disc = 0.0;
  for (int j = 0; j < 3; ++j) {
    for (int i = 0; i < 5; ++i) volume += grid.volume(i, j);
  }
  for (int i = 0; i < 5; ++i) disc += grid.area_y(i, 0);
  EXPECT_NEAR(volume, std::numbers::pi * 4 * 3, 1e-13);
  EXPECT_NEAR(disc, std::numbers::pi * 4, 1e-13);
  EXPECT_EQ(grid.area_x(0, 0), 0.0);  // the axis
  EXPECT_NEAR(grid.area_x(5, 1), 2 * std::numbers::pi * 2 * 1, 1e-13);
}

}  // namespace
}  // namespace isotherm
