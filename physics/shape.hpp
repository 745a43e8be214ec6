#pragma once
// The shapes that regions, voids and sources are painted with.

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "physics/expression.hpp"
#include "physics/geometry.hpp"

namespace isotherm {

/// The whole domain.
struct Everywhere {};

/// Half-open box [min, max) in both directions, metres.
struct Rectangle {
  Point min;
  Point max;
};

/// Points nearer to the centre than the radius, metres.
struct Circle {
  Point center;
  double radius = 0.0;
};

/// Simple polygon, either orientation, implicitly closed; even-odd rule with half-open edges, so that
/// polygons that tile a region claim every point exactly once.
struct Polygon {
  std::vector<Point> vertices;
};

/// The points where an expression in x, y (r, z) is not zero.
struct Where {
  Expression condition;
};

/// The pixels of an image in classes, the top row first.
struct PixelClasses {
  int width = 0;
  int height = 0;
  std::vector<std::uint16_t> classes;
};

/// The pixels of one class of an image laid over the box [min, max).
struct Image {
  std::shared_ptr<const PixelClasses> pixels;
  Point min;
  Point max;
  std::uint16_t wanted = 0;
};

using Shape = std::variant<Everywhere, Rectangle, Circle, Polygon, Where, Image>;

/// Whether the shape claims the point.
bool contains(const Shape& shape, Point point);

/// False where the shape claims no point at this y.
bool reaches(const Shape& shape, double y);

/// Unit normal of the shape's outline beside `point`, pointing out of the shape: n in |n . e| of staircase
/// walls, (12) of physics/README.md, for a face at `point` whose own normal is along x, or along y. Of a
/// polygon that of the edge which a line in this direction meets. {0, 0} says that the staircase area is to
/// be used as it is: for Rectangle and Everywhere it is exact, for Where and Image the normal is not known.
Point outline_normal(const Shape& shape, Point point, bool along_x);

}  // namespace isotherm
