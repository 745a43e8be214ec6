#pragma once
// The one table that describes every key of a case. It drives the parser, the defaults, the resolved
// case, the schema, the reference and the explanations.

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "io/config/units.hpp"
#include "physics/expression.hpp"

namespace isotherm::config {

/// The forms that a value may take; a row lists one or several.
enum Form : unsigned {
  text = 1U << 0U,       ///< free text
  word = 1U << 1U,       ///< one of `words`
  flag = 1U << 2U,       ///< `true`
  integer = 1U << 3U,    ///< whole number
  quantity = 1U << 4U,   ///< number, number with a unit, or an expression without variables
  formula = 1U << 5U,    ///< like quantity, but the expression may use `variables`
  condition = 1U << 6U,  ///< an expression that is true or false
  interval = 1U << 7U,   ///< `100 steps`, `5 s`, `10 min wall`, `never`
  table = 1U << 8U,      ///< {table: [[t, value], ...]}, or of T where the row knows T but not t
  point = 1U << 9U,      ///< list of two quantities
  counts = 1U << 10U,    ///< list of two whole numbers
  list = 1U << 11U,      ///< list; each item is the row "#" of the group `items`
  section = 1U << 12U,   ///< map with the keys of the group `group`
  named = 1U << 13U,     ///< map with free names; each value is the row "*" of the group `items`
  colors = 1U << 14U,    ///< with named: the names are colours such as "#ff0000"
};

/// Numbers allowed: [least, most], or (least, most] when `least_excluded`.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool least_excluded = false;
};

/// Whether a key may differ when a run is continued.
enum class Change { never, free, only_later };

/// One key.
struct Row {
  std::string key;  ///< "*" for any name, "#" for any item of a list
  unsigned forms = 0;
  std::string help;
  Dimension dimension = Dimension::none;
  Range range{};
  bool required = false;
  /// A required key may be left out where this one of its neighbours, or domain.coordinates, has this word.
  std::string unless_key = {};
  std::string unless_word = {};
  std::string fallback{};  ///< YAML text of the default; empty: none
  std::string group{};     ///< Form::section
  std::string items{};     ///< Form::list and Form::named
  std::vector<std::string> words{};
  Variables variables{false, false, false, false};
  bool wall_clock = false;  ///< Form::interval: `10 min wall` is allowed
  Change change = Change::never;

  /// Whether its tables are functions of temperature, not of time.
  bool table_of_temperature() const { return variables.temperature && !variables.time; }
};

/// The keys of one kind of map. Walls, shapes and the like are written once and used in many places.
struct Group {
  std::string name;
  std::vector<Row> rows;
};

/// The groups about what is solved; the first one, "case", is the top level (keys_physics.cpp).
std::vector<Group> physics_groups();
/// Those of them about shapes and cell widths (keys_geometry.cpp).
std::vector<Group> geometry_groups();
/// Those of them about materials (keys_materials.cpp).
std::vector<Group> material_groups();
/// The groups about how it is run: time, numerics, stop, output, checkpoint, parallel (keys_run.cpp).
std::vector<Group> run_groups();

/// All groups.
const std::vector<Group>& groups();
const Group& group(std::string_view name);

/// The row that a full key such as boundaries.top.0.flux or materials.steel.density leads to, or nullptr.
const Row* find_row(std::string_view path);

/// A key of the table spelled with * and #, for searches and lists: boundaries.top.#.flux.
struct KeyPath {
  std::string path;
  const Row* row;
};
/// All keys of a case, depth first in the order of the table.
const std::vector<KeyPath>& all_keys();

/// What may be written for a row, in words: "a length such as 25 mm, or an expression in x, y".
std::string forms_in_words(const Row& row);
/// The range in words, such as "positive" or "from 0 to 1"; empty when every finite number is allowed.
std::string range_in_words(const Range& range);

}  // namespace isotherm::config
