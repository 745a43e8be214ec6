#include "run/usage.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <string>
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

/// The first word that is no command or no option of its command, with the nearest that is; empty when there
/// is no such word.
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

}  // namespace

ExitCode tell_usage(const CLI::App& app, const CLI::ParseError& e, int argc, const char* const* argv) {
  const bool wrong = e.get_exit_code() != 0;
  const std::string unknown = wrong ? unknown_word(app, argc, argv) : std::string();
  if (wrong && argc < 2) {
    std::fputs(app.help().c_str(), stderr);
  } else if (!unknown.empty()) {
    std::fputs(fmt::format("isotherm: {}\nRun with --help for more information.\n", unknown).c_str(), stderr);
  } else {
    app.exit(e);
  }
  return wrong ? ExitCode::usage : ExitCode::done;
}

}  // namespace isotherm
