#include "io/config/load.hpp"

#include <memory>

#include "io/config/build.hpp"
#include "io/config/checks.hpp"
#include "io/config/document.hpp"
#include "io/config/overrides.hpp"
#include "io/config/resolve.hpp"
#include "io/config/write.hpp"

namespace isotherm {

Case load_case(const std::string& text, const std::string& filename,
               const std::vector<std::string>& overrides) {
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
  Case result = build_case(root);
  result.resolved = write(root);
  return result;
}

}  // namespace isotherm
