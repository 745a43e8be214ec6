#include "io/config/grading.hpp"

#include <algorithm>
#include <cmath>

#include "io/config/checks.hpp"
#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

/// One axis as the case gives it.
struct Given {
  const Node* grading;  ///< nullptr: equal cells
  double begin;
  double end;
  double cells;
};

Given given_axis(const Node& domain, std::size_t axis) {
  const Node* grading = domain.find("grading");
  const double begin = domain.at("origin").items[axis].number;
  return {grading != nullptr ? grading->find(axis == 0 ? "x" : "y") : nullptr, begin,
          begin + domain.at("size").items[axis].number, domain.at("cells").items[axis].number};
}

/// Appends the edges of n cells over (begin, end], each `ratio` times as wide as the one before.
void append_part(std::vector<double>& edges, double begin, double end, double n, double ratio) {
  const double growth = std::log(ratio);
  for (double i = 1.0; i < n; ++i) {
    const double share = growth == 0.0 ? i / n : std::expm1(i * growth) / std::expm1(n * growth);
    edges.push_back(begin + (end - begin) * share);
  }
  edges.push_back(end);
}

bool meets(double a, double b, const Given& axis) {
  return std::abs(a - b) <= edge_tolerance * (axis.end - axis.begin);
}

void check_count(const Node& node, double found, const Given& axis, Faults& faults) {
  if (found == axis.cells) return;
  faults.add(node.mark, node.path,
             "makes " + shortest(found) + " cells, but domain.cells says " + shortest(axis.cells),
             "make the two agree");
}

void check_edges(const Node& edges, const Given& axis, Faults& faults) {
  const auto& items = edges.items;
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (items[i - 1].number < items[i].number) continue;
    faults.add(items[i].mark, items[i].path, "is not larger than the edge before", "order the edges");
    return;
  }
  if (items.size() < 2 || !meets(items.front().number, axis.begin, axis) ||
      !meets(items.back().number, axis.end, axis)) {
    faults.add(edges.mark, edges.path, "does not reach from side to side",
               "begin at " + shortest(axis.begin) + " m and end at " + shortest(axis.end) + " m");
    return;
  }
  check_count(edges, static_cast<double>(items.size()) - 1.0, axis, faults);
}

void check_segments(const Node& segments, const Given& axis, Faults& faults) {
  double reached = axis.begin;
  double cells = 0.0;
  for (const Node& part : segments.items) {
    const Node& to = part.at("to");
    if (!(to.number > reached)) {
      faults.add(to.mark, to.path, "is not beyond " + shortest(reached) + " m, where the part begins",
                 "order the parts along the axis");
      return;
    }
    reached = to.number;
    cells += part.at("cells").number;
  }
  if (!meets(reached, axis.end, axis)) {
    faults.add(segments.mark, segments.path, "ends at " + shortest(reached) + " m",
               "end at " + shortest(axis.end) + " m, the side of the domain");
    return;
  }
  check_count(segments, cells, axis, faults);
}

}  // namespace

bool check_grading(const Node& domain, Faults& faults) {
  const std::size_t before = faults.count();
  bool read = true;
  for (std::size_t n = 0; n < 2; ++n) {
    const Given axis = given_axis(domain, n);
    if (axis.grading == nullptr) continue;
    read = read && axis.grading->good;
    if (!axis.grading->good) continue;
    if (given(*axis.grading, {"ratio", "edges", "segments"}).size() != 1) {
      faults.add(axis.grading->mark, axis.grading->path, "needs exactly one of ratio, edges and segments",
                 "write {ratio: 1.05}");
      continue;
    }
    if (const Node* edges = axis.grading->find("edges")) check_edges(*edges, axis, faults);
    if (const Node* segments = axis.grading->find("segments")) check_segments(*segments, axis, faults);
  }
  return read && faults.count() == before;
}

std::vector<double> graded_edges(const Node& domain, std::size_t n) {
  const Given axis = given_axis(domain, n);
  if (axis.grading == nullptr) return {};
  std::vector<double> edges{axis.begin};
  if (const Node* ratio = axis.grading->find("ratio")) {
    append_part(edges, axis.begin, axis.end, axis.cells, ratio->number);
  } else if (const Node* parts = axis.grading->find("segments")) {
    for (const Node& part : parts->items)
      append_part(edges, edges.back(), part.at("to").number, part.at("cells").number,
                  part.at("ratio").number);
  } else {
    edges.clear();
    for (const Node& edge : axis.grading->at("edges").items) edges.push_back(edge.number);
  }
  edges.front() = axis.begin;
  edges.back() = axis.end;
  return edges;
}

double smallest_width(const Node& domain, std::size_t n) {
  const std::vector<double> edges = graded_edges(domain, n);
  const Given axis = given_axis(domain, n);
  double least = edges.empty() ? (axis.end - axis.begin) / axis.cells : axis.end - axis.begin;
  for (std::size_t i = 1; i < edges.size(); ++i) least = std::min(least, edges[i] - edges[i - 1]);
  return least;
}

}  // namespace isotherm::config
