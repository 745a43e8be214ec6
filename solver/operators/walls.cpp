#include "solver/operators/walls.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "solver/operators/staircase.hpp"

namespace isotherm {
namespace {

constexpr std::size_t void_group = 4;

/// Looks at the four faces of a cell and hands every wall to `add(face)`.
template <class Add>
void walls_of_cell(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map, int j, int i,
                   Add&& add) {
  const Grid& grid = cells.grid();
  const std::int64_t gi = cells.column(i);
  const std::int64_t gj = cells.row(j);
  for (const Side side : all_sides) {
    const bool along_x = side == Side::left || side == Side::right;
    const int step = side == Side::left || side == Side::bottom ? -1 : 1;
    const std::int64_t edge = (along_x ? gi : gj) + (step > 0 ? 1 : 0);
    const std::int64_t last = along_x ? grid.nx() : grid.ny();
    const bool on_side = step < 0 ? edge == 0 : edge == last;
    const bool periodic = along_x ? problem.periodic_in_x() : problem.periodic_in_y();
    const int nj = along_x ? j : j + step;
    const int ni = along_x ? i + step : i;
    WallFace face;
    face.axis = along_x ? 0 : 1;
    face.at = along_x ? Point{grid.x().edge(edge), grid.y().center(gj)}
                      : Point{grid.x().center(gi), grid.y().edge(edge)};
    face.area = along_x ? grid.area_x(edge, gj) : grid.area_y(gi, edge);
    face.half = along_x ? 2.0 * map.conductivity_x(j, i) / grid.x().width(gi)
                        : 2.0 * map.conductivity_y(j, i) / grid.y().width(gj);
    if (on_side && !periodic) {
      face.group = static_cast<std::size_t>(side);
      face.condition = &problem.stretch_at(side, along_x ? face.at.y : face.at.x).condition;
    } else if (map.is_void(nj, ni)) {
      face.group = void_group;
      face.condition = &problem.regions[static_cast<std::size_t>(map.region(nj, ni))].wall;
      if (!on_side)
        face.area *= staircase_factor(problem, map.region(j, i), map.region(nj, ni), face.at, along_x);
    } else {
      continue;
    }
    if (!face.condition->insulated && face.area > 0.0) add(face);
  }
}

}  // namespace

WallAction wall_action(const WallFace& face, double t) {
  const WallCondition& wall = *face.condition;
  const auto at = [&](const Value& value) { return value(face.at.x, face.at.y, t); };
  if (wall.temperature) return {face.area * face.half, at(*wall.temperature), 0.0};
  const double flux = wall.flux ? at(*wall.flux) : 0.0;
  if (!wall.convection) return {0.0, 0.0, face.area * flux};
  const double coefficient = at(wall.convection->coefficient);
  const double h = coefficient >= 0.0 ? coefficient : std::numeric_limits<double>::quiet_NaN();
  // The surface balances flux, convection and conduction to the centre: half and h in series.
  const double share = face.half / (face.half + h);
  return {face.area * h * share, at(wall.convection->ambient), face.area * flux * share};
}

Walls::Walls(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
             const PropertyTables* tables)
    : halo_(cells.halo()) {
  if (tables != nullptr) typical_ = tables->range().typical;
  // Of the case, not of this rank's walls: what follows from it must be the same on all ranks.
  for (const auto& side : problem.boundaries) {
    for (const auto& stretch : side)
      depends_on_time_ = depends_on_time_ || stretch.condition.depends_on_time();
  }
  for (const auto& region : problem.regions) {
    if (!region.material) depends_on_time_ = depends_on_time_ || region.wall.depends_on_time();
  }
  const bool voids = std::any_of(problem.regions.begin(), problem.regions.end(),
                                 [](const Region& region) { return !region.material.has_value(); });
  // The outermost ghost layer has no neighbours to look at, and nobody needs its walls: it is never swept.
  cells.for_each(std::max(halo_ - 1, 0), [&](int j, int i) {
    const bool inside = cells.column(i) > 0 && cells.column(i) + 1 < cells.grid().nx() && cells.row(j) > 0 &&
                        cells.row(j) + 1 < cells.grid().ny();
    if ((inside && !voids) || map.is_void(j, i)) return;
    walls_of_cell(problem, cells, map, j, i, [&](WallFace& face) {
      face.owned = cells.owned(j, i);
      face.table = map.table(j, i);
      if (tables != nullptr) face.kelvin_offset = tables->kelvin_offset();
      if (entries_.empty() || entries_.back().j != j || entries_.back().i != i) entries_.push_back({j, i});
      face.entry = entries_.size() - 1;
      if (face.owned)
        owned_faces_.push_back(
            {static_cast<int>(faces_.size()), static_cast<int>(face.entry), static_cast<int>(face.group)});
      faces_.push_back(face);
    });
  });
  row_begin_.assign(static_cast<std::size_t>(cells.ny() + 2 * halo_) + 1, 0);
  for (const auto& entry : entries_) ++row_begin_[static_cast<std::size_t>(entry.j + halo_) + 1];
  std::partial_sum(row_begin_.begin(), row_begin_.end(), row_begin_.begin());
}

const std::vector<WallAction>& Walls::actions(double t) const {
  if (action_known_ && (!depends_on_time_ || action_time_ == t)) return action_;
  action_.resize(faces_.size());
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    if (action_known_ && !faces_[f].condition->depends_on_time()) continue;
    const WallAction& made = action_[f] = wall_action(faces_[f], t);
    if (!std::isfinite(made.conductance + made.ambient + made.power)) note_fault(f, t, typical_);
  }
  action_time_ = t;
  action_known_ = true;
  return action_;
}

void Walls::evaluate(double t, WallLoads& loads) const {
  loads.conductance.assign(entries_.size(), 0.0);
  loads.load.assign(entries_.size(), 0.0);
  const auto& action = actions(t);
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    const std::size_t e = faces_[f].entry;
    loads.conductance[e] += action[f].conductance;
    loads.load[e] += std::fma(action[f].conductance, action[f].ambient, action[f].power);
  }
}

void Walls::add_power(double t, std::span<const double> T_of_entry, double factor,
                      std::span<ExactSum> sums) const {
  const WallAction* const action = linear() ? actions(t).data() : nullptr;
  const bool by_sign = sums.size() == 2;
  std::array<std::array<double, 256>, wall_group_count> powers;
  std::array<std::size_t, wall_group_count> counts{};
  const auto add = [&](std::size_t sum) {
    sums[sum].add({powers[sum].data(), counts[sum]});
    counts[sum] = 0;
  };
  for (const OwnedFace& owned : owned_faces_) {
    const auto face = static_cast<std::size_t>(owned.face);
    const double T = T_of_entry[static_cast<std::size_t>(owned.entry)];
    const double power =
        factor * (action != nullptr ? action[face].into_cell(T) : wall_flux(faces_[face], t, T).power);
    const std::size_t sum = by_sign ? (power < 0.0 ? 1 : 0) : static_cast<std::size_t>(owned.group);
    powers[sum][counts[sum]++] = power;
    if (counts[sum] == powers[sum].size()) add(sum);
  }
  for (std::size_t sum = 0; sum < sums.size(); ++sum) add(sum);
}

double Walls::face_power(std::size_t f, double t, double T) const {
  return linear() ? actions(t)[f].into_cell(T) : wall_flux(faces_[f], t, T).power;
}

std::vector<double> Walls::largest_conductance() const {
  std::vector<double> most(entries_.size(), 0.0);
  if (!linear()) {
    for (const auto& face : faces_) most[face.entry] += face.area * face.half;
    return most;
  }
  const auto& action = actions(0.0);
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    const auto& wall = *faces_[f].condition;
    const bool varies = wall.convection && wall.convection->coefficient.depends_on_time();
    most[faces_[f].entry] += varies ? faces_[f].area * faces_[f].half : action[f].conductance;
  }
  return most;
}

}  // namespace isotherm
