// Searches in the table of keys, and its wording.

#include "io/config/keys.hpp"

#include <algorithm>
#include <stdexcept>

#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

bool is_index(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The row for one component of a path below a row.
const Row* step_down(const Row& row, std::string_view component) {
  const auto in_group = [](const std::string& name, std::string_view key) -> const Row* {
    for (const Row& candidate : group(name).rows) {
      if (candidate.key == key) return &candidate;
    }
    return nullptr;
  };
  if ((row.forms & list) != 0 && (is_index(component) || component == "#")) return in_group(row.items, "#");
  if ((row.forms & named) != 0) return in_group(row.items, "*");
  if ((row.forms & (point | counts)) != 0 && is_index(component)) return &row;
  return (row.forms & section) != 0 ? in_group(row.group, component) : nullptr;
}

void collect(const std::string& prefix, const Group& in, std::vector<KeyPath>& keys) {
  for (const Row& row : in.rows) {
    const std::string path = prefix.empty() ? row.key : prefix + "." + row.key;
    keys.push_back({path, &row});
    if (!row.group.empty()) collect(path, group(row.group), keys);
    if (!row.items.empty()) collect(path, group(row.items), keys);
  }
}

std::string joined(const std::vector<std::string>& parts, const std::string& last_glue) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last_glue : ", ";
    text += parts[i];
  }
  return text;
}

std::string variables_in_words(const Variables& v) {
  std::vector<std::string> names;
  if (v.place)
    names = v.axisymmetric ? std::vector<std::string>{"r", "z"} : std::vector<std::string>{"x", "y"};
  if (v.time) names.emplace_back("t");
  if (v.temperature) names.emplace_back("T");
  return joined(names, ", ");
}

}  // namespace

const std::vector<Group>& groups() {
  static const std::vector<Group> all = [] {
    std::vector<Group> made = physics_groups();
    for (Group& more : run_groups()) made.push_back(std::move(more));
    return made;
  }();
  return all;
}

const Group& group(std::string_view name) {
  for (const Group& candidate : groups()) {
    if (candidate.name == name) return candidate;
  }
  throw std::logic_error("the table of keys has no group " + std::string(name));
}

const Row* find_row(std::string_view path) {
  static const Row top{.key = "", .forms = section, .help = "", .group = "case"};
  const Row* row = &top;
  while (row != nullptr && !path.empty()) {
    const std::size_t dot = path.find('.');
    row = step_down(*row, path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return row == &top ? nullptr : row;
}

const std::vector<KeyPath>& all_keys() {
  static const std::vector<KeyPath> keys = [] {
    std::vector<KeyPath> found;
    collect("", group("case"), found);
    return found;
  }();
  return keys;
}

std::string forms_in_words(const Row& row) {
  const DimensionInfo& d = info(row.dimension);
  std::vector<std::string> ways;
  const auto has = [&](unsigned form) { return (row.forms & form) != 0; };
  if (has(text)) ways.emplace_back("text");
  if (has(word)) ways.push_back(joined(row.words, " or "));
  if (has(flag)) ways.emplace_back("true");
  if (has(integer)) ways.emplace_back("a whole number");
  if (has(quantity)) ways.push_back(std::string(d.name) + " such as " + d.example);
  if (has(formula)) ways.push_back("an expression in " + variables_in_words(row.variables));
  if (has(condition))
    ways.push_back("a condition in " + variables_in_words(row.variables) + " such as \"x > y\"");
  if (has(interval))
    ways.emplace_back(row.wall_clock ? "100 steps, 5 s, 10 min wall or never" : "100 steps, 5 s or never");
  if (has(table)) {
    ways.emplace_back(row.table_of_temperature()
                          ? "{table: [[temperature, value], ...], outside: clamp or refuse}"
                          : "{table: [[time, value], ...]}");
  }
  if (has(point))
    ways.emplace_back(row.dimension == Dimension::length ? "two lengths such as [10 mm, 5 mm]"
                      : row.dimension == Dimension::temperature
                          ? "two temperatures such as [20 degC, 30 degC]"
                          : "two numbers");
  if (has(counts)) ways.emplace_back("two whole numbers such as [2, 3]");
  if (has(list)) ways.emplace_back("a list");
  if (has(section)) {
    std::vector<std::string> keys;
    for (const Row& below : group(row.group).rows) keys.push_back(below.key);
    ways.push_back("a map with " + joined(keys, ", "));
  }
  if (has(named)) ways.emplace_back("a map of names");
  return joined(ways, ", or ");
}

std::string range_in_words(const Range& range) {
  const bool below = range.least > -std::numeric_limits<double>::infinity();
  const bool above = range.most < std::numeric_limits<double>::infinity();
  if (!below && !above) return {};
  if (below && !above && range.least == 0.0) return range.least_excluded ? "positive" : "not negative";
  std::string text;
  if (below) text = (range.least_excluded ? "above " : "at least ") + shortest(range.least);
  if (below && above) text += " and ";
  if (above) text += "at most " + shortest(range.most);
  return text;
}

}  // namespace isotherm::config
