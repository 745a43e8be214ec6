#include <algorithm>
#include <cmath>

#include "io/config/checks.hpp"
#include "io/config/scalar.hpp"
#include "physics/geometry.hpp"

namespace isotherm::config {

namespace {

/// Moves an edge by round-off onto the coordinate that it must meet.
void snap(Node& edge, double coordinate) {
  edge.number = coordinate;
  edge.text = shortest(coordinate);
}

/// Stretches must tile the side: in the order along it, each begins where the one before ends.
void check_tiling(Node& side, const Extent& extent, Faults& faults) {
  std::vector<Node*> order;
  for (Node& stretch : side.items) {
    if (!stretch.good) return;
    order.push_back(&stretch);
  }
  const auto starts_before = [](const Node* a, const Node* b) {
    return a->at("from").number < b->at("from").number;
  };
  std::stable_sort(order.begin(), order.end(), starts_before);
  const double slack = edge_tolerance * (extent.end - extent.begin);
  double reached = extent.begin;
  for (Node* stretch : order) {
    Node& from = *stretch->find("from");
    const Node& to = stretch->at("to");
    if (!(to.number - from.number > slack)) {
      faults.add(to.mark, to.path, "is not larger than from",
                 "write from the smaller coordinate to the larger");
      return;
    }
    if (std::abs(from.number - reached) > slack) {
      const bool gap = from.number > reached;
      const std::string edges = " between " + shortest(gap ? reached : from.number) + " m and " +
                                shortest(gap ? from.number : reached) + " m";
      const bool outside = !gap && reached == extent.begin;
      faults.add(from.mark, from.path,
                 outside ? "lies outside of the domain"
                 : gap   ? "leaves no condition" + edges
                         : "overlaps another stretch" + edges,
                 "begin at " + shortest(reached) + " m: stretches tile the side without gap or overlap");
      return;
    }
    snap(from, reached);
    reached = to.number;
  }
  Node& last = *order.back()->find("to");
  if (std::abs(last.number - extent.end) > slack) {
    faults.add(last.mark, last.path,
               last.number < extent.end ? "leaves the end of the side without a condition"
                                        : "lies outside of the domain",
               "end at " + shortest(extent.end) + " m, the end of the side");
    return;
  }
  snap(last, extent.end);
}

void check_side(Node& side, const Node& root, std::size_t axis, Faults& faults) {
  if (side.is_map()) {
    if (side.good) check_wall(side, faults);
    return;
  }
  if (!side.is_list()) return;
  if (side.items.empty()) {
    faults.add(side.mark, side.path, "has no stretch",
               "write one condition, or stretches that tile the side");
    return;
  }
  for (const Node& stretch : side.items) {
    if (!stretch.is_map() || !stretch.good) continue;
    check_wall(stretch, faults);
    if (const Node* periodic = stretch.find("periodic")) {
      faults.add(periodic->mark, periodic->path, "a periodic side is not cut into stretches",
                 "write {periodic: true} for the whole side");
    }
  }
  Extent extent;
  if (extent_of(root, axis, extent)) check_tiling(side, extent, faults);
}

}  // namespace

void check_wall(const Node& node, Faults& faults) {
  const auto alone = given(node, {"temperature", "insulated", "periodic"});
  const auto adding = given(node, {"flux", "convection", "radiation"});
  if (alone.empty() && adding.empty()) {
    faults.add(node.mark, node.path, "has no condition",
               "write one of temperature, insulated, flux, convection, radiation");
  } else if (alone.size() > 1) {
    faults.add(node.mark, node.path, alone[0] + " and " + alone[1] + " exclude each other", "keep one");
  } else if (!alone.empty() && !adding.empty()) {
    faults.add(node.mark, node.path, alone[0] + " and " + adding[0] + " exclude each other",
               "keep one; only flux, convection and radiation add");
  }
}

namespace {

/// The left side needs a condition, unless it is the axis of a body of revolution, which takes none.
void check_axis(const Node& root, const Node& boundaries, Faults& faults) {
  const Node* domain = root.sound("domain");
  const Node* left = boundaries.find("left");
  if (domain == nullptr || domain->at("coordinates").text != "axisymmetric") return;
  const bool is_axis = domain->at("origin").items[0].number == 0.0;
  if (left == nullptr && !is_axis) {
    faults.add(boundaries.mark, "boundaries.left", "is missing",
               "write one condition for the left side, or a list of stretches that tile it");
  }
  if (left != nullptr && is_axis) {
    faults.add(left->mark, left->path, "is the axis r = 0 and takes no condition", "remove the key");
  }
  const Node* right = boundaries.find("right");
  if (right != nullptr && right->is_map() && right->find("periodic") != nullptr) {
    faults.add(right->mark, right->path, "a radius is not periodic", "write another condition");
  }
}

}  // namespace

void check_boundaries(Node& root, Faults& faults) {
  Node* boundaries = root.find("boundaries");
  if (boundaries == nullptr || !boundaries->is_map()) return;
  check_axis(root, *boundaries, faults);
  const auto is_periodic = [](const Node* side) {
    return side->is_map() && side->find("periodic") != nullptr;
  };
  for (const Side which : all_sides) {
    Node* side = boundaries->find(name_of(which));
    if (side == nullptr) continue;
    check_side(*side, root, which == Side::bottom || which == Side::top ? 0 : 1, faults);
    const Node* other = boundaries->find(name_of(opposite(which)));
    if (other == nullptr || !other->good || !is_periodic(side) || is_periodic(other)) continue;
    faults.add(side->mark, side->path,
               "is periodic, but " + std::string(name_of(opposite(which))) + " is not",
               "make both sides periodic: true");
  }
}

}  // namespace isotherm::config
