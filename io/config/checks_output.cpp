// What is written for people: flows, means, fields, pictures.

#include <algorithm>
#include <cmath>

#include "io/config/checks.hpp"
#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

void check_inside(const Node& place, const Node& root, Faults& faults) {
  for (std::size_t axis = 0; axis < 2; ++axis) {
    Extent extent;
    if (!extent_of(root, axis, extent)) return;
    const Node& along = place.items[axis];
    const double slack = edge_tolerance * (extent.end - extent.begin);
    if (along.number >= extent.begin - slack && along.number <= extent.end + slack) continue;
    faults.add(along.mark, along.path, shortest(along.number) + " m lies outside of the domain",
               "place it between " + shortest(extent.begin) + " m and " + shortest(extent.end) + " m");
  }
}

void check_line(const Node& from, const Node& to, const Node& root, Faults& faults) {
  check_inside(from, root, faults);
  check_inside(to, root, faults);
  const bool upright = from.items[0].number == to.items[0].number;
  const bool level = from.items[1].number == to.items[1].number;
  if (upright != level) return;
  faults.add(to.mark, to.path, upright ? "is the start again" : "is not straight across or up from the start",
             "a line runs along x or y: write from: [x, y], to: [x, y2]");
}

void check_flow(const Node& flow, const Node& root, Faults& faults) {
  const auto ends = given(flow, {"from", "to"});
  const Node* between = flow.find("between");
  if (between != nullptr ? !ends.empty() : ends.size() != 2) {
    faults.add(flow.mark, flow.path, "needs a line, or two parts",
               "write {from: [x, y], to: [x, y]} or {between: [a, b]}");
  } else if (between == nullptr) {
    check_line(flow.at("from"), flow.at("to"), root, faults);
  } else {
    check_between(*between, root, faults);
  }
}

void check_means(const std::vector<Node>& names, const Node& root, Faults& faults) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    check_part_name(*name, root, faults);
    const auto is_same = [&](const Node& other) { return other.text == name->text; };
    if (std::any_of(names.begin(), name, is_same))
      faults.add(name->mark, name->path, "is the same name again", "name each part once");
  }
}

void check_picture_range(const Node& pictures, Faults& faults) {
  const Node* range = pictures.sound("range");
  if (range == nullptr || !range->is_list() || range->items[0].number < range->items[1].number) return;
  faults.add(range->mark, range->path, "does not rise from its first value to its second",
             "write the values of the first and the last colour: range: [20, 100]");
}

}  // namespace

void check_output(const Node& root, Faults& faults) {
  const Node* output = root.find("output");
  if (output == nullptr || !output->is_map()) return;
  const Node* flows = output->sound("flows");
  for (std::size_t i = 0; flows != nullptr && i < flows->items.size(); ++i) {
    const std::string& name = flows->keys[i].text;
    if (name == "step" || name == "time") {
      faults.add(flows->keys[i].mark, flows->path + "." + name, "is a column of flows.csv already",
                 "choose another name");
    }
    check_flow(flows->items[i], root, faults);
  }
  if (const Node* means = output->sound("means")) {
    check_means(means->items, root, faults);
  }
  if (const Node* pictures = output->sound("pictures")) check_picture_range(*pictures, faults);
  const Node* fields = output->sound("fields");
  if (fields == nullptr) return;
  const auto counts_time = [](const Node& field) { return field.text == "time_above"; };
  const auto above = std::find_if(fields->items.begin(), fields->items.end(), counts_time);
  if (above != fields->items.end() && output->find("threshold") == nullptr) {
    faults.add(above->mark, above->path, "needs a temperature", "write threshold: 60 degC beside fields");
  }
}

}  // namespace isotherm::config
