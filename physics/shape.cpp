#include "physics/shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace isotherm {

namespace {

double cross(Point a, Point b) {
  return a.x * b.y - a.y * b.x;
}
Point minus(Point a, Point b) {
  return {a.x - b.x, a.y - b.y};
}

/// Whether the ray from the point towards +x crosses the edge. The lower end always comes first, so that
/// two polygons that share an edge round alike and exactly one of them claims the point.
bool ray_crosses(Point a, Point b, Point p) {
  if ((a.y > p.y) == (b.y > p.y)) return false;
  if (a.y > b.y) std::swap(a, b);
  return p.x < a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y));
}

bool in_polygon(const std::vector<Point>& vertices, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = vertices.size() - 1; i < vertices.size(); j = i++) {
    if (ray_crosses(vertices[j], vertices[i], p)) inside = !inside;
  }
  return inside;
}

double squared_distance(Point a, Point b, Point p) {
  const Point edge = minus(b, a);
  const Point to = minus(p, a);
  const double length2 = edge.x * edge.x + edge.y * edge.y;
  const double s = length2 > 0.0 ? std::clamp((to.x * edge.x + to.y * edge.y) / length2, 0.0, 1.0) : 0.0;
  const Point off = minus(to, {s * edge.x, s * edge.y});
  return off.x * off.x + off.y * off.y;
}

/// How far from the point a line along x through it meets the edge; infinitely far where it does not.
double distance_along_x(Point a, Point b, Point p) {
  if ((a.y > p.y) == (b.y > p.y)) return std::numeric_limits<double>::infinity();
  return std::abs(a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y)) - p.x);
}

/// Outward normal of the polygon's edge that a line along x (or y) through the point meets nearest to it; of
/// the nearest edge where it meets none.
Point polygon_normal(const std::vector<Point>& vertices, Point p, bool along_x) {
  const auto turned = [&](Point q) { return along_x ? q : Point{q.y, q.x}; };
  double area2 = 0.0;
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::pair nearest(inf, inf);
  Point normal;
  for (std::size_t i = 0, j = vertices.size() - 1; i < vertices.size(); j = i++) {
    const Point a = vertices[j];
    const Point b = vertices[i];
    area2 += cross(minus(a, vertices[0]), minus(b, vertices[0]));
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const std::pair distance(distance_along_x(turned(a), turned(b), turned(p)), squared_distance(a, b, p));
    if (length > 0.0 && distance < nearest) {
      nearest = distance;
      normal = {(b.y - a.y) / length, (a.x - b.x) / length};  // to the right: outward if counter-clockwise
    }
  }
  if (area2 < 0.0) normal = {-normal.x, -normal.y};
  return normal;
}

struct Contains {
  Point p;
  bool operator()(const Everywhere&) const { return true; }
  bool operator()(const Rectangle& box) const {
    return box.min.x <= p.x && p.x < box.max.x && box.min.y <= p.y && p.y < box.max.y;
  }
  bool operator()(const Circle& circle) const {
    const double dx = p.x - circle.center.x;  // most points are farther off than that: no root for them
    return std::abs(dx) <= circle.radius && std::hypot(dx, p.y - circle.center.y) < circle.radius;
  }
  bool operator()(const Polygon& polygon) const { return in_polygon(polygon.vertices, p); }
  bool operator()(const Where& where) const {
    const double verdict = where.condition(p.x, p.y, 0.0);
    return verdict != 0.0 && !std::isnan(verdict);
  }
  bool operator()(const Image& image) const {
    const auto& [min, max] = std::pair(image.min, image.max);
    if (!(*this)(Rectangle{min, max})) return false;
    const PixelClasses& pixels = *image.pixels;
    const auto at = [](double from, double x, double to, int n) {
      return std::min(static_cast<int>((x - from) / (to - from) * n), n - 1);
    };
    const int column = at(min.x, p.x, max.x, pixels.width);
    const int row = pixels.height - 1 - at(min.y, p.y, max.y, pixels.height);
    return pixels.classes[static_cast<std::size_t>(row) * static_cast<std::size_t>(pixels.width) +
                          static_cast<std::size_t>(column)] == image.wanted;
  }
};

struct Reaches {
  double y;
  bool operator()(const Everywhere&) const { return true; }
  bool operator()(const Rectangle& box) const { return box.min.y <= y && y < box.max.y; }
  bool operator()(const Circle& circle) const { return std::abs(y - circle.center.y) <= circle.radius; }
  bool operator()(const Polygon& polygon) const {
    const auto [low, high] = std::ranges::minmax(polygon.vertices, {}, &Point::y);
    return low.y <= y && y <= high.y;
  }
  bool operator()(const Where&) const { return true; }
  bool operator()(const Image& image) const { return (*this)(Rectangle{image.min, image.max}); }
};

struct Normal {
  Point p;
  bool along_x;
  Point operator()(const Everywhere&) const { return {}; }
  Point operator()(const Rectangle&) const { return {}; }
  Point operator()(const Circle& circle) const {
    const Point ray = minus(p, circle.center);
    const double length = std::hypot(ray.x, ray.y);
    return length > 0.0 ? Point{ray.x / length, ray.y / length} : Point{};
  }
  Point operator()(const Polygon& polygon) const { return polygon_normal(polygon.vertices, p, along_x); }
  Point operator()(const Where&) const { return {}; }
  Point operator()(const Image&) const { return {}; }
};

}  // namespace

bool contains(const Shape& shape, Point point) {
  return std::visit(Contains{point}, shape);
}

bool reaches(const Shape& shape, double y) {
  return std::visit(Reaches{y}, shape);
}

Point outline_normal(const Shape& shape, Point point, bool along_x) {
  return std::visit(Normal{point, along_x}, shape);
}

}  // namespace isotherm
