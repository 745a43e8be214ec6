#include "run/usage.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "io/config/suggest.hpp"

namespace isotherm {
namespace {

std::string meant(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = config::nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format(", did you mean {}?", near);
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

}  // namespace

std::string unknown_word(const CLI::App& app, int argc, const char* const* argv) {
  if (argc < 2) return {};
  const std::string word = argv[1];
  const CLI::App* command = &app;
  if (!word.starts_with('-')) {
    std::vector<std::string> names;
    for (const CLI::App* known : app.get_subcommands({})) {
      names.push_back(known->get_name());
      if (known->check_name(word)) command = known;
    }
    if (command == &app) return fmt::format("there is no command '{}'{}", word, meant(word, names));
  }
  const std::vector<std::string> options = options_of(*command);
  for (int k = 1; k < argc; ++k) {
    const std::string name = std::string(argv[k]).substr(0, std::string(argv[k]).find('='));
    if (!name.starts_with("--") || name == "--" || std::ranges::count(options, name) > 0) continue;
    return fmt::format("{}{} has no option {}{}", app.get_name(), command == &app ? "" : " " + word, name,
                       meant(name, options));
  }
  return {};
}

}  // namespace isotherm
