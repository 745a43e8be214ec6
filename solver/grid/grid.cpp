#include "solver/grid/grid.hpp"

#include <algorithm>
#include <numbers>
#include <stdexcept>
#include <utility>

namespace isotherm {

Axis Axis::uniform(double origin, double length, std::int64_t n) {
  Axis axis;
  axis.uniform_ = true;
  const auto count = static_cast<std::size_t>(n);
  axis.edge_.resize(count + 1);
  axis.center_.resize(count);
  axis.width_.assign(count, length / static_cast<double>(n));
  const auto cells = static_cast<double>(n);
  for (std::size_t i = 0; i <= count; ++i) axis.edge_[i] = origin + length * (static_cast<double>(i) / cells);
  for (std::size_t i = 0; i < count; ++i) {
    axis.center_[i] = origin + length * ((static_cast<double>(i) + 0.5) / cells);
  }
  return axis;
}

Axis Axis::from_edges(std::vector<double> edges) {
  if (edges.size() < 2 ||
      std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) != edges.end()) {
    throw std::invalid_argument("the edges of an axis must increase");
  }
  Axis axis;
  axis.edge_ = std::move(edges);
  for (std::size_t i = 0; i + 1 < axis.edge_.size(); ++i) {
    axis.width_.push_back(axis.edge_[i + 1] - axis.edge_[i]);
    axis.center_.push_back(0.5 * (axis.edge_[i] + axis.edge_[i + 1]));
  }
  return axis;
}

std::int64_t Axis::cell_at(double coordinate) const {
  const auto after = std::upper_bound(edge_.begin(), edge_.end(), coordinate);
  const auto cell = static_cast<std::int64_t>(after - edge_.begin()) - 1;
  return std::clamp<std::int64_t>(cell, 0, size() - 1);
}

Grid::Grid(Axis x, Axis y, Coordinates coordinates)
    : x_(std::move(x)), y_(std::move(y)), coordinates_(coordinates) {}

double Grid::depth_at(double radius) const {
  return coordinates_ == Coordinates::axisymmetric ? 2.0 * std::numbers::pi * radius : 1.0;
}

}  // namespace isotherm
