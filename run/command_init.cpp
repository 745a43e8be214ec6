// isotherm init TEMPLATE: a commented case to start from.

#include <array>
#include <fmt/format.h>

#include "io/config/suggest.hpp"
#include "io/file_system.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/templates.hpp"

namespace isotherm {
namespace {

struct Template {
  const char* name;
  const char* about;
  const std::string_view* text;
};

const std::array<Template, 5>& templates() {
  static const std::array<Template, 5> all{
      {{"plate", "a plate with a disc, heated on one side, cooled by air", &template_plate},
       {"chip", "a chip on a board, under load for two seconds", &template_chip},
       {"wall", "an outer wall over two days, with tables and degC", &template_wall},
       {"steady", "a pipe in a block, one solve for the steady state", &template_steady},
       {"study", "a parameter study of the plate", &template_study}}};
  return all;
}

std::string list() {
  std::string text;
  for (const Template& t : templates()) text += fmt::format("  {:<8}{}\n", t.name, t.about);
  return text;
}

}  // namespace

ExitCode InitCommand::operator()(int&, char**&) const {
  return with_errors([&] {
    if (name.empty()) {
      fmt::print("Templates:\n{}Next: isotherm init plate\n", list());
      return ExitCode::done;
    }
    std::vector<std::string> names;
    for (const Template& t : templates()) {
      names.emplace_back(t.name);
      if (name != t.name) continue;
      const std::filesystem::path path = output.empty() ? name + ".yaml" : output;
      if (!force && std::filesystem::exists(path)) {
        throw Failure(
            ExitCode::folder_unusable,
            fmt::format("{} is there already; --force replaces it, -o FILE writes elsewhere", path.string()));
      }
      write_output(path, *t.text);
      fmt::print("{}: {}\nNext: {}\n", path.string(), t.about,
                 name == "study" ? fmt::format("isotherm study {} --list", path.string())
                                 : fmt::format("mpiexec -n 2 isotherm run {}", path.string()));
      return ExitCode::done;
    }
    const std::string meant = config::nearest(name, names);
    throw Failure(ExitCode::usage, fmt::format("there is no template '{}'{}; there are:\n{}", name,
                                               meant.empty() ? "" : ", did you mean " + meant + "?", list()));
  });
}

}  // namespace isotherm
