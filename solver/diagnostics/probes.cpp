#include "solver/diagnostics/probes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "solver/operators/material_joins.hpp"

namespace isotherm {
namespace {

constexpr double least_conductivity = 1e-12;  // over the reference: a mean needs a weight
constexpr double on_face = 1e-9;              // of a cell's width: closer to a face is on it

/// A weighted mean in the making.
struct Mean {
  double sum = 0.0;
  double weight = 0.0;
  void add(double value, double w) {
    sum += w * value;
    weight += w;
  }
  double value() const { return weight > 0.0 ? sum / weight : std::numeric_limits<double>::quiet_NaN(); }
};

/// Whether a point lies just on the face across x, and across y, that its cell's quadrant ends at.
struct OnFace {
  bool x = false;
  bool y = false;
};

/// Looks at the cells around a point of one rank.
class Neighbourhood {
 public:
  Neighbourhood(const HeatOperator& op, const Field& T, double t) : op_(&op), T_(T.view()), t_(t) {}

  bool solid(int j, int i) const { return op_->cells().exists(j, i) && !op_->is_void(j, i); }
  double cell(int j, int i) const { return T_(j, i); }

  /// Value in the middle of the face of cell (j, i) towards (j + dj, i + di): on the cell's own side where a
  /// contact resists, unless the point lies `on` the face.
  double face(int j, int i, int dj, int di, bool on) const {
    if (!on && resists(j, i, dj, di)) return contact_side(j, i, dj, di);
    Mean mean;
    if (solid(j, i)) mean.add(seen(j, i, dj, di), weight(j, i, dj, di));
    if (solid(j + dj, i + di)) mean.add(seen(j + dj, i + di, -dj, -di), weight(j + dj, i + di, dj, di));
    return mean.value();
  }

  /// Value in the corner of cell (j, i) towards (j + dj, i + di), over the cells that touch it and that no
  /// contact parts from this one, unless the point lies `on` that contact's face.
  double corner(int j, int i, int dj, int di, OnFace on) const {
    const bool contact = resists(j, i, 0, di) || resists(j + dj, i, 0, di) || resists(j, i, dj, 0) ||
                         resists(j, i + di, dj, 0);
    // Whether one leads to the other across their face.
    const bool x0 = joined(j, i, 0, di) || on.x;
    const bool x1 = joined(j + dj, i, 0, di) || on.x;
    const bool y0 = joined(j, i, dj, 0) || on.y;
    const bool y1 = joined(j, i + di, dj, 0) || on.y;
    const bool counts[2][2] = {{true, !contact || x0 || (y0 && x1 && y1)},
                               {!contact || y0 || (x0 && y1 && x1), !contact || (x0 && y1) || (y0 && x1)}};
    Mean mean;
    for (const int b : {0, 1}) {
      for (const int a : {0, 1}) {
        const int jj = j + b * dj;
        const int ii = i + a * di;
        if (!counts[b][a] || !solid(jj, ii)) continue;
        mean.add(corner_of(jj, ii, b == 0 ? dj : -dj, a == 0 ? di : -di), weight(jj, ii));
      }
    }
    return mean.value();
  }

 private:
  /// Where the face between a cell and a neighbour lies in arrays of faces.
  static LocalCell face_index(int j, int i, int dj, int di) {
    return {j + std::max(dj, 0), i + std::max(di, 0)};
  }

  /// Whether a contact resists between a cell and its neighbour across one face.
  bool resists(int j, int i, int dj, int di) const {
    if (!solid(j, i) || !solid(j + dj, i + di)) return false;
    const auto [fj, fi] = face_index(j, i, dj, di);
    const MaterialMap& map = op_->materials();
    return (dj == 0 ? map.contact_resistance_x(fj, fi) : map.contact_resistance_y(fj, fi)) > 0.0;
  }

  bool joined(int j, int i, int dj, int di) const {
    return solid(j, i) && solid(j + dj, i + di) && !resists(j, i, dj, di);
  }

  /// Surface temperature of a cell at a contact: what crosses it comes through the half cell.
  double contact_side(int j, int i, int dj, int di) const {
    const int axis = dj == 0 ? 0 : 1;
    const auto [fj, fi] = face_index(j, i, dj, di);
    const double beyond = cell(j + dj, i + di);
    if (const auto join = material_join(*op_, fj, fi, axis)) {
      const bool before = dj + di > 0;
      const JoinFlux flux =
          before ? join_flux(*join, cell(j, i), beyond) : join_flux(*join, beyond, cell(j, i));
      return before ? flux.T_a : flux.T_b;
    }
    const auto& cells = op_->cells();
    const Grid& grid = op_->grid();
    const MaterialMap& map = op_->materials();
    const auto k = [&](int row, int column) {
      return axis == 0 ? map.conductivity_x(row, column) : map.conductivity_y(row, column);
    };
    const bool harmonic = op_->problem().face_conductivity == FaceConductivity::harmonic;
    const double k_half = harmonic ? k(j, i) : 0.5 * (k(j, i) + k(j + dj, i + di));
    const double d = axis == 0 ? grid.x().width(cells.column(i)) : grid.y().width(cells.row(j));
    const double area = axis == 0 ? grid.area_x(cells.column(fi), cells.row(fj))
                                  : grid.area_y(cells.column(fi), cells.row(fj));
    const double G = (axis == 0 ? op_->conductances().x : op_->conductances().y).view()(fj, fi);
    return cell(j, i) + G * (beyond - cell(j, i)) * d / (2.0 * k_half * area);
  }

  /// k / d of a cell across its upper or lower faces (dj != 0) or the others, at its own temperature.
  double weight(int j, int i, int dj, int) const {
    const auto& cells = op_->cells();
    const auto& materials = op_->materials();
    const int axis = dj == 0 ? 0 : 1;
    const double share = axis == 0 ? materials.conductivity_x(j, i) / op_->grid().x().width(cells.column(i))
                                   : materials.conductivity_y(j, i) / op_->grid().y().width(cells.row(j));
    const PropertyTable* table = materials.table(j, i);
    if (table == nullptr) return share;
    return share * std::max(table->view().conductivity(T_(j, i), axis), least_conductivity);
  }

  /// k / (dx dy) of a cell in its corners: bilinear in one material; along a wall or a join linear by
  /// distance.
  double weight(int j, int i) const {
    const auto& cells = op_->cells();
    const double area = op_->grid().x().width(cells.column(i)) * op_->grid().y().width(cells.row(j));
    return std::sqrt(weight(j, i, 0, 1) * weight(j, i, 1, 0) / area);
  }

  /// What a cell shows on one of its faces: its surface temperature where there is a wall, else its own.
  double seen(int j, int i, int dj, int di) const {
    return solid(j + dj, i + di) ? cell(j, i) : surface(j, i, dj, di).first;
  }

  double corner_of(int j, int i, int dj, int di) const {
    const bool wall_x = !solid(j, i + di) || resists(j, i, 0, di);
    const bool wall_y = !solid(j + dj, i) || resists(j, i, dj, 0);
    if (wall_x && wall_y) {
      const auto [Tx, fixed_x] = surface(j, i, 0, di, dj);
      const auto [Ty, fixed_y] = surface(j, i, dj, 0, di);
      if (fixed_x || fixed_y) return fixed_x && fixed_y ? 0.5 * (Tx + Ty) : fixed_x ? Tx : Ty;
      return Tx + Ty - cell(j, i);
    }
    if (wall_x) return surface(j, i, 0, di).first;
    return wall_y ? surface(j, i, dj, 0).first : cell(j, i);
  }

  /// Surface temperature of a wall or contact of a cell, and whether it is prescribed: then it is known at
  /// the end of the face too, half a width `along` it from the middle.
  std::pair<double, bool> surface(int j, int i, int dj, int di, int along = 0) const {
    if (resists(j, i, dj, di)) return {contact_side(j, i, dj, di), false};
    const auto& cells = op_->cells();
    const auto& x = op_->grid().x();
    const auto& y = op_->grid().y();
    const Point at{x.center(cells.column(i)) + 0.5 * di * x.width(cells.column(i)),
                   y.center(cells.row(j)) + 0.5 * dj * y.width(cells.row(j))};
    const Walls& walls = op_->walls();
    for (const WallFace& wall : walls.faces()) {
      const LocalCell& entry = walls.entries()[wall.entry];
      if (entry.j != j || entry.i != i) continue;
      if (std::abs(wall.at.x - at.x) > on_face * x.width(cells.column(i)) ||
          std::abs(wall.at.y - at.y) > on_face * y.width(cells.row(j))) {
        continue;
      }
      if (const auto& prescribed = wall.condition->temperature) {
        const Point end{at.x + (di == 0 ? 0.5 * along * x.width(cells.column(i)) : 0.0),
                        at.y + (dj == 0 ? 0.5 * along * y.width(cells.row(j)) : 0.0)};
        return {(*prescribed)(end.x, end.y, t_), true};
      }
      return {surface_temperature(wall, t_, cell(j, i)), false};
    }
    return {cell(j, i), false};  // insulated
  }

  const HeatOperator* op_;
  FieldView<const double> T_;
  double t_;
};

struct Location {
  std::int64_t i;
  std::int64_t j;
};

Location locate(const HeatOperator& op, const ProbePoint& probe) {
  if (probe.is_cell) return {probe.i, probe.j};
  return {op.grid().x().cell_at(probe.at.x), op.grid().y().cell_at(probe.at.y)};
}

}  // namespace

Probes::Probes(const HeatOperator& op, std::vector<ProbePoint> points)
    : op_(&op), points_(std::move(points)) {}

bool Probes::owns(std::size_t probe) const {
  const auto [i, j] = locate(*op_, points_[probe]);
  const auto& owned = op_->decomposition().owned();
  return owned.x.contains(i) && owned.y.contains(j);
}

double Probes::value(std::size_t probe, const Field& T, double t) const {
  const auto [gi, gj] = locate(*op_, points_[probe]);
  const auto& owned = op_->decomposition().owned();
  const int i = static_cast<int>(gi - owned.x.begin);
  const int j = static_cast<int>(gj - owned.y.begin);
  const Neighbourhood near(*op_, T, t);
  if (points_[probe].is_cell) {
    return near.solid(j, i) ? near.cell(j, i) : std::numeric_limits<double>::quiet_NaN();
  }
  // Position in the quadrant of the cell that holds the point: 0 at the centre, 1 on the face.
  const auto& x = op_->grid().x();
  const auto& y = op_->grid().y();
  const double u = 2.0 * (points_[probe].at.x - x.center(gi)) / x.width(gi);
  const double v = 2.0 * (points_[probe].at.y - y.center(gj)) / y.width(gj);
  const int di = u < 0.0 ? -1 : 1;
  const int dj = v < 0.0 ? -1 : 1;
  const double a = std::abs(u) > 1.0 - on_face ? 1.0 : std::abs(u) < on_face ? 0.0 : std::abs(u);
  const double b = std::abs(v) > 1.0 - on_face ? 1.0 : std::abs(v) < on_face ? 0.0 : std::abs(v);
  double value = 0.0;
  const auto blend = [&](double share, auto&& of) {
    if (share > 0.0) value += share * of();
  };
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  blend((1.0 - a) * (1.0 - b), [&] { return near.solid(j, i) ? near.cell(j, i) : none; });
  const OnFace on{a == 1.0, b == 1.0};
  blend(a * (1.0 - b), [&] { return near.face(j, i, 0, di, on.x); });
  blend((1.0 - a) * b, [&] { return near.face(j, i, dj, 0, on.y); });
  blend(a * b, [&] { return near.corner(j, i, dj, di, on); });
  return value;
}

}  // namespace isotherm
