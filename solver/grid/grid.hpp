#pragma once
// The global rectilinear grid: cell edges, centres and face areas. The same on all ranks.

#include <cstdint>
#include <vector>

#include "physics/geometry.hpp"

namespace isotherm {

/// One axis of the grid: n cells between n + 1 increasing edges (m).
class Axis {
 public:
  /// n equal cells over [origin, origin + length).
  static Axis uniform(double origin, double length, std::int64_t n);
  /// Cells between the given edges, which must increase strictly (std::invalid_argument).
  static Axis from_edges(std::vector<double> edges);

  std::int64_t size() const { return static_cast<std::int64_t>(width_.size()); }
  bool is_uniform() const { return uniform_; }
  double edge(std::int64_t i) const { return edge_[static_cast<std::size_t>(i)]; }
  double width(std::int64_t i) const { return width_[static_cast<std::size_t>(i)]; }
  double center(std::int64_t i) const { return center_[static_cast<std::size_t>(i)]; }
  double begin() const { return edge_.front(); }
  double end() const { return edge_.back(); }
  /// The cell whose half-open interval holds the coordinate, clamped to the axis.
  std::int64_t cell_at(double coordinate) const;

 private:
  std::vector<double> edge_;
  std::vector<double> width_;
  std::vector<double> center_;
  bool uniform_ = false;
};

/// nx by ny cells. Plane: areas and volumes per metre of depth. Axisymmetric: x is r, 2 pi included.
class Grid {
 public:
  Grid(Axis x, Axis y, Coordinates coordinates);

  std::int64_t nx() const { return x_.size(); }
  std::int64_t ny() const { return y_.size(); }
  std::int64_t cells() const { return nx() * ny(); }
  const Axis& x() const { return x_; }
  const Axis& y() const { return y_; }
  Coordinates coordinates() const { return coordinates_; }
  bool is_uniform() const {
    return x_.is_uniform() && y_.is_uniform() && coordinates_ == Coordinates::cartesian;
  }

  Point center(std::int64_t i, std::int64_t j) const { return {x_.center(i), y_.center(j)}; }
  /// Cell volume, m3 (per metre of depth in the plane: m2 m).
  double volume(std::int64_t i, std::int64_t j) const {
    return depth_at(x_.center(i)) * x_.width(i) * y_.width(j);
  }
  /// Area of the face between cells i - 1 and i of row j, m2.
  double area_x(std::int64_t i, std::int64_t j) const { return depth_at(x_.edge(i)) * y_.width(j); }
  /// Area of the face between cells j - 1 and j of column i, m2.
  double area_y(std::int64_t i, std::int64_t) const { return depth_at(x_.center(i)) * x_.width(i); }

 private:
  double depth_at(double radius) const;
  Axis x_;
  Axis y_;
  Coordinates coordinates_;
};

}  // namespace isotherm
