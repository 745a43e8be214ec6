#pragma once
// Points, sides and axes of the plane (x, y) or the half plane (r, z).

#include <array>
#include <string_view>

namespace isotherm {

/// A point in metres. In axisymmetric geometry x is the radius r and y the height z.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// Plane (per metre of depth) or axisymmetric (the whole body, 2 pi included).
enum class Coordinates { cartesian, axisymmetric };

/// The four sides of the domain: left x = x0, right x = x0 + lx, bottom y = y0, top y = y0 + ly.
enum class Side { left, right, bottom, top };

inline constexpr std::array<Side, 4> all_sides{Side::left, Side::right, Side::bottom, Side::top};
inline constexpr std::array<std::string_view, 4> side_names{"left", "right", "bottom", "top"};

constexpr std::string_view name_of(Side side) {
  return side_names[static_cast<std::size_t>(side)];
}

/// The side that a periodic boundary joins to this one.
constexpr Side opposite(Side side) {
  constexpr std::array<Side, 4> table{Side::right, Side::left, Side::top, Side::bottom};
  return table[static_cast<std::size_t>(side)];
}

}  // namespace isotherm
