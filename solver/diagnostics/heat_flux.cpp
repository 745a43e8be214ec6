#include "solver/diagnostics/heat_flux.hpp"

#include <cmath>
#include <limits>

namespace isotherm {
namespace {

/// Half of the flux density through a face; nothing crosses the axis of a body of revolution.
double half_density(double power, double area) {
  return area > 0.0 ? 0.5 * power / area : 0.0;
}

void evaluate_heat_flux(const FaceFlows& faces, Field& flux_x, Field& flux_y) {
  const HeatOperator& op = faces.op();
  const LocalCells& cells = op.cells();
  const Grid& grid = op.grid();
  const auto qx = flux_x.view();
  const auto qy = flux_y.view();
  const auto conducts = [&](int j, int i) { return cells.exists(j, i) && !op.is_void(j, i); };
  for (int j = 0; j < cells.ny(); ++j) {
    const std::int64_t gj = cells.row(j);
    for (int i = 0; i < cells.nx(); ++i) {
      qx(j, i) = qy(j, i) = 0.0;
      if (!conducts(j, i)) continue;
      const std::int64_t gi = cells.column(i);
      if (conducts(j, i - 1)) qx(j, i) += half_density(faces.across_x(j, i), grid.area_x(gi, gj));
      if (conducts(j, i + 1)) qx(j, i) += half_density(faces.across_x(j, i + 1), grid.area_x(gi + 1, gj));
      if (conducts(j - 1, i)) qy(j, i) += half_density(faces.across_y(j, i), grid.area_y(gi, gj));
      if (conducts(j + 1, i)) qy(j, i) += half_density(faces.across_y(j + 1, i), grid.area_y(gi, gj + 1));
    }
  }
  for (std::size_t f = 0; f < op.walls().faces().size(); ++f) {
    const WallFace& face = op.walls().faces()[f];
    if (!face.owned) continue;
    const auto [j, i] = op.walls().entries()[face.entry];
    const Point center = cells.center(j, i);
    const double power = faces.wall(f);
    const bool across_x = face.axis == 0;
    const bool beyond = across_x ? center.x > face.at.x : center.y > face.at.y;
    const std::int64_t gi = cells.column(i);
    const std::int64_t gj = cells.row(j);
    // Of the whole face, also on staircases: the vector then has the wall's own normal.
    const double area =
        across_x ? grid.area_x(beyond ? gi : gi + 1, gj) : grid.area_y(gi, beyond ? gj : gj + 1);
    (across_x ? qx : qy)(j, i) += half_density(beyond ? power : -power, area);
  }
}

}  // namespace

HeatFlux::HeatFlux(const HeatOperator& op, const NonlinearOperator* nonlinear)
    : halo_(op.decomposition(), 1, HaloExchange::Corners::no),
      faces_(op, nonlinear),
      x_("heat flux x", op.cells().nx(), op.cells().ny(), 0),
      y_("heat flux y", op.cells().nx(), op.cells().ny(), 0) {}

void HeatFlux::set(Field& T, double t) {
  halo_.exchange(T);
  faces_.set(T, t);
  evaluate_heat_flux(faces_, x_, y_);
}

Field HeatFlux::size() const {
  Field size("heat flux", x_.nx(), x_.ny(), 1);
  const auto qx = x_.view();
  const auto qy = y_.view();
  for (int j = 0; j < size.ny(); ++j) {
    for (int i = 0; i < size.nx(); ++i) {
      size.view()(j, i) = faces_.op().is_void(j, i) ? std::numeric_limits<double>::quiet_NaN()
                                                    : std::hypot(qx(j, i), qy(j, i));
    }
  }
  return size;
}

}  // namespace isotherm
