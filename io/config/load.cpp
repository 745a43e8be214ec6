#include "io/config/load.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <utility>

#include "io/config/build.hpp"
#include "io/config/checks.hpp"
#include "io/config/document.hpp"
#include "io/config/overrides.hpp"
#include "io/config/resolve.hpp"
#include "io/config/scalar.hpp"
#include "io/config/write.hpp"
#include "physics/temperature_range.hpp"

namespace isotherm {

namespace {

/// Run folders and checkpoints keep the resolved case, which is longer than what was read: a run that could
/// not read it again could not be continued.
void require_readable(const std::string& resolved, const std::string& filename) {
  using namespace config;
  Faults faults;
  const std::string name = filename + ", with all that it leaves out written down";
  parse_document(std::make_shared<const SourceText>(SourceText{.name = name, .text = resolved}), faults);
  faults.throw_if_any();
}

/// Makes the name absolute and fills in the checksum, so that a changed file is another case.
void settle_initial_file(config::Node& initial, const std::string& filename, const CaseFiles& files) {
  config::Node* file = initial.find("file");
  if (file == nullptr) return;
  file->text = config::absolute_name(file->text, filename);
  if (!files.fingerprint || initial.find("checksum") != nullptr) return;
  const std::string found = files.fingerprint(file->text);
  if (!found.empty()) initial.add("checksum", found);
}

/// Who writes 20 degC in one place may mean degC in a plain number or formula too.
void check_unit(const std::string& text, const HeatProblem& problem, const config::Node& root,
                config::Faults& warnings) {
  constexpr double hardly_meant = 60.0;  // below nitrogen's boiling point
  if (problem.unit != TemperatureUnit::kelvin || text.find("degC") == std::string::npos) return;
  const double least = expected_temperatures(problem).least;
  if (least >= hardly_meant) return;
  warnings.add(
      root.at("boundaries").mark, "units.temperature",
      fmt::format("the start or a wall has {:.4g} K, while others are given in degC", least),
      "plain numbers and formulas are in K: write units: {temperature: degC} where they are meant in degC");
}

}  // namespace

Case load_case(const std::string& text, const std::string& filename,
               const std::vector<std::string>& overrides, const CaseFiles& files) {
  using namespace config;
  Faults faults;
  const auto source = std::make_shared<const SourceText>(SourceText{.name = filename, .text = text});
  Node root = parse_document(source, faults);
  if (!root.is_map()) {
    const bool empty = root.kind == Node::Kind::nothing;
    faults.add({source, 0, 0}, "", empty ? "the case is empty" : "a case is a map of keys and values",
               "start with title:, domain:, materials:, ...");
    faults.throw_if_any();
  }
  apply_overrides(root, overrides, faults);
  resolve(root, faults);
  check(root, faults);
  faults.throw_if_any();
  const Images images = load_images(root, filename, files.read, faults);
  faults.throw_if_any();
  settle_initial_file(*root.find("initial"), filename, files);
  Case result = build_case(root, images);
  result.resolved = write(root);
  require_readable(result.resolved, filename);
  Faults warnings;
  check_usefulness(root, warnings);
  check_unit(text, result.problem, root, warnings);
  result.warnings = warnings.all();
  const auto place = [](const CaseFault& fault) { return std::pair(fault.line, fault.column); };
  std::ranges::stable_sort(result.warnings, {}, place);
  result.tree = std::make_shared<const Node>(std::move(root));
  return result;
}

std::optional<CaseFault> locate(const Case& the_case, const std::string& message) {
  // "rank 3: time.step: ..." where several ranks agreed on it.
  const std::size_t start = message.starts_with("rank ") ? message.find(": ") + 2 : 0;
  const std::size_t colon = message.find(": ", start);
  const config::Node* node = the_case.tree.get();
  if (colon == std::string::npos || node == nullptr) return std::nullopt;
  const std::string key = message.substr(start, colon - start);
  for (std::size_t begin = 0; begin < key.size();) {
    const std::size_t end = std::min(key.find('.', begin), key.size());
    const std::string part = key.substr(begin, end - begin);
    const auto index = config::whole_number(part);
    if (node->is_list() && index && *index >= 0 && *index < std::ssize(node->items)) {
      node = &node->items[static_cast<std::size_t>(*index)];
    } else {
      node = node->is_map() ? node->find(part) : nullptr;
    }
    if (node == nullptr) return std::nullopt;
    begin = end + 1;
  }
  if (!node->mark.source) return std::nullopt;  // a default
  const std::string text = message.substr(colon + 2);
  const std::size_t remedy = text.rfind(": ");
  config::Faults faults;
  faults.add(node->mark, key, text.substr(0, remedy),
             remedy == std::string::npos ? std::string() : text.substr(remedy + 2));
  return faults.all().front();
}

}  // namespace isotherm
