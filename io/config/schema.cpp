#include <limits>

#include "io/config/describe.hpp"
#include "io/config/keys.hpp"
#include "io/json.hpp"

namespace isotherm {

namespace {

using namespace config;

Json reference_to(const std::string& group) {
  return {{"$ref", "#/$defs/" + group}};
}

Json with_range(Json schema, const Range& range) {
  if (range.least > -std::numeric_limits<double>::infinity()) {
    schema[range.least_excluded ? "exclusiveMinimum" : "minimum"] = range.least;
  }
  if (range.most < std::numeric_limits<double>::infinity()) schema["maximum"] = range.most;
  return schema;
}

/// A list of exactly two.
Json pair_of(const Json& entry) {
  return {{"type", "array"}, {"items", entry}, {"minItems", 2}, {"maxItems", 2}};
}

/// A number in range, or a text: a quantity with a unit or an expression, which only the program can check.
Json quantity_schema(const Row& row) {
  return {{"anyOf", {with_range({{"type", "number"}}, row.range), {{"type", "string"}, {"minLength", 1}}}}};
}

Json table_schema(const Row& row) {
  Row time{.key = "", .forms = quantity, .help = ""};
  const Json entry = {{"type", "array"},
                      {"prefixItems", {quantity_schema(time), quantity_schema(row)}},
                      {"minItems", 2},
                      {"maxItems", 2}};
  Json properties = {{"table", {{"type", "array"}, {"items", entry}, {"minItems", 1}}}};
  if (row.table_of_temperature()) properties["outside"] = {{"enum", {"clamp", "refuse"}}};
  return {{"type", "object"},
          {"properties", properties},
          {"required", {"table"}},
          {"additionalProperties", false}};
}

Json row_schema(const Row& row);

/// One schema for each form that the row allows.
Json forms_schema(const Row& row) {
  const auto has = [&](unsigned forms) { return (row.forms & forms) != 0; };
  Json ways = Json::array();
  if (has(text)) ways.push_back({{"type", {"string", "number", "boolean"}}});  // all are text in YAML
  if (has(word)) ways.push_back({{"enum", row.words}});
  if (has(flag)) ways.push_back({{"const", true}});
  if (has(integer)) ways.push_back(with_range({{"type", "integer"}}, row.range));
  if (has(quantity | formula)) ways.push_back(quantity_schema(row));
  if (has(condition)) ways.push_back({{"type", "string"}, {"minLength", 1}});
  if (has(interval)) {
    ways.push_back({{"type", "integer"}, {"minimum", 1}});
    ways.push_back({{"type", "string"}, {"pattern", "^(never|[0-9].*)$"}});
  }
  if (has(table)) ways.push_back(table_schema(row));
  if (has(point)) ways.push_back(pair_of(quantity_schema(row)));
  if (has(counts)) ways.push_back(pair_of(with_range({{"type", "integer"}}, row.range)));
  if (has(list)) ways.push_back({{"type", "array"}, {"items", row_schema(group(row.items).rows.front())}});
  if (has(section)) ways.push_back(reference_to(row.group));
  if (has(named)) {
    ways.push_back({{"type", "object"},
                    {"propertyNames",
                     {{"pattern", has(colors) ? "^#?[0-9A-Fa-f]{6}$" : "^[A-Za-z][A-Za-z0-9_-]{0,63}$"}}},
                    {"additionalProperties", row_schema(group(row.items).rows.front())}});
  }
  return ways;
}

Json row_schema(const Row& row) {
  const Json ways = forms_schema(row);
  Json schema = {{"description", row.help + " Write " + forms_in_words(row) + "."}};
  if (ways.size() == 1) {
    schema.update(ways.front());
  } else {
    schema["anyOf"] = ways;
  }
  return schema;
}

Json group_schema(const Group& group) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Row& row : group.rows) {
    properties[row.key] = row_schema(row);
    if (row.required && row.unless_key.empty()) required.push_back(row.key);
  }
  return {{"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

}  // namespace

std::string schema_json() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "isotherm case"}};
  schema.update(reference_to("case"));
  for (const Group& group : groups()) {
    if (group.rows.front().key == "*" || group.rows.front().key == "#") continue;
    schema["$defs"][group.name] = group_schema(group);
  }
  return json_text(schema, 2) + "\n";
}

}  // namespace isotherm
