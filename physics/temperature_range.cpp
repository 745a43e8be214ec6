#include "physics/temperature_range.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace isotherm {
namespace {

constexpr int looks = 32;  // per axis

/// Collects finite temperatures, in the order in which they come.
class Temperatures {
 public:
  void add(double T) {
    if (std::isfinite(T)) found_.push_back(T);
  }
  void add(const Value& value, Point at) {
    add(value(at.x, at.y, 0.0));
    if (value.table() == nullptr) return;
    for (const auto& point : value.table()->points()) add(point.second);
  }
  void add(const WallCondition& wall, Point at) {
    if (wall.temperature) add(*wall.temperature, at);
    if (wall.convection) add(wall.convection->ambient, at);
    if (wall.radiation) add(wall.radiation->ambient, at);
  }
  const std::vector<double>& found() const { return found_; }

 private:
  std::vector<double> found_;
};

Point place(const Domain& d, int i, int j) {
  return {d.origin.x + d.lx * i / looks, d.origin.y + d.ly * j / looks};
}

void add_walls(const HeatProblem& problem, Temperatures& all) {
  const Domain& d = problem.domain;
  for (const Side side : all_sides) {
    for (const Stretch& stretch : problem.boundaries[static_cast<std::size_t>(side)]) {
      for (int n = 0; n <= looks; ++n) {
        const double along = stretch.from + (stretch.to - stretch.from) * n / looks;
        const bool on_x = side == Side::bottom || side == Side::top;
        const double across = side == Side::left || side == Side::bottom
                                  ? (on_x ? d.origin.y : d.origin.x)
                                  : (on_x ? d.origin.y + d.ly : d.origin.x + d.lx);
        all.add(stretch.condition, on_x ? Point{along, across} : Point{across, along});
      }
    }
  }
  for (const Region& region : problem.regions) {
    if (!region.material) all.add(region.wall, place(d, looks / 2, looks / 2));
  }
}

}  // namespace

TemperatureRange expected_temperatures(const HeatProblem& problem) {
  Temperatures all;
  if (problem.initial.file.empty()) {
    all.add(problem.initial.temperature, place(problem.domain, looks / 2, looks / 2));
    for (int j = 0; j <= looks; ++j) {
      for (int i = 0; i <= looks; ++i) all.add(problem.initial.temperature, place(problem.domain, i, j));
    }
  }
  add_walls(problem, all);
  for (const Material& material : problem.materials) {
    if (!material.melting) continue;
    all.add(material.melting->begins);
    all.add(material.melting->ends);
  }
  if (all.found().empty()) all.add(293.15 - kelvin_offset(problem.unit));
  const auto [least, most] = std::minmax_element(all.found().begin(), all.found().end());
  return {all.found().front(), *least, *most};
}

}  // namespace isotherm
