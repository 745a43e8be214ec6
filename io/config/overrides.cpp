#include "io/config/overrides.hpp"

#include <set>

#include "io/config/document.hpp"
#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t dot = path.find('.', begin);
    parts.push_back(path.substr(begin, dot - begin));
    if (dot == std::string::npos) return parts;
    begin = dot + 1;
  }
}

/// The child that a component of the key leads to, made when a map lacks it; nullptr after a fault.
Node* descend(Node& node, const std::string& component, const std::string& path, const Mark& key_mark,
              Faults& faults) {
  if (node.kind == Node::Kind::nothing) node = Node{.kind = Node::Kind::map, .mark = key_mark};
  if (node.is_list()) {
    const auto index = whole_number(component);
    if (index && *index >= 0 && *index < std::ssize(node.items))
      return &node.items[static_cast<std::size_t>(*index)];
    const std::string last = std::to_string(node.items.size() - 1);
    faults.add(key_mark, path, "the list has no item '" + component + "'",
               node.items.empty() ? "the list is empty" : "use an index from 0 to " + last);
    return nullptr;
  }
  if (!node.is_map()) {
    faults.add(key_mark, path, "the case has a single value where '" + component + "' should go below",
               "set the whole value, for example --set 'key={...}'");
    return nullptr;
  }
  if (Node* found = node.find(component)) return found;
  node.keys.push_back({component, key_mark});
  node.items.push_back(Node{.kind = Node::Kind::nothing, .mark = key_mark});
  return &node.items.back();
}

void apply_one(Node& root, const std::string& text, std::set<std::string>& seen, Faults& faults) {
  SourceText made{.name = "--set " + text, .text = text, .column_offset = 0, .is_override = true};
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    const auto source = std::make_shared<const SourceText>(std::move(made));
    faults.add({source, 0, 0}, "", "must have the form key=value", "for example --set time.end=10");
    return;
  }
  made.column_offset = static_cast<int>(equals) + 1;
  const auto source = std::make_shared<const SourceText>(std::move(made));
  const Mark key_mark{source, 0, -source->column_offset};
  const std::string path(trimmed(text.substr(0, equals)));
  if (!seen.insert(path).second) {
    faults.add(key_mark, path, "is set twice", "keep one of the two");
    return;
  }
  Node value = parse_document(source, faults);
  if (value.kind == Node::Kind::nothing && value.good) {
    faults.add(key_mark, path, "has no value", "write --set key=value");
    return;
  }
  Node* node = &root;
  std::string done;
  for (const std::string& component : split(path)) {
    done += (done.empty() ? "" : ".") + component;
    node = descend(*node, component, done, key_mark, faults);
    if (node == nullptr) return;
  }
  *node = std::move(value);
}

}  // namespace

void apply_overrides(Node& root, const std::vector<std::string>& overrides, Faults& faults) {
  std::set<std::string> seen;
  for (const std::string& text : overrides) apply_one(root, text, seen, faults);
}

}  // namespace isotherm::config
