#pragma once
// The configuration described in words and as a schema, from the table that also parses it.

#include <string>

namespace isotherm {

/// JSON Schema (draft 2020-12) of a case, for editors with a YAML language server.
std::string schema_json();

/// configs/REFERENCE.md: every key with what may be written, its unit, range, default and help.
std::string reference_markdown();

/// One key in a few lines, such as boundaries.top.0.flux or materials.steel.density, and the keys below it.
/// For an unknown key a line that names the nearest one; `found` says which.
struct Explanation {
  bool found = false;
  std::string text;
};
Explanation explain(const std::string& key);

}  // namespace isotherm
