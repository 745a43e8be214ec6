// isotherm check case.yaml: parse, validate and build a case; nothing is written.

#include <fmt/format.h>
#include <memory>

#include "io/config/load.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/model.hpp"

namespace isotherm {
namespace {

struct CheckOptions {
  std::string file;
  std::vector<std::string> set;
};

ExitCode check(const Communicator& comm, const CheckOptions& options) {
  const Case the_case = load_case(read_case_text(comm, options.file), options.file, options.set);
  Model model(comm, the_case);
  if (the_case.problem.initial.file.empty()) model.set_initial_temperature();
  if (comm.is_root()) {
    const auto& d = the_case.problem.domain;
    fmt::print("{}: good. {} x {} cells, {}, {} ranks as {} x {}\n", options.file, d.nx, d.ny,
               model.step_text(), comm.size(), model.decomposition().px(), model.decomposition().py());
  }
  return ExitCode::done;
}

}  // namespace

void add_check_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<CheckOptions>();
  auto* command = app.add_subcommand("check", "Parse, validate and build a case; nothing is written");
  command->add_option("case", options->file, "The case file (YAML)")->required();
  command->add_option("--set", options->set, "Override a key: --set time.end=10s (repeatable)")
      ->allow_extra_args(false);
  command->footer("Example: isotherm check case.yaml --set domain.cells=[400,100]");
  command->callback([options, &action] {
    action = [options](int& argc, char**& argv) {
      return with_environment(argc, argv, [&](const Communicator& comm) { return check(comm, *options); });
    };
  });
}

}  // namespace isotherm
