#include "solver/operators/material_map.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "physics/message.hpp"
#include "solver/operators/staircase.hpp"

namespace isotherm {
namespace {

std::vector<std::int64_t> global_indices(Range owned, std::int64_t n, bool periodic, int halo) {
  std::vector<std::int64_t> indices;
  for (std::int64_t g = owned.begin - halo; g < owned.end + halo; ++g) {
    const bool inside = g >= 0 && g < n;
    indices.push_back(inside ? g : periodic ? ((g % n) + n) % n : -1);
  }
  return indices;
}

std::string place(Point p) {
  return message("(", p.x, " m, ", p.y, " m)");
}

}  // namespace

LocalCells::LocalCells(const Grid& grid, const Decomposition& decomposition, int halo)
    : grid_(&grid),
      nx_(decomposition.owned().nx()),
      ny_(decomposition.owned().ny()),
      halo_(halo),
      columns_(global_indices(decomposition.owned().x, grid.nx(), decomposition.space().periodic_x, halo)),
      rows_(global_indices(decomposition.owned().y, grid.ny(), decomposition.space().periodic_y, halo)) {}

MaterialMap::MaterialMap(const HeatProblem& problem, const LocalCells& cells, const PropertyTables* tables)
    : problem_(&problem), cells_(&cells), tables_(tables) {
  if (problem.regions.size() == 1 && std::holds_alternative<Everywhere>(problem.regions.front().shape))
    return;
  if (problem.regions.size() > std::numeric_limits<std::int16_t>::max())
    throw std::invalid_argument(
        "regions: there are " + std::to_string(problem.regions.size()) +
        ", each colour of an image counted: 32767 at most; draw them as an image with fewer colours");
  regions_.assign(cells.size(), -1);
  RegionFinder region_at(problem);
  cells.for_each(cells.halo(), [&](int j, int i) {
    const Point p = cells.center(j, i);
    const int region = region_at(p);
    if (region < 0) {
      throw std::invalid_argument(
          "regions: the cell at " + place(p) +
          " belongs to no region: let the first region have no shape, so that it fills the domain");
    }
    regions_[cells.index(j, i)] = static_cast<std::int16_t>(region);
  });
}

int MaterialMap::contact(int j_a, int i_a, int j_b, int i_b) const {
  return problem_->contact_between(static_cast<std::size_t>(region(j_a, i_a)),
                                   static_cast<std::size_t>(region(j_b, i_b)));
}

double MaterialMap::contact_resistance(int j, int i, int nj, int ni, Point at) const {
  const int c = contact(j, i, nj, ni);
  if (c < 0) return 0.0;
  const bool along_x = nj == j;
  const bool on_side = along_x ? cells_->column(i) == 0 : cells_->row(j) == 0;
  const double factor =
      on_side ? 1.0 : staircase_factor(*problem_, region(j, i), region(nj, ni), at, along_x);
  return problem_->contacts[static_cast<std::size_t>(c)].resistance / factor;
}

double MaterialMap::contact_resistance_x(int j, int i) const {
  if (problem_->contacts.empty()) return 0.0;
  const Grid& grid = cells_->grid();
  return contact_resistance(j, i, j, i - 1,
                            {grid.x().edge(cells_->column(i)), grid.y().center(cells_->row(j))});
}

double MaterialMap::contact_resistance_y(int j, int i) const {
  if (problem_->contacts.empty()) return 0.0;
  const Grid& grid = cells_->grid();
  return contact_resistance(j, i, j - 1, i,
                            {grid.x().center(cells_->column(i)), grid.y().edge(cells_->row(j))});
}

int MaterialMap::region(int j, int i) const {
  if (regions_.empty()) return cells_->exists(j, i) ? 0 : -1;
  return regions_[cells_->index(j, i)];
}

bool MaterialMap::is_void(int j, int i) const {
  const int index = region(j, i);
  return index >= 0 && !problem_->regions[static_cast<std::size_t>(index)].material.has_value();
}

std::size_t MaterialMap::material_index(int j, int i) const {
  return problem_->regions[static_cast<std::size_t>(region(j, i))].material.value();
}

double MaterialMap::checked(const Value& value, int j, int i, const char* what) const {
  if (value.is_constant()) return value.constant();
  const Point p = cells_->center(j, i);
  const double v = value(p.x, p.y, 0.0);
  if (!(v > 0.0) || !std::isfinite(v)) {
    throw std::invalid_argument("materials." + material(j, i).name + ": the " + what + " is " + message(v) +
                                " at " + place(p) + "; it must be positive");
  }
  return v;
}

double MaterialMap::conductivity(int j, int i, std::size_t axis) const {
  const PropertyTable* tabulated = table(j, i);
  if (tabulated != nullptr && tabulated->tabulates_conductivity()) {
    return tabulated->conductivity_reference()[axis];
  }
  const Material& m = material(j, i);
  return checked(axis == 0 ? m.conductivity_x : m.conductivity_y, j, i, "conductivity");
}

double MaterialMap::conductivity_x(int j, int i) const {
  return conductivity(j, i, 0);
}
double MaterialMap::conductivity_y(int j, int i) const {
  return conductivity(j, i, 1);
}

double MaterialMap::volumetric_heat(int j, int i) const {
  const Material& m = material(j, i);
  const PropertyTable* tabulated = table(j, i);
  const double c = tabulated != nullptr && tabulated->tabulates_heat()
                       ? tabulated->specific_heat_reference()
                       : checked(m.specific_heat, j, i, "specific heat");
  return checked(m.density, j, i, "density") * c;
}

bool is_uniform(const HeatProblem& problem, const Grid& grid) {
  if (!grid.is_uniform() || !problem.contacts.empty() || problem.is_nonlinear()) return false;
  bool covered = false;
  for (const auto& region : problem.regions) {
    if (!region.material || *region.material != *problem.regions.front().material) return false;
    covered = covered || std::holds_alternative<Everywhere>(region.shape);
  }
  if (!covered) return false;
  const Material& m = problem.materials[*problem.regions.front().material];
  return m.conductivity_x.is_constant() && m.conductivity_y.is_constant() && m.density.is_constant() &&
         m.specific_heat.is_constant();
}

}  // namespace isotherm
