#include "solver/diagnostics/flows.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace isotherm {
namespace {

bool has(const std::vector<std::size_t>& list, int region) {
  return std::find(list.begin(), list.end(), static_cast<std::size_t>(region)) != list.end();
}

/// 1 where a face lies from the first of two parts to the second, -1 the other way, 0 between others and
/// within what both have: a material has the region that is the other part too.
double direction(const std::vector<std::size_t>& first, const std::vector<std::size_t>& second, int before,
                 int here) {
  const bool forth = has(first, before) && has(second, here);
  const bool back = has(first, here) && has(second, before);
  return forth == back ? 0.0 : forth ? 1.0 : -1.0;
}

/// The edge nearest to a coordinate.
std::int64_t nearest_edge(const Axis& axis, double coordinate) {
  const std::int64_t cell = axis.cell_at(coordinate);
  return coordinate - axis.edge(cell) <= axis.edge(cell + 1) - coordinate ? cell : cell + 1;
}

/// A name as a column may have it.
std::string column_name(std::string name) {
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte) == 0 && c != '-') c = '_';
  }
  return name;
}

bool inside(double coordinate, double a, double b) {
  return std::min(a, b) <= coordinate && coordinate < std::max(a, b);
}

/// Whether a wall face stands across x, and +1 where its cell lies beyond it in that direction, else -1.
struct WallSide {
  bool across_x;
  double sign;
};
WallSide side_of(const WallFace& face, Point center) {
  const bool across_x = face.axis == 0;
  return {across_x, (across_x ? center.x > face.at.x : center.y > face.at.y) ? 1.0 : -1.0};
}

}  // namespace

std::vector<FlowColumn> flows_of(const HeatProblem& problem) {
  std::vector<FlowColumn> columns;
  for (std::size_t c = 0; c < problem.contacts.size(); ++c) {
    const auto& [a, b] = problem.contacts[c].between;
    columns.push_back({"contact." + column_name(a) + "." + column_name(b), FlowThroughContact{c}});
  }
  for (const Side side : all_sides) {
    const auto& stretches = problem.boundaries[static_cast<std::size_t>(side)];
    for (std::size_t n = 0; stretches.size() > 1 && n < stretches.size(); ++n) {
      columns.push_back({"wall." + std::string(name_of(side)) + "." + std::to_string(n),
                         FlowThroughWall{&stretches[n].condition}});
    }
  }
  const auto is_void = [](const Region& region) { return !region.material.has_value(); };
  if (std::count_if(problem.regions.begin(), problem.regions.end(), is_void) < 2) return columns;
  for (std::size_t r = 0; r < problem.regions.size(); ++r) {
    const Region& region = problem.regions[r];
    if (!is_void(region)) continue;
    const std::string name = region.name.empty() ? "region." + std::to_string(r) : column_name(region.name);
    columns.push_back({"wall." + name, FlowThroughWall{&region.wall}});
  }
  return columns;
}

Flows::Flows(const HeatOperator& op, const std::vector<FlowColumn>& columns)
    : op_(&op), size_(columns.size()) {
  for (std::size_t n = 0; n < columns.size(); ++n) {
    const auto& what = columns[n].what;
    if (const auto* line = std::get_if<FlowThroughLine>(&what)) add_line(*line, n);
    if (const auto* parts = std::get_if<FlowBetween>(&what)) add_between(*parts, n);
    if (const auto* contact = std::get_if<FlowThroughContact>(&what)) add_contact(contact->contact, n);
    if (const auto* wall = std::get_if<FlowThroughWall>(&what)) add_wall(wall->condition, n);
  }
}

/// Adds the inner faces for which sign(j, i, nj, ni) is not 0, (nj, ni) the cell before (j, i) in x or y.
template <class Sign>
void Flows::add_faces(std::size_t column, Sign&& sign) {
  const LocalCells& cells = op_->cells();
  const auto conducts = [&](int j, int i) { return cells.exists(j, i) && !op_->is_void(j, i); };
  for (int j = 0; j < cells.ny(); ++j) {
    for (int i = 0; i < cells.nx(); ++i) {
      if (!conducts(j, i)) continue;
      for (const bool across_x : {true, false}) {
        const int nj = across_x ? j : j - 1;
        const int ni = across_x ? i - 1 : i;
        if (!conducts(nj, ni)) continue;
        const double s = sign(j, i, nj, ni);
        if (s != 0.0) faces_.push_back({j, i, across_x, s, column});
      }
    }
  }
}

void Flows::add_line(const FlowThroughLine& line, std::size_t column) {
  const LocalCells& cells = op_->cells();
  const Grid& grid = op_->grid();
  const bool across_x = line.from.x == line.to.x;
  const Axis& axis = across_x ? grid.x() : grid.y();
  const std::int64_t edge = nearest_edge(axis, across_x ? line.from.x : line.from.y);
  const double at = axis.edge(edge);
  const auto on_line = [&](Point p) {
    return across_x ? inside(p.y, line.from.y, line.to.y) : inside(p.x, line.from.x, line.to.x);
  };
  const auto& space = op_->decomposition().space();
  const bool periodic = across_x ? space.periodic_x : space.periodic_y;
  const std::int64_t first = periodic && edge == axis.size() ? 0 : edge;  // the cell beyond the line
  add_faces(column, [&](int j, int i, int nj, int) {
    const bool this_way = (nj == j) == across_x && (across_x ? cells.column(i) : cells.row(j)) == first;
    return this_way && on_line(cells.center(j, i)) ? 1.0 : 0.0;
  });
  const auto& walls = op_->walls();
  for (std::size_t f = 0; f < walls.faces().size(); ++f) {
    const WallFace& face = walls.faces()[f];
    if (!face.owned || (across_x ? face.at.x : face.at.y) != at || !on_line(face.at)) continue;
    const LocalCell& entry = walls.entries()[face.entry];
    const WallSide side = side_of(face, cells.center(entry.j, entry.i));
    if (side.across_x == across_x) walls_.push_back({f, side.sign, column});
  }
}

void Flows::add_between(const FlowBetween& parts, std::size_t column) {
  const MaterialMap& map = op_->materials();
  add_faces(column, [&](int j, int i, int nj, int ni) {
    return direction(parts.from, parts.to, map.region(nj, ni), map.region(j, i));
  });
}

void Flows::add_contact(std::size_t contact, std::size_t column) {
  const MaterialMap& map = op_->materials();
  const auto& parts = op_->problem().contacts[contact].regions;
  add_faces(column, [&](int j, int i, int nj, int ni) {
    if (map.contact(j, i, nj, ni) != static_cast<int>(contact)) return 0.0;
    return direction(parts[0], parts[1], map.region(nj, ni), map.region(j, i));
  });
}

void Flows::add_wall(const WallCondition* condition, std::size_t column) {
  const auto& faces = op_->walls().faces();
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (faces[f].owned && faces[f].condition == condition) walls_.push_back({f, 1.0, column});
  }
}

std::vector<ExactSum> Flows::local(const FaceFlows& faces) const {
  std::vector<ExactSum> sums(size_);
  for (const Face& face : faces_) {
    const double flow = face.across_x ? faces.across_x(face.j, face.i) : faces.across_y(face.j, face.i);
    sums[face.column].add(face.sign * flow);
  }
  for (const WallTerm& term : walls_) sums[term.column].add(term.sign * faces.wall(term.face));
  return sums;
}

}  // namespace isotherm
