#include "solver/operators/material_joins.hpp"

#include <algorithm>
#include <cmath>

namespace isotherm {
namespace {

constexpr int most_iterations = 100;

/// Whether the face between two cells needs its own temperature: where one of them conducts by its
/// temperature and the other is of another material, or does not touch it without resistance.
bool is_join(const PropertyTable* a, const PropertyTable* b, double resistance) {
  if (a == nullptr || b == nullptr) return false;  // a linear case
  if (!a->tabulates_conductivity() && !b->tabulates_conductivity()) return false;
  return a != b || resistance > 0.0;
}

}  // namespace

JoinFlux join_flux(const MaterialJoin& join, double T_a, double T_b) {
  const double U_a = join.table_a.potential(T_a, join.axis);
  const double U_b = join.table_b.potential(T_b, join.axis);
  double low = std::min(T_a, T_b);
  double high = std::max(T_a, T_b);
  const double close_enough = 1e-15 * std::max(std::abs(low), std::abs(high));
  double T = 0.5 * (low + high);  // of the face, on a's side
  double T_beyond = T;            // on b's
  double power = 0.0;
  double A = 0.0;
  double B = 0.0;
  for (int n = 0; n < most_iterations; ++n) {
    power = join.half_a * (U_a - join.table_a.potential(T, join.axis));
    T_beyond = T - power * join.resistance;
    const double excess = join.half_b * (join.table_b.potential(T_beyond, join.axis) - U_b) - power;
    A = join.half_a * join.table_a.conductivity(T, join.axis);
    B = join.half_b * join.table_b.conductivity(T_beyond, join.axis);
    if (excess == 0.0 || !(low < high)) break;
    (excess < 0.0 ? low : high) = T;
    double next = T - excess / (A + B * (1.0 + join.resistance * A));
    if (!(next >= low && next <= high)) next = 0.5 * (low + high);
    if (std::abs(next - T) <= close_enough) break;
    T = next;
  }
  const double sum = A + B + A * B * join.resistance;
  if (!(sum > 0.0)) return {power, 0.0, 0.0, T, T_beyond};
  return {power, join.half_a * B / sum, join.half_b * A / sum, T, T_beyond};
}

std::optional<MaterialJoin> material_join(const HeatOperator& op, int j, int i, int axis) {
  const LocalCells& cells = op.cells();
  const MaterialMap& map = op.materials();
  const Grid& grid = op.grid();
  const auto solid = [&](int row, int column) {
    return cells.exists(row, column) && !map.is_void(row, column);
  };
  const int ja = axis == 0 ? j : j - 1;
  const int ia = axis == 0 ? i - 1 : i;
  if (!solid(j, i) || !solid(ja, ia)) return std::nullopt;
  const double R = axis == 0 ? map.contact_resistance_x(j, i) : map.contact_resistance_y(j, i);
  if (!is_join(map.table(ja, ia), map.table(j, i), R)) return std::nullopt;
  MaterialJoin join;
  join.j = j;
  join.i = i;
  join.axis = axis;
  const auto column = cells.column(i);
  const auto row = cells.row(j);
  const double area = axis == 0 ? grid.area_x(column, row) : grid.area_y(column, row);
  join.resistance = R / area;
  if (axis == 0) {
    join.half_a = 2.0 * map.conductivity_x(ja, ia) * area / grid.x().width(cells.column(ia));
    join.half_b = 2.0 * map.conductivity_x(j, i) * area / grid.x().width(column);
  } else {
    join.half_a = 2.0 * map.conductivity_y(ja, ia) * area / grid.y().width(cells.row(ja));
    join.half_b = 2.0 * map.conductivity_y(j, i) * area / grid.y().width(row);
  }
  join.table_a = map.table(ja, ia)->view();
  join.table_b = map.table(j, i)->view();
  return join;
}

std::vector<MaterialJoin> find_material_joins(const HeatOperator& op) {
  std::vector<MaterialJoin> joins;
  const auto look = [&](int j, int i, int axis) {
    if (auto join = material_join(op, j, i, axis)) joins.push_back(*join);
  };
  for (int j = 0; j <= op.cells().ny(); ++j) {
    for (int i = 0; i <= op.cells().nx(); ++i) {
      if (j < op.cells().ny()) look(j, i, 0);
      if (i < op.cells().nx()) look(j, i, 1);
    }
  }
  return joins;
}

}  // namespace isotherm
