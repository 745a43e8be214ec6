#include "io/config/describe.hpp"

#include "io/config/keys.hpp"
#include "io/config/suggest.hpp"

namespace isotherm {

namespace {

using namespace config;

/// "required", "default auto" or "optional".
std::string need_in_words(const Row& row) {
  if (row.required && !row.unless_key.empty()) {
    return "required unless " + row.unless_key + " is " + row.unless_word;
  }
  if (row.required) return "required";
  if (row.fallback == "\"\"") return "default empty";
  return row.fallback.empty() ? "optional" : "default " + row.fallback;
}

std::string unit_of(const Row& row) {
  if (row.dimension == Dimension::none) return "";
  return row.dimension == Dimension::temperature ? "K or degC (units.temperature)" : info(row.dimension).unit;
}

/// A table cell: bars would end it.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string rows_markdown(const Group& group) {
  std::string out = "| key | write | unit | range | |\n|---|---|---|---|---|\n";
  for (const Row& row : group.rows) {
    const std::string shown = row.key == "*" ? "*name*" : row.key == "#" ? "*item*" : "`" + row.key + "`";
    out += "| " + shown + " | " + cell(forms_in_words(row)) + " | " + unit_of(row) + " | " +
           range_in_words(row.range) + " | " + cell(row.help) + " *" + need_in_words(row) + "* |\n";
  }
  return out;
}

/// Where a group's keys stand: the paths of the rows that lead to it.
std::string places_of(const Group& group) {
  std::string places;
  for (const KeyPath& known : all_keys()) {
    if (known.row->group == group.name) places += (places.empty() ? "`" : ", `") + known.path + "`";
  }
  return places;
}

bool is_wrapper(const Group& group) {
  return group.rows.front().key == "*" || group.rows.front().key == "#";
}

}  // namespace

std::string reference_markdown() {
  std::string out =
      "# Every key of a case\n\n"
      "Generated from the table that parses a case; a test compares the two.\n\n"
      "- `#` stands for an item of a list (`boundaries.top.0`), `*` for a name of your choice.\n"
      "- Plain numbers are SI; a quantity may carry a unit (`25 mm`, `10 min`, `15 W/m/K`) and is checked "
      "for its\n"
      "  dimension. Plain temperatures are in the unit of `units.temperature`.\n"
      "- Expressions are in SI and know `+ - * / ^`, comparisons, `&&`, `||`, `? :`, `pi`, and functions "
      "such as `sin`,\n"
      "  `cos`, `exp`, `sqrt`, `abs`, `min`, `max`.\n"
      "- Any value can be set on the command line: `--set boundaries.top.0.convection.coefficient=50`.\n";
  for (const Group& group : groups()) {
    if (is_wrapper(group)) continue;
    const bool top = group.name == "case";
    out += top ? "\n## Top level\n\n" : "\n## " + places_of(group) + "\n\n";
    out += rows_markdown(group);
  }
  return out;
}

namespace {

/// The lines of a text, those wider than a terminal broken at blanks and continued further in.
std::string fold(const std::string& text) {
  constexpr std::size_t width = 80;
  const std::string inner = "\n      ";
  std::string folded;
  std::size_t line = 0;  // begins there in `folded`
  for (const char c : text) {
    folded += c;
    if (c == '\n') line = folded.size();
    if (folded.size() - line <= width) continue;
    const std::size_t blank = folded.rfind(' ');
    if (blank < line + inner.size()) continue;  // a word that is wider
    folded.replace(blank, 1, inner);
    line = blank + 1;
  }
  return folded;
}

}  // namespace

Explanation explain(const std::string& key) {
  const Row* row = find_row(key);
  if (row == nullptr) {
    const std::size_t dot = key.rfind('.');
    const Row* above = dot == std::string::npos ? nullptr : find_row(key.substr(0, dot));
    const bool below_section = above != nullptr && !above->group.empty();
    const std::string prefix = below_section ? key.substr(0, dot) : "";
    const std::string last = dot == std::string::npos ? key : key.substr(dot + 1);
    const std::string meant = nearest_key(last, prefix, group(below_section ? above->group : "case"), {});
    return {false,
            key + " is not a known key" + (meant.empty() ? "" : "; did you mean " + meant + "?") + "\n"};
  }
  std::string text = key + ": " + row->help + "\n  write:   " + forms_in_words(*row) + "\n";
  if (!unit_of(*row).empty()) text += "  unit:    " + unit_of(*row) + "\n";
  if (!range_in_words(row->range).empty()) text += "  range:   " + range_in_words(row->range) + "\n";
  text += "  default: " + (row->fallback.empty() ? need_in_words(*row) : row->fallback) + "\n";
  if (!row->group.empty()) {
    for (const Row& below : group(row->group).rows) text += "  ." + below.key + ": " + below.help + "\n";
  }
  return {true, fold(text)};
}

}  // namespace isotherm
