#include "solver/operators/nonlinear_residual.hpp"

#include <algorithm>
#include <cmath>

#include "solver/grid/loops.hpp"

namespace isotherm {

NonlinearResidual::NonlinearResidual(const NonlinearOperator& op, HeatLoad& sources, Also also)
    : op_(&op),
      sources_(&sources),
      halo_(op.decomposition(), 1, HaloExchange::Corners::no),
      join_fluxes_(op.joins().size()),
      wall_slopes_(op.linear().walls().faces().size(), 0.0),
      wall_surfaces_(op.linear().walls().faces().size(), 0.0),
      taps_(op.linear().walls().entries().size(), 0.0) {
  const LocalCells& cells = op.linear().cells();
  for (std::size_t axis = 0; axis < (op.isotropic() ? 1U : 2U); ++axis) {
    U_[axis] = Field("potential", cells.nx(), cells.ny(), 1);
    if (also == Also::explicit_rate) slope_[axis] = Field("dU/dH", cells.nx(), cells.ny(), 1);
  }
}

void NonlinearResidual::evaluate(Field& T, double t, Field& out) {
  halo_.exchange(T);
  sources_->set_time(t);
  t_ = t;
  source_power_ = sources_->total();
  op_->set_potential(T, 0, U_[0], slope_[0]);
  if (!op_->isotropic()) op_->set_potential(T, 1, U_[1], slope_[1]);
  const auto ux = static_cast<const Field&>(U_[0]).view();
  const auto uy = static_cast<const Field&>(op_->isotropic() ? U_[0] : U_[1]).view();
  const auto gx = op_->conductances().x.view();
  const auto gy = op_->conductances().y.view();
  const auto power = out.view();
  const Box owned{0, T.nx(), 0, T.ny()};
  for_each_cell(
      "R(T) nonlinear", owned, KOKKOS_LAMBDA(int j, int i) {
        const double west = gx(j, i) * (ux(j, i) - ux(j, i - 1));
        const double east = gx(j, i + 1) * (ux(j, i + 1) - ux(j, i));
        const double south = gy(j, i) * (uy(j, i) - uy(j - 1, i));
        const double north = gy(j + 1, i) * (uy(j + 1, i) - uy(j, i));
        power(j, i) = (east - west) + (north - south);
      });
  add_joins(T, out);
  if (sources_->any()) {
    const auto sources = static_cast<const HeatLoad*>(sources_)->power().view();
    for_each_cell(
        "sources", owned, KOKKOS_LAMBDA(int j, int i) { power(j, i) += sources(j, i); });
  }
  add_walls(T, t, out);
}

void NonlinearResidual::add_joins(const Field& T, Field& out) {
  const auto at = T.view();
  const auto power = out.view();
  const LocalCells& cells = op_->linear().cells();
  for (std::size_t n = 0; n < join_fluxes_.size(); ++n) {
    const MaterialJoin& join = op_->joins()[n];
    const int ja = join.axis == 0 ? join.j : join.j - 1;
    const int ia = join.axis == 0 ? join.i - 1 : join.i;
    join_fluxes_[n] = join_flux(join, at(ja, ia), at(join.j, join.i));
    if (cells.owned(ja, ia)) power(ja, ia) -= join_fluxes_[n].power;
    if (cells.owned(join.j, join.i)) power(join.j, join.i) += join_fluxes_[n].power;
  }
}

void NonlinearResidual::add_walls(const Field& T, double t, Field& out) {
  const auto at = T.view();
  const auto power = out.view();
  const Walls& walls = op_->linear().walls();
  for (std::size_t f = 0; f < walls.faces().size(); ++f) {
    const WallFace& face = walls.faces()[f];
    if (!face.owned) continue;
    const LocalCell& cell = walls.entries()[face.entry];
    taps_[face.entry] = at(cell.j, cell.i);
    const WallFlux flux = wall_flux(face, t, at(cell.j, cell.i));
    if (!std::isfinite(flux.power) && std::isfinite(taps_[face.entry])) {
      walls.note_fault(f, t, taps_[face.entry]);
    }
    wall_slopes_[f] = flux.slope;
    wall_surfaces_[f] = flux.surface;
    power(cell.j, cell.i) += flux.power;
  }
}

std::string NonlinearResidual::surface_fault(const std::string& when) const {
  const HeatOperator& linear = op_->linear();
  std::string found;
  for (std::size_t f = 0; f < wall_surfaces_.size() && found.empty(); ++f) {
    const WallFace& face = linear.walls().faces()[f];
    if (face.owned) found = op_->wall_fault(face, wall_surfaces_[f]);
  }
  for (std::size_t n = 0; n < join_fluxes_.size() && found.empty(); ++n) {
    const MaterialJoin& join = op_->joins()[n];
    const int ja = join.axis == 0 ? join.j : join.j - 1;
    const int ia = join.axis == 0 ? join.i - 1 : join.i;
    if (linear.cells().owned(ja, ia)) found = op_->join_fault(ja, ia, join_fluxes_[n].T_a);
    if (found.empty() && linear.cells().owned(join.j, join.i)) {
      found = op_->join_fault(join.j, join.i, join_fluxes_[n].T_b);
    }
  }
  return found.empty() ? found : found + when;
}

double NonlinearResidual::largest_slope(const Field& T, int j, int i, int axis) const {
  const auto slope = slope_[static_cast<std::size_t>(axis)].view();
  double most = slope(j, i);
  const auto look = [&](int nj, int ni) {
    if (!op_->solid(nj, ni)) return;
    const double there =
        op_->alike(j, i, nj, ni) ? slope(nj, ni) : op_->slope_at(j, i, T.view()(nj, ni), axis);
    most = std::max(most, there);
  };
  look(j, i - 1);
  look(j, i + 1);
  look(j - 1, i);
  look(j + 1, i);
  return most;
}

double NonlinearResidual::explicit_rate(const Field& T) const {
  const auto& rates = op_->explicit_rates();
  const int axes = op_->isotropic() ? 1 : 2;
  double most = 0.0;
  for (int j = 0; j < T.ny(); ++j) {
    for (int i = 0; i < T.nx(); ++i) {
      if (!op_->solid(j, i)) continue;
      double rate = 0.0;
      for (int axis = 0; axis < axes; ++axis) {
        rate += rates[static_cast<std::size_t>(axis)].view()(j, i) * largest_slope(T, j, i, axis);
      }
      most = std::max(most, rate);
    }
  }
  const Walls& walls = op_->linear().walls();
  for (std::size_t f = 0; f < walls.faces().size(); ++f) {
    if (!walls.faces()[f].owned) continue;
    const auto [j, i] = walls.entries()[walls.faces()[f].entry];
    double rate = 0.0;
    for (int axis = 0; axis < axes; ++axis) {
      rate +=
          rates[static_cast<std::size_t>(axis)].view()(j, i) * op_->slope_at(j, i, wall_surfaces_[f], axis);
    }
    most = std::max(most, rate);
  }
  return most;
}

void NonlinearResidual::linearize(const Field& T, FaceConductances& before, FaceConductances& beyond,
                                  Field& diagonal, double least_hold) const {
  const int nx = T.nx();
  const int ny = T.ny();
  const auto at = T.view();
  const auto bx = before.x.view();
  const auto by = before.y.view();
  const auto ex = beyond.x.view();
  const auto ey = beyond.y.view();
  const auto d = diagonal.view();
  // dU_y/dU_x: k_y / k_x over the references.
  const auto ratio = [&](int j, int i) {
    if (op_->isotropic()) return 1.0;
    return op_->solid(j, i) ? op_->anisotropy(j, i, at(j, i)) : 0.0;
  };
  for (int j = 0; j <= ny; ++j) {
    for (int i = 0; i <= nx; ++i) {
      bx(j, i) = ex(j, i) = op_->conductances().x.view()(j, i);
      const double along_y = op_->conductances().y.view()(j, i);
      by(j, i) = along_y > 0.0 ? along_y * ratio(j - 1, i) : 0.0;
      ey(j, i) = along_y > 0.0 ? along_y * ratio(j, i) : 0.0;
      if (j < ny && i < nx) d(j, i) = 0.0;
    }
  }
  for (std::size_t n = 0; n < join_fluxes_.size(); ++n) {
    const MaterialJoin& join = op_->joins()[n];
    const int j = join.j;
    const int i = join.i;
    if (join.axis == 0) {
      bx(j, i) = join_fluxes_[n].slope_a;
      ex(j, i) = join_fluxes_[n].slope_b;
    } else {
      by(j, i) = join_fluxes_[n].slope_a * ratio(j - 1, i);
      ey(j, i) = join_fluxes_[n].slope_b * ratio(j, i);
    }
  }
  const Walls& walls = op_->linear().walls();
  for (std::size_t f = 0; f < walls.faces().size(); ++f) {
    const WallFace& face = walls.faces()[f];
    if (!face.owned) continue;
    const LocalCell& cell = walls.entries()[face.entry];
    const auto& convection = face.condition->convection;
    const bool lets_go =
        wall_slopes_[f] == 0.0 && convection && convection->coefficient.depends_on_temperature();
    const double slope = lets_go ? least_hold * face.area * face.half : wall_slopes_[f];
    d(cell.j, cell.i) += slope * (face.axis == 0 ? 1.0 : ratio(cell.j, cell.i));
  }
}

void NonlinearResidual::add_heat(double dt, EnergyBalance& energy) const {
  energy.add_explicit_step(t_, dt, taps_, source_power_);
}

}  // namespace isotherm
