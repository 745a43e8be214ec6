// isotherm check case.yaml: parse, validate and build a case; nothing is written.

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "io/config/load.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/model.hpp"

namespace isotherm {
namespace {

struct CheckOptions {
  std::string file;
  std::vector<std::string> set;
  bool json = false;
};

void tell_good(const CheckOptions& options, const Case& the_case, const Model& model) {
  const auto& d = the_case.problem.domain;
  const Decomposition& ranks = model.decomposition();
  if (options.json) {
    fmt::print(
        "{{\"good\": true, \"file\": {}, \"cells\": [{}, {}], \"method\": \"{}\", \"ranks\": [{}, {}],\n"
        "\"warnings\": {}}}\n",
        nlohmann::json(options.file).dump(), d.nx, d.ny, model.method(), ranks.px(), ranks.py(),
        faults_json(the_case.warnings));
    return;
  }
  for (const CaseFault& warning : the_case.warnings) fmt::print(stderr, "{}", format_warning(warning));
  fmt::print("{}: good. {} x {} cells, {}, {} ranks as {} x {}\n", options.file, d.nx, d.ny,
             model.step_text(), model.comm().size(), ranks.px(), ranks.py());
}

ExitCode check(const Communicator& comm, const CheckOptions& options) {
  try {
    const Case the_case =
        load_case(read_case_text(comm, options.file), options.file, options.set, reader_for_all(comm));
    with_places(the_case, [&] {
      Model model(comm, the_case);
      if (the_case.problem.initial.file.empty()) model.set_initial_temperature();
      if (comm.is_root()) tell_good(options, the_case, model);
    });
  } catch (const ConfigError& e) {
    if (!options.json) throw;
    if (comm.is_root()) fmt::print("{{\"good\": false, \"errors\": {}}}\n", faults_json(e.faults()));
    return ExitCode::bad_case;
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
  command
      ->add_option_function<std::string>(
          "--format", [options](const std::string& format) { options->json = format == "json"; },
          "text, or json for machines")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer("Example: isotherm check case.yaml --set domain.cells=[400,100]");
  command->callback([options, &action] {
    action = [options](int& argc, char**& argv) {
      return with_environment(argc, argv, [&](const Communicator& comm) { return check(comm, *options); });
    };
  });
}

}  // namespace isotherm
