#include <algorithm>
#include <map>

#include "io/config/document.hpp"
#include "io/config/keys.hpp"
#include "io/config/load.hpp"
#include "io/config/scalar.hpp"

namespace isotherm {

namespace {

using Leaves = std::vector<std::pair<std::string, std::string>>;

/// All scalars of a tree with their full keys; empty lists and maps stand for themselves.
void collect(const config::Node& node, const std::string& path, Leaves& leaves) {
  if (node.is_scalar()) leaves.emplace_back(path, node.text);
  if (!node.is_scalar() && node.items.empty()) leaves.emplace_back(path, node.is_map() ? "{}" : "[]");
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string key = node.is_map() ? node.keys[i].text : std::to_string(i);
    collect(node.items[i], path.empty() ? key : path + "." + key, leaves);
  }
}

Leaves leaves_of(const std::string& resolved, const std::string& name) {
  config::Faults faults;
  const auto source =
      std::make_shared<const config::SourceText>(config::SourceText{.name = name, .text = resolved});
  const config::Node root = config::parse_document(source, faults);
  faults.throw_if_any();
  Leaves leaves;
  collect(root, "", leaves);
  return leaves;
}

}  // namespace

std::vector<CaseDifference> differences(const std::string& resolved_a, const std::string& resolved_b) {
  const Leaves a = leaves_of(resolved_a, "first case");
  const Leaves b = leaves_of(resolved_b, "second case");
  const std::map<std::string, std::string> in_a(a.begin(), a.end());
  const std::map<std::string, std::string> in_b(b.begin(), b.end());
  std::vector<CaseDifference> found;
  for (const auto& [key, value] : a) {
    const auto other = in_b.find(key);
    if (other == in_b.end()) {
      found.push_back({key, value, ""});
    } else if (other->second != value) {
      found.push_back({key, value, other->second});
    }
  }
  for (const auto& [key, value] : b) {
    if (in_a.count(key) == 0) found.push_back({key, "", value});
  }
  return found;
}

bool may_change_on_continuation(const CaseDifference& difference) {
  // The nearest key above that says so decides: all of output may change, of numerics only what blocks the
  // steps.
  for (std::size_t end = difference.key.find('.');; end = difference.key.find('.', end + 1)) {
    const config::Row* row = config::find_row(difference.key.substr(0, end));
    if (row == nullptr) return false;
    if (row->change == config::Change::free) return true;
    if (row->change == config::Change::only_later) {
      return config::leading_number(difference.b).value > config::leading_number(difference.a).value;
    }
    if (end == std::string::npos) return false;
  }
}

}  // namespace isotherm
