// isotherm schema, isotherm explain KEY: the configuration in the words of the table that parses it.

#include <fmt/format.h>

#include "io/config/describe.hpp"
#include "run/commands.hpp"

namespace isotherm {

ExitCode SchemaCommand::operator()(int&, char**&) const {
  fmt::print("{}", schema_json());
  return ExitCode::done;
}

ExitCode ExplainCommand::operator()(int&, char**&) const {
  if (key.empty()) {
    fmt::print("{}", reference_markdown());
    return ExitCode::done;
  }
  const Explanation explanation = explain(key);
  fmt::print(explanation.found ? stdout : stderr, "{}\n", explanation.text);
  return explanation.found ? ExitCode::done : ExitCode::usage;
}

}  // namespace isotherm
