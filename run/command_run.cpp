// isotherm run case.yaml: start a case, continue it, or say that it is done.

#include <memory>

#include "run/commands.hpp"
#include "run/control.hpp"
#include "run/guard.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

struct CommandLine {
  std::string file;
  std::vector<std::string> set;
  std::string out;
  RunOptions options;
};

ExitCode run_case(const Communicator& comm, const CommandLine& line) {
  const RunFolder folder(line.out.empty() ? RunFolder::default_for(line.file)
                                          : std::filesystem::path(line.out));
  Case the_case = read_case(comm, line.file, line.set);
  return Run(comm, std::move(the_case), folder, line.options).execute();
}

}  // namespace

void add_run_command(CLI::App& app, Action& action) {
  auto line = std::make_shared<CommandLine>();
  auto* command = app.add_subcommand("run", "Start a case, continue it, or say that it is done");
  command->add_option("case", line->file, "The case file (YAML)")->required();
  command->add_option("--set", line->set, "Override a key: --set time.end=10s (repeatable)")
      ->allow_extra_args(false);
  command->add_option("--out", line->out, "Run folder (default: the case file's stem + .run)");
  command->add_flag("--fresh", line->options.fresh, "Start over: remove what an earlier run left");
  command->add_option("--restart", line->options.restart, "Start from this checkpoint")->excludes("--fresh");
  command->add_option("--steps", line->options.steps, "Stop after so many steps with a checkpoint (75)")
      ->check(CLI::PositiveNumber);
  command->footer("Example: mpiexec -n 4 isotherm run case.yaml --set time.end=10s --out results/a");
  command->callback([line, &action] {
    action = [line](int& argc, char**& argv) {
      catch_signals();  // a signal that comes before the first step waits for it
      return with_environment(argc, argv, [&](const Communicator& comm) { return run_case(comm, *line); });
    };
  });
}

}  // namespace isotherm
