#include "physics/shape.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace isotherm {
namespace {

TEST(Shape, RectangleIsHalfOpen) {
  const Shape box = Rectangle{{1.0, 2.0}, {3.0, 4.0}};
  EXPECT_TRUE(contains(box, {1.0, 2.0}));
  EXPECT_TRUE(contains(box, {2.0, 3.9}));
  EXPECT_FALSE(contains(box, {3.0, 3.0}));
  EXPECT_FALSE(contains(box, {2.0, 4.0}));
  EXPECT_FALSE(contains(box, {0.999, 3.0}));
}

TEST(Shape, CircleHoldsPointsNearerThanItsRadius) {
  const Shape disc = Circle{{1.0, 1.0}, 0.5};
  EXPECT_TRUE(contains(disc, {1.3, 1.3}));
  EXPECT_FALSE(contains(disc, {1.5, 1.0}));
  EXPECT_FALSE(contains(disc, {1.4, 1.4}));
}

TEST(Shape, PolygonIsHalfOpenInEitherOrientation) {
  const std::vector<Point> corners{{0.0, 0.0}, {2.0, 0.0}, {2.0, 1.0}, {0.0, 1.0}};
  for (const Shape& square : {Shape(Polygon{corners}), Shape(Polygon{{corners.rbegin(), corners.rend()}})}) {
    EXPECT_TRUE(contains(square, {0.0, 0.0}));
    EXPECT_TRUE(contains(square, {1.0, 0.5}));
    EXPECT_FALSE(contains(square, {2.0, 0.5}));
    EXPECT_FALSE(contains(square, {1.0, 1.0}));
    EXPECT_FALSE(contains(square, {-0.1, 0.5}));
  }
}

TEST(Shape, PolygonsThatTileClaimEveryPointOnce) {
  const Point apex{0.37, 0.61};  // four triangles around an odd point tile the unit square
  const std::array<Point, 4> corners{Point{0.0, 0.0}, {1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}};
  for (int j = 0; j < 40; ++j) {
    for (int i = 0; i < 40; ++i) {
      const Point p{i / 40.0, j / 40.0};
      int claims = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        claims += contains(Polygon{{corners[k], corners[(k + 1) % 4], apex}}, p) ? 1 : 0;
      }
      EXPECT_EQ(claims, 1) << p.x << ' ' << p.y;
    }
  }
}

TEST(Shape, PolygonsThatShareAnEdgeRoundAlike) {
  const Point low{0.1, 0.0};
  const Point high{0.7, 1.0};
  const Shape left = Polygon{{low, high, {-1.0, 0.3}}};
  const Shape right = Polygon{{high, low, {2.0, 0.6}}};
  for (int k = 1; k < 1000; ++k) {
    const double y = k / 1000.0;
    const double on_edge = low.x + (high.x - low.x) * y;  // up to its last bit
    for (const double x : {std::nextafter(on_edge, -1.0), on_edge, std::nextafter(on_edge, 2.0)}) {
      EXPECT_NE(contains(left, {x, y}), contains(right, {x, y})) << x << ' ' << y;
    }
  }
}

TEST(Shape, ConcavePolygonFollowsTheEvenOddRule) {
  const Shape notch = Polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 1}, {0, 4}}};
  EXPECT_TRUE(contains(notch, {0.5, 2.0}));
  EXPECT_FALSE(contains(notch, {2.0, 2.0}));
  EXPECT_TRUE(contains(notch, {2.0, 0.5}));
}

TEST(Shape, WhereHoldsWhereItsConditionIsNotZero) {
  const Shape half = Where{Expression("x > y", {.place = true, .time = false})};
  EXPECT_TRUE(contains(half, {1.0, 0.5}));
  EXPECT_FALSE(contains(half, {0.5, 0.5}));
  const Shape undefined = Where{Expression("sqrt(x)", {.place = true, .time = false})};
  EXPECT_FALSE(contains(undefined, {-1.0, 0.0}));
  EXPECT_TRUE(contains(Everywhere{}, {1e30, -1e30}));
}

TEST(OutlineNormal, PointsOutOfTheShape) {
  const Point on_circle = outline_normal(Circle{{1.0, 1.0}, 2.0}, {1.0 + 3.0, 1.0 - 4.0}, true);
  EXPECT_DOUBLE_EQ(on_circle.x, 0.6);
  EXPECT_DOUBLE_EQ(on_circle.y, -0.8);
  const std::vector<Point> corners{{0.0, 0.0}, {1.0, 0.0}, {0.0, 1.0}};
  for (const Shape& triangle :
       {Shape(Polygon{corners}), Shape(Polygon{{corners.rbegin(), corners.rend()}})}) {
    for (const bool along_x : {false, true}) {
      const Point slanted = outline_normal(triangle, {0.45, 0.5}, along_x);
      EXPECT_NEAR(slanted.x, std::sqrt(0.5), 1e-15);
      EXPECT_NEAR(slanted.y, std::sqrt(0.5), 1e-15);
    }
    EXPECT_EQ(outline_normal(triangle, {0.3, 0.01}, false).y, -1.0);
    EXPECT_EQ(outline_normal(triangle, {-0.1, 0.3}, true).x, -1.0);
    // In a corner the edge that the face is part of the staircase of, though the other one is nearer.
    EXPECT_EQ(outline_normal(triangle, {0.01, 0.1}, false).y, -1.0);
    EXPECT_EQ(outline_normal(triangle, {0.1, 0.01}, true).x, -1.0);
  }
}

TEST(OutlineNormal, StaircaseOfASlantedEdgeHasItsTrueLength) {
  // The steps of a staircase along the edge from (0, 1) to (2, 0), each weighted with |n . e|.
  const Shape wedge = Polygon{{{0.0, 0.0}, {2.0, 0.0}, {0.0, 1.0}}};
  const int n = 100;
  double length = 0.0;
  for (int k = 0; k < n; ++k) {
    const double x = 2.0 * (k + 0.5) / n;
    const Point at{x, 1.0 - x / 2.0};
    length += (2.0 / n) * std::abs(outline_normal(wedge, at, false).y) +
              (1.0 / n) * std::abs(outline_normal(wedge, at, true).x);
  }
  EXPECT_NEAR(length, std::sqrt(5.0), 1e-12);
}

TEST(OutlineNormal, IsZeroWhereTheStaircaseCountsAsItIs) {
  for (const Shape& shape : {Shape(Rectangle{{0.0, 0.0}, {1.0, 1.0}}), Shape(Everywhere{}),
                             Shape(Where{Expression("x", {.place = true, .time = false})})}) {
    const Point normal = outline_normal(shape, {0.5, 0.5}, true);
    EXPECT_EQ(normal.x, 0.0);
    EXPECT_EQ(normal.y, 0.0);
  }
}

}  // namespace
}  // namespace isotherm
