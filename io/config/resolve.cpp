#include "io/config/resolve.hpp"

#include <algorithm>
#include <utility>

#include "io/config/document.hpp"
#include "io/config/images.hpp"
#include "io/config/keys.hpp"
#include "io/config/quantity.hpp"
#include "io/config/scalar.hpp"
#include "io/config/suggest.hpp"

namespace isotherm::config {

namespace {

constexpr std::size_t longest_name = 64;

bool is_name(const std::string& text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  return !text.empty() && text.size() <= longest_name && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), allowed);
}

/// Walks the tree and the table together.
class Resolver {
 public:
  Resolver(Faults& faults, TemperatureUnit unit, bool axisymmetric)
      : faults_(faults), unit_(unit), axisymmetric_(axisymmetric) {}

  /// A map with the keys of a group.
  void keys_of(Node& node, const Group& group) {
    std::vector<std::string> meant = refuse_unknown(node, group);
    Node ordered{.kind = Node::Kind::map, .mark = node.mark};
    for (const Row& row : group.rows) {
      Node* item = node.find(row.key);
      Node made;
      if (item == nullptr) {
        const bool required = row.required && !excused(node, row);
        if (required && std::find(meant.begin(), meant.end(), join(node.path, row.key)) == meant.end()) {
          fault(node, "is missing", row.help + " Write " + forms_in_words(row), join(node.path, row.key));
        }
        node.good = node.good && !required;
        if (row.fallback.empty()) continue;
        made = default_of(row, node.mark);
        item = &made;
      }
      item->path = join(node.path, row.key);
      value(*item, row);
      node.good = node.good && item->good;
      ordered.keys.push_back({row.key, item->mark});
      ordered.items.push_back(std::move(*item));
    }
    node.keys = std::move(ordered.keys);
    node.items = std::move(ordered.items);
  }

 private:
  /// Whether a required key may be missing.
  bool excused(const Node& node, const Row& row) const {
    if (row.unless_key.empty()) return false;
    if (row.unless_key == "domain.coordinates") return axisymmetric_;
    const Node* excuse = node.find(row.unless_key);
    return excuse != nullptr && excuse->text == row.unless_word;
  }

  static std::string join(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }

  void fault(Node& node, std::string message, std::string remedy, std::string key = {},
             std::string nearest = {}) {
    node.good = false;
    faults_.add(node.mark, key.empty() ? node.path : std::move(key), std::move(message), std::move(remedy),
                std::move(nearest));
  }

  Node default_of(const Row& row, const Mark& where) {
    auto source =
        std::make_shared<const SourceText>(SourceText{.name = "default of " + row.key, .text = row.fallback});
    Node node = parse_document(source, faults_);
    place_at(node, where);  // a fault about a default is shown where the key is left out
    return node;
  }

  static void place_at(Node& node, const Mark& where) {
    node.mark = where;
    for (Node& item : node.items) place_at(item, where);
  }

  /// Faults the keys that the group does not have; returns the full keys that were probably meant.
  std::vector<std::string> refuse_unknown(Node& node, const Group& group) {
    std::vector<std::string> meant;
    std::vector<std::string> present;
    for (const Node::Key& key : node.keys) present.push_back(key.text);
    for (const Node::Key& key : node.keys) {
      const auto same = [&](const Row& row) { return row.key == key.text; };
      if (std::any_of(group.rows.begin(), group.rows.end(), same)) continue;
      meant.push_back(nearest_key(key.text, node.path, group, present));
      std::string known;
      for (const Row& row : group.rows) known += (known.empty() ? "" : ", ") + row.key;
      faults_.add(key.mark, join(node.path, key.text), "is not a known key", "known here are " + known,
                  meant.back());
      node.good = false;
    }
    return meant;
  }

  void value(Node& node, const Row& row) {
    if (!node.good) return;  // already faulted by the reader
    switch (node.kind) {
      case Node::Kind::nothing:
        return fault(node, "has no value", "write " + forms_in_words(row));
      case Node::Kind::scalar:
        return resolve_scalar(node, axisymmetric_ ? of_revolution(row) : row, unit_, faults_);
      case Node::Kind::list:
        return list_value(node, row);
      case Node::Kind::map:
        return map_value(node, row);
    }
  }

  /// The row as it is for a body of revolution: places are r and z, and powers are those of the whole body.
  static Row of_revolution(Row row) {
    row.variables.axisymmetric = row.variables.place;
    if (row.dimension == Dimension::power_per_depth) row.dimension = Dimension::power;
    return row;
  }

  void wrong_kind(Node& node, const Row& row, const std::string& what, const std::string& nearest = {}) {
    fault(node, what + " is not accepted here", "write " + forms_in_words(row), {}, nearest);
  }

  void list_value(Node& node, const Row& row) {
    if ((row.forms & (point | counts)) != 0) return pair(node, row);
    if ((row.forms & list) == 0) return wrong_kind(node, row, "a list");
    items(node, group(row.items).rows.front());
  }

  void items(Node& node, const Row& row) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      node.items[i].path = join(node.path, std::to_string(i));
      value(node.items[i], row);
      node.good = node.good && node.items[i].good;
    }
  }

  /// [a, b]: two quantities or two whole numbers.
  void pair(Node& node, const Row& row) {
    if (node.items.size() != 2) {
      return fault(node, "takes two entries, not " + std::to_string(node.items.size()),
                   "write " + forms_in_words(row));
    }
    Row entry = row;
    entry.forms = (row.forms & counts) != 0 ? integer : quantity;
    items(node, entry);
  }

  void map_value(Node& node, const Row& row) {
    const bool may_be_section = (row.forms & section) != 0;
    if ((row.forms & table) != 0 && (!may_be_section || node.find("table") != nullptr)) {
      return table_value(node, row);
    }
    if ((row.forms & section) != 0) return keys_of(node, group(row.group));
    if ((row.forms & named) == 0) return wrong_kind(node, row, "a map");
    const bool by_color = (row.forms & colors) != 0;
    const Row& entry = group(row.items).rows.front();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      Node::Key& key = node.keys[i];
      if (by_color) key.text = canonical_color(key.text).empty() ? key.text : canonical_color(key.text);
      node.items[i].path = join(node.path, key.text);
      if (by_color && canonical_color(key.text).empty()) {
        faults_.add(key.mark, node.items[i].path, "is no colour", "write red, green and blue: \"#ff8000\"");
        node.good = false;
      } else if (!by_color && !is_name(key.text)) {
        faults_.add(key.mark, node.items[i].path, "is no name",
                    "start with a letter and use letters, digits, _ and - (at most 64)");
        node.good = false;
      }
      value(node.items[i], entry);
      node.good = node.good && node.items[i].good;
    }
  }

  /// {table: [[t, value], ...]} with increasing t, or T and what holds outside.
  void table_value(Node& node, const Row& row) {
    refuse_unknown(node, row.table_of_temperature() ? table_of_temperature_group() : table_group());
    if (row.table_of_temperature() && node.good) resolve_outside(node);
    Node* points = node.find("table");
    if (points == nullptr || !node.good) {
      if (node.good) wrong_kind(node, row, "a map without the key 'table'");
      return;
    }
    points->path = join(node.path, "table");
    if (!points->is_list() || points->items.empty()) {
      fault(*points, "needs a list of points", "write " + forms_in_words(row));
    }
    const Node* before = nullptr;
    for (std::size_t i = 0; i < points->items.size() && points->is_list(); ++i) {
      Node& entry = points->items[i];
      entry.path = join(points->path, std::to_string(i));
      table_point(entry, row);
      points->good = points->good && entry.good;
      if (!entry.good) continue;
      if (before != nullptr && !(before->items[0].number < entry.items[0].number)) {
        const bool of_T = row.table_of_temperature();
        fault(entry.items[0],
              of_T ? "is not warmer than the point before" : "is not later than the point before",
              std::string("order the points by increasing ") + (of_T ? "temperature" : "time"));
        points->good = false;
      }
      before = &entry;
    }
    node.good = node.good && points->good;
  }

  void table_point(Node& entry, const Row& row) {
    if (!entry.is_list() || entry.items.size() != 2) {
      return fault(entry, "is no point of a table",
                   row.table_of_temperature() ? "write [temperature, value]" : "write [time, value]");
    }
    Row abscissa{.key = "time", .forms = quantity, .help = "", .dimension = Dimension::time};
    if (row.table_of_temperature()) abscissa.dimension = Dimension::temperature;
    Row ordinate = row;
    ordinate.forms = quantity;
    for (std::size_t k = 0; k < 2; ++k) {
      entry.items[k].path = join(entry.path, std::to_string(k));
      value(entry.items[k], k == 0 ? abscissa : ordinate);
      entry.good = entry.good && entry.items[k].good;
    }
  }

  static const Group& table_group() {
    static const Group keys{
        "table", {{.key = "table", .forms = table, .help = "Points [time, value], linear between."}}};
    return keys;
  }

  static const Group& table_of_temperature_group() {
    static const Group keys{
        "table",
        {{.key = "table", .forms = table, .help = "Points [temperature, value], linear between."},
         {.key = "outside",
          .forms = word,
          .help = "Beyond the points: the value of the last one, or an error.",
          .fallback = "clamp",
          .words = {"clamp", "refuse"}}}};
    return keys;
  }

  /// What holds beyond a table of temperature, with its default.
  void resolve_outside(Node& node) {
    const Row& row = table_of_temperature_group().rows.back();
    if (node.find("outside") == nullptr) {
      node.keys.push_back({row.key, node.mark});
      node.items.push_back(default_of(row, node.mark));
    }
    Node& outside = *node.find("outside");
    outside.path = join(node.path, row.key);
    value(outside, row);
    node.good = node.good && outside.good;
  }

  Faults& faults_;
  TemperatureUnit unit_;
  bool axisymmetric_;
};

/// Whether the text asks for a body of revolution; before the tree is resolved.
bool is_axisymmetric(const Node& root) {
  const Node* domain = root.find("domain");
  const Node* coordinates = domain != nullptr && domain->is_map() ? domain->find("coordinates") : nullptr;
  return coordinates != nullptr && coordinates->is_scalar() && trimmed(coordinates->text) == "axisymmetric";
}

}  // namespace

TemperatureUnit temperature_unit(const Node& root) {
  const Node* units = root.find("units");
  const Node* temperature = units != nullptr ? units->find("temperature") : nullptr;
  const bool celsius =
      temperature != nullptr && temperature->is_scalar() && trimmed(temperature->text) == "degC";
  return celsius ? TemperatureUnit::celsius : TemperatureUnit::kelvin;
}

void resolve(Node& root, Faults& faults) {
  Resolver resolver(faults, temperature_unit(root), is_axisymmetric(root));
  resolver.keys_of(root, group("case"));
}

}  // namespace isotherm::config
