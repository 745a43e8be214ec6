#include "solver/operators/nonlinear_operator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/message.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

/// How far beyond a limit a temperature may lie by rounding and the solver's tolerance, of the expected
/// range.
constexpr double slack = 1e-6;

}  // namespace

template <class Body>
void NonlinearOperator::each_owned(Body&& body) const {
  for (int j = 0; j < op_->cells().ny(); ++j) {
    for (int i = 0; i < op_->cells().nx(); ++i) {
      const std::int16_t table = which(j, i);
      if (table >= 0) body(j, i, static_cast<std::size_t>(table));
    }
  }
}

NonlinearOperator::NonlinearOperator(const HeatOperator& op, const PropertyTables& tables)
    : op_(&op),
      tables_(&tables),
      which_(op.cells().size(), -1),
      conductances_(op.cells().nx(), op.cells().ny(), 0),
      joins_(find_material_joins(op)),
      radiates_(op.problem().radiates()) {
  for (const PropertyTable& table : tables.all()) {
    views_.push_back(table.view());
    isotropic_ = isotropic_ && table.is_isotropic();
  }
  const LocalCells& cells = op.cells();
  cells.for_each(cells.halo(), [&](int j, int i) {
    if (op.materials().is_void(j, i)) return;
    which_[cells.index(j, i)] = static_cast<std::int16_t>(op.materials().material_index(j, i));
  });
  const auto gx = conductances_.x.view();
  const auto gy = conductances_.y.view();
  for (int j = 0; j <= cells.ny(); ++j) {
    for (int i = 0; i <= cells.nx(); ++i) {
      gx(j, i) = op.conductances().x.view()(j, i);
      gy(j, i) = op.conductances().y.view()(j, i);
    }
  }
  for (const MaterialJoin& join : joins_) (join.axis == 0 ? gx : gy)(join.j, join.i) = 0.0;
  set_rates();
}

void NonlinearOperator::set_rates() {
  const int nx = op_->cells().nx();
  const int ny = op_->cells().ny();
  std::array<Field, 2> sum{Field("sum of conductances", nx, ny, 0), Field("sum of conductances", nx, ny, 0)};
  const auto x = sum[0].view();
  const auto y = sum[1].view();
  const auto gx = conductances_.x.view();
  const auto gy = conductances_.y.view();
  each_owned([&](int j, int i, std::size_t) {
    x(j, i) = 2.0 * (gx(j, i) + gx(j, i + 1));
    y(j, i) = 2.0 * (gy(j, i) + gy(j + 1, i));
  });
  const auto owned = [&](int j, int i) { return op_->cells().owned(j, i); };
  for (const MaterialJoin& join : joins_) {
    const auto to = sum[static_cast<std::size_t>(join.axis)].view();
    const int ja = join.axis == 0 ? join.j : join.j - 1;
    const int ia = join.axis == 0 ? join.i - 1 : join.i;
    if (owned(ja, ia)) to(ja, ia) += 2.0 * join.half_a;
    if (owned(join.j, join.i)) to(join.j, join.i) += 2.0 * join.half_b;
  }
  for (const WallFace& face : op_->walls().faces()) {
    if (!face.owned) continue;
    const LocalCell& cell = op_->walls().entries()[face.entry];
    sum[static_cast<std::size_t>(face.axis)].view()(cell.j, cell.i) += face.area * face.half;
  }
  each_owned([&](int j, int i, std::size_t) {
    const double C = op_->capacity_at(j, i);
    if (isotropic_) x(j, i) += y(j, i);
    x(j, i) /= 2.0 * C;
    y(j, i) /= 2.0 * C;
  });
  rate_[0] = std::move(sum[0]);
  if (!isotropic_) rate_[1] = std::move(sum[1]);
}

void NonlinearOperator::set_enthalpy(const Field& T, Field& H) const {
  const auto from = T.view();
  const auto to = H.view();
  each_owned([&](int j, int i, std::size_t m) { to(j, i) = views_[m].enthalpy(from(j, i)); });
}

void NonlinearOperator::set_temperature(const Field& H, Field& T) const {
  const auto from = H.view();
  const auto to = T.view();
  each_owned([&](int j, int i, std::size_t m) { to(j, i) = views_[m].temperature(from(j, i)); });
}

void NonlinearOperator::set_potential(const Field& T, int axis, Field& U, Field& slope) const {
  const auto from = T.view();
  const auto to = U.view();
  const auto rise = slope.view();
  const bool with_slope = !slope.empty();
  for (int j = -1; j <= T.ny(); ++j) {
    for (int i = -1; i <= T.nx(); ++i) {
      const std::int16_t m = which(j, i);
      if (m < 0) continue;
      const PropertyView& view = views_[static_cast<std::size_t>(m)];
      if (!with_slope) {
        to(j, i) = view.potential(from(j, i), axis);
        continue;
      }
      const auto [potential, rate] = view.potential_and_slope(from(j, i), axis);
      to(j, i) = potential;
      rise(j, i) = rate;
    }
  }
}

void NonlinearOperator::set_slope(const Field& H, Field& slope) const {
  const auto from = H.view();
  const auto to = slope.view();
  each_owned([&](int j, int i, std::size_t m) { to(j, i) = views_[m].diffusivity(from(j, i))[0]; });
}

void NonlinearOperator::set_from_potential(const Field& U, Field& T, Field& H) const {
  const auto from = U.view();
  const auto temperature = T.view();
  const auto enthalpy = H.view();
  each_owned([&](int j, int i, std::size_t m) {
    temperature(j, i) = tables_->of(m).temperature_of_potential(from(j, i), 0);
    enthalpy(j, i) = views_[m].enthalpy(temperature(j, i));
  });
}

double NonlinearOperator::anisotropy(int j, int i, double T) const {
  const PropertyView& view = views_[static_cast<std::size_t>(which(j, i))];
  const double x = view.conductivity(T, 0);
  return x > 1e-8 ? view.conductivity(T, 1) / x : 1.0;
}

double NonlinearOperator::expected_explicit_rate() const {
  const auto x = rate_[0].view();
  const auto y = rate_[1].view();
  double most = 0.0;
  each_owned([&](int j, int i, std::size_t m) {
    const double sum = isotropic_ ? x(j, i) : x(j, i) + y(j, i);
    most = std::max(most, sum * tables_->of(m).largest_diffusivity());
  });
  return most;
}

std::string NonlinearOperator::fault_of(double T, std::size_t table) const {
  const char* unit = tables_->kelvin_offset() > 0.0 ? "degC" : "K";
  const double room = slack * (tables_->range().most - tables_->range().least);
  const PropertyLimit& lower = tables_->of(table).lower();
  const PropertyLimit& upper = tables_->of(table).upper();
  // Where k ends at zero, no surface temperature lets a flux through: it is infinite.
  const auto now = [&] {
    return std::isfinite(T) ? message(unit, ", and T is ", T, " ", unit)
                            : message(unit, ", and T has no bound");
  };
  if (!lower.reason.empty() && T < lower.T - room) {
    return message(lower.reason, " below ", lower.T, " ", now());
  }
  if (!upper.reason.empty() && T > upper.T + room) {
    return message(upper.reason, " above ", upper.T, " ", now());
  }
  if (!std::isfinite(T)) return "the temperature is not finite";
  if (radiates_ && !(T + tables_->kelvin_offset() > 0.0)) {
    return message("walls radiate, and T is ", T, " ", unit, ", not above 0 K");
  }
  return {};
}

std::string NonlinearOperator::in_cell(int j, int i) const {
  const LocalCells& cells = op_->cells();
  const Point p = cells.center(j, i);
  return message(" in cell [", cells.column(i), ", ", cells.row(j), "] at (", p.x, " m, ", p.y, " m)");
}

std::string NonlinearOperator::fault(const Field& T) const {
  const auto state = T.view();
  std::string first;
  each_owned([&](int j, int i, std::size_t m) {
    if (!first.empty()) return;
    first = fault_of(state(j, i), m);
    if (!first.empty()) first += in_cell(j, i);
  });
  return first;
}

std::string NonlinearOperator::wall_fault(const WallFace& face, double T_s) const {
  const LocalCell& cell = op_->walls().entries()[face.entry];
  std::string found = fault_of(T_s, static_cast<std::size_t>(which(cell.j, cell.i)));
  if (found.empty()) return found;
  return message(found, " on the surface of ", wall_name(face), " at (", face.at.x, " m, ", face.at.y, " m)");
}

std::string NonlinearOperator::join_fault(int j, int i, double T_s) const {
  const std::string found = fault_of(T_s, static_cast<std::size_t>(which(j, i)));
  return found.empty() ? found : found + " where it joins another material," + in_cell(j, i);
}

std::string NonlinearOperator::prescribed_fault(double start) const {
  for (const WallFace& face : op_->walls().faces()) {
    const auto& prescribed = face.condition->temperature;
    if (!face.owned || !prescribed) continue;
    const std::string found = wall_fault(face, (*prescribed)(face.at.x, face.at.y, start));
    if (!found.empty()) return found + ", at the start";
  }
  return {};
}

ExactSum NonlinearOperator::liquid_volume(const Field& H) const {
  const auto state = H.view();
  const Grid& grid = op_->grid();
  const LocalCells& cells = op_->cells();
  return local_sum(decomposition(), [&](int j, int i) {
    const std::int16_t m = which(j, i);
    if (m < 0) return 0.0;
    return tables_->of(static_cast<std::size_t>(m)).liquid_fraction(state(j, i)) *
           grid.volume(cells.column(i), cells.row(j));
  });
}

}  // namespace isotherm
