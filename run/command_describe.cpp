// isotherm schema, isotherm explain KEY: the configuration in the words of the table that parses it.

#include <fmt/format.h>
#include <memory>

#include "io/config/describe.hpp"
#include "run/commands.hpp"

namespace isotherm {

void add_schema_command(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("schema", "The JSON Schema of a case, for editors");
  command->footer("Example: isotherm schema > schema.json");
  command->callback([&action] {
    action = [](int&, char**&) {
      fmt::print("{}", schema_json());
      return ExitCode::done;
    };
  });
}

void add_explain_command(CLI::App& app, Action& action) {
  auto key = std::make_shared<std::string>();
  auto* command = app.add_subcommand("explain", "What a key of a case means; without a key, all of them");
  command->add_option("key", *key, "A key such as boundaries.top.convection.ambient");
  command->footer("Example: isotherm explain time.step");
  command->callback([key, &action] {
    action = [key](int&, char**&) {
      if (key->empty()) {
        fmt::print("{}", reference_markdown());
        return ExitCode::done;
      }
      const Explanation explanation = explain(*key);
      fmt::print(explanation.found ? stdout : stderr, "{}\n", explanation.text);
      return explanation.found ? ExitCode::done : ExitCode::usage;
    };
  });
}

}  // namespace isotherm
