#include "run/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <functional>
#include <memory>

#include "io/build_info.hpp"
#include "io/picture/color_map.hpp"
#include "run/commands.hpp"
#include "run/option_checks.hpp"
#include "run/usage.hpp"

namespace isotherm {
namespace {

struct Program {
  CLI::App app{"isotherm: heat conduction in two dimensions, in parallel", "isotherm"};
  /// The command that the line names, with its options; once the line is read.
  std::function<ExitCode(int& argc, char**& argv)> named;
};

/// A command's part of the program, and where its options are kept as long as the program.
template <class Command>
struct Added {
  CLI::App& app;
  Command& options;
};

template <class Command>
Added<Command> add(Program& program, const char* name, const char* about, const char* footer) {
  auto options = std::make_shared<Command>();
  CLI::App* app = program.app.add_subcommand(name, about)->footer(footer);
  app->callback([options, &program] { program.named = *options; });
  return {*app, *options};
}

void add_set(CLI::App& app, std::vector<std::string>& set,
             const char* about = "Override a key: --set time.end=10s (repeatable)") {
  app.add_option("--set", set, about)->allow_extra_args(false);
}

void add_format(CLI::App& app, bool& json, const char* about) {
  app.add_option_function<std::string>(
         "--format", [&json](const std::string& format) { json = format == "json"; }, about)
      ->check(CLI::IsMember({"text", "json"}));
}

void add_init(Program& program) {
  const auto [app, init] =
      add<InitCommand>(program, "init", "Write a commented case to start from; without a name, list them",
                       "Example: isotherm init plate");
  app.add_option("template", init.name, "plate, chip, wall, steady or study");
  app.add_option("--output,-o", init.output, "The file to write (default: TEMPLATE.yaml)")
      ->check(not_empty());
  app.add_flag("--force", init.force, "Replace a file that is there");
}

void add_run(Program& program) {
  const auto [app, run] =
      add<RunCommand>(program, "run", "Start a case, continue it, or say that it is done",
                      "Example: mpiexec -n 4 isotherm run case.yaml --set time.end=10s --out results/a");
  app.add_option("case", run.file, "The case file (YAML)")->required();
  add_set(app, run.set);
  app.add_option("--out", run.out, "Run folder (default: the case file's stem + .run)")->check(not_empty());
  app.add_flag("--fresh", run.options.fresh, "Start over: remove what an earlier run left");
  app.add_option("--restart", run.options.restart, "Start from this checkpoint")
      ->check(not_empty())
      ->excludes("--fresh");
  app.add_option("--steps", run.options.steps, "Stop after so many steps with a checkpoint (75)")
      ->check(whole_number(1));
}

void add_check(Program& program) {
  const auto [app, check] =
      add<CheckCommand>(program, "check", "Parse, validate and build cases; nothing is written",
                        "Example: isotherm check case.yaml --set domain.cells=[400,100]");
  app.add_option("case", check.files, "Case files (YAML)")->required();
  add_set(app, check.set);
  add_format(app, check.json, "text, or json for machines");
}

void add_info(Program& program) {
  const auto [app, info] =
      add<InfoCommand>(program, "info", "What a checkpoint, a snapshot or a run folder holds",
                       "Example: isotherm info case.run/checkpoints/step-000000500.h5");
  app.add_option("file", info.file, "A checkpoint, a snapshot or a run folder")->required();
}

void add_picture(Program& program) {
  const auto [app, command] =
      add<PictureCommand>(program, "picture", "A PNG of a field in a snapshot, a checkpoint or a run folder",
                          "Example: isotherm picture case.run --field flux --step 500 -o flux.png");
  FilePictureOptions& picture = command.picture;
  app.add_option("file", command.file, "A run folder (newest state), snapshot, checkpoint")->required();
  app.add_option("--field", picture.field, "temperature, flux (size), or a snapshot's field")
      ->capture_default_str();
  app.add_option("--step", command.step, "The state after this step, of a run folder");
  app.add_option("--output,-o", command.output, "The file (of --all: the folder) to write")
      ->check(not_empty());
  app.add_option("--colors", picture.style.colors, "Colour map")
      ->check(CLI::IsMember(ColorMap::names()))
      ->capture_default_str();
  app.add_option_function<std::vector<double>>(
         "--range",
         [&range = command.range](const std::vector<double>& given) {
           require_rising("--range", given);
           range = given;
         },
         "Values of the first and last colour: 20 100")
      ->expected(2);
  app.add_option("--isotherms", picture.style.isotherms, "About so many lines of equal value")
      ->check(whole_number(0, 100))
      ->capture_default_str();
  app.add_option("--width", picture.width, "Pixels along the longer side of the domain")
      ->check(whole_number(64, 16384))
      ->capture_default_str();
  app.add_flag("--all", command.all, "All snapshots of a run, in one range of colours");
  app.add_flag("--animate", command.animate, "All snapshots as one animated PNG for browsers")
      ->excludes("--all");
}

void add_compare(Program& program) {
  const auto [app, compare] =
      add<CompareCommand>(program, "compare", "What two runs, checkpoints, snapshots or cases differ in",
                          "Exit code 1 says that they differ.\nExample: isotherm compare a.run b.run");
  app.add_option("a", compare.a, "A run folder, checkpoint, snapshot or case file")->required();
  app.add_option("b", compare.b, "Another of the same kind")->required();
  app.add_option("--tolerance", compare.tolerance, "Differences up to this do not count (default 0)")
      ->check(number(0.0));
}

void add_watch(Program& program) {
  const auto [app, watch] =
      add<WatchCommand>(program, "watch", "Follow a run or a study in the terminal, without touching it",
                        "Ends when the run ends; Ctrl-C ends it before, and the run goes on.\n"
                        "Example: isotherm watch case.run");
  app.add_option("run", watch.run, "The folder of a run or a study")->required();
  app.add_option("--every", watch.every, "Seconds between two looks")
      ->check(number(0.1, 3600.0))
      ->capture_default_str();
  app.add_flag("--once", watch.once, "One look, for scripts");
}

void add_rerun(Program& program) {
  const auto [app, rerun] =
      add<RerunCommand>(program, "rerun", "Compute a run once more from its own case.yaml",
                        "Example: mpiexec -n 4 isotherm rerun case.run --verify");
  app.add_option("run", rerun.run, "The run folder")->required();
  app.add_option("--out", rerun.out, "Folder of the new run, emptied first (RUN.again)")->check(not_empty());
  app.add_flag("--verify", rerun.verify, "Say whether all bits agree; exit code 1 if not");
}

void add_plan(Program& program) {
  const auto [app, plan] =
      add<PlanCommand>(program, "plan", "Memory, steps, bytes on disk and time of a case; nothing is written",
                       "Two seconds of the case are run; under mpiexec on as many ranks at once.\n"
                       "Example: isotherm plan case.yaml -n 1,2,64,4096");
  app.add_option("case", plan.file, "The case file (YAML)")->required();
  add_set(app, plan.set);
  app.add_option("-n,--ranks", plan.ranks, "Numbers of ranks: 1,2,64 (or the suggested one)")
      ->delimiter(',')
      ->check(whole_number(1, 1 << 24));
  app.add_flag("--stated", plan.stated, "Measure nothing: the figures of a usual machine");
  add_format(app, plan.json, "text, or json for machines (SI units)");
}

void add_study(Program& program) {
  const auto [app, study] =
      add<StudyCommand>(program, "study", "Run the cases of a parameter study that are not done yet",
                        "Example: mpiexec -n 4 isotherm study study.yaml");
  app.add_option("study", study.file, "The study file (YAML)")->required();
  app.add_option("--out", study.out, "Study folder (default: the file's stem + .study)")->check(not_empty());
  app.add_flag("--list", study.list, "Show the cases and what they take; run nothing");
  app.add_flag("--status", study.status, "Show how far the study has come; nothing is run")
      ->excludes("--list");
}

void add_submit(Program& program) {
  const auto [app, submit] = add<SubmitCommand>(
      program, "submit", "Print a batch script for a case or a study, and submit it with --now",
      "Example: isotherm submit case.yaml -n 64 --time '4 h' > case.job.sh");
  app.add_option("file", submit.file, "The case or study file (YAML)")->required();
  add_set(app, submit.set, "Override a key of the case (repeatable)");
  app.add_option("--out", submit.out, "Run folder or study folder")->check(not_empty());
  app.add_option("-n,--ranks", submit.ranks, "Number of ranks (default: from the plan)")
      ->check(whole_number(1, 1 << 24));
  app.add_option("--time", submit.walltime, "Time limit of one link: 02:00:00 or 2 h")->check(not_empty());
  app.add_option("--margin", submit.margin, "How long before it the run is told to stop")->check(not_empty());
  app.add_option("--launcher", submit.launcher, "mpiexec (default), srun, or a path")->check(not_empty());
  app.add_option("--sbatch", submit.sbatch, "One more option of sbatch, as partition=short")
      ->allow_extra_args(false);
  app.add_flag("--now", submit.now, "Write the script beside and hand it to sbatch");
}

void add_schema_and_explain(Program& program) {
  add<SchemaCommand>(program, "schema", "The JSON Schema of a case, for editors",
                     "Example: isotherm schema > schema.json");
  const auto [app, explain] =
      add<ExplainCommand>(program, "explain", "What a key of a case means; without a key, all of them",
                          "Example: isotherm explain time.step");
  app.add_option("key", explain.key, "A key such as boundaries.top.convection.ambient");
}

void add_doctor(Program& program) {
  const auto [app, doctor] = add<DoctorCommand>(
      program, "doctor", "What this machine is, what was tried, what is unsafe and what to set",
      "Exit code 1 says that something is unsafe.\nExample: mpiexec -n 4 isotherm doctor /scratch/me");
  app.add_option("folder", doctor.folder, "The folder in which runs will be kept")->capture_default_str();
}

void add_manual_and_completion(Program& program) {
  const auto man = add<ManualCommand>(program, "man", "The manual page", "Example: isotherm man | man -l -");
  man.options.program = &program.app;
  const auto [app, completion] =
      add<CompletionCommand>(program, "completion", "Completion of commands, options and keys for a shell",
                             "Example: source <(isotherm completion bash)");
  completion.program = &program.app;
  app.add_option("shell", completion.shell, "bash or zsh")->check(CLI::IsMember({"bash", "zsh"}));
}

void add_version(CLI::App& app) {
  app.set_version_flag("--version", [] {
    const BuildInfo& build = build_info();
    return fmt::format("isotherm {} ({}), {}, {}, Kokkos {}", build.version, build.commit, build.build_type,
                       build.compiler, build.kokkos_version);
  });
}

}  // namespace

ExitCode execute_command_line(int argc, char** argv) {
  Program program;
  program.app.require_subcommand(1)->footer("Example: mpiexec -n 4 isotherm run case.yaml");
  add_version(program.app);
  for (const auto add_command :
       {add_init, add_run, add_check, add_info, add_picture, add_compare, add_watch, add_rerun, add_plan,
        add_study, add_submit, add_schema_and_explain, add_doctor, add_manual_and_completion}) {
    add_command(program);
  }
  try {
    program.app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return tell_usage(program.app, e, argc, argv);
  }
  return program.named(argc, argv);
}

}  // namespace isotherm
