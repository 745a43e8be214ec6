// isotherm plan case.yaml: what a case will take, before it is run.

#include <fmt/format.h>
#include <memory>

#include "io/config/load.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/plan.hpp"

namespace isotherm {
namespace {

struct PlanOptions {
  std::string file;
  std::vector<std::string> set;
  int ranks = 0;
};

void print(const PlanOptions& options, const Plan& plan) {
  const auto line = [](const char* what, const std::string& value) {
    fmt::print("  {:<22}{}\n", what, value);
  };
  fmt::print("{} on {} ranks\n", options.file, plan.ranks);
  line("cells",
       fmt::format("{} ({:.0f} per rank)", plan.cells, static_cast<double>(plan.cells) / plan.ranks));
  line("steps",
       fmt::format("{:.0f}{}{}", plan.steps, plan.step > 0.0 ? fmt::format(" of {:.6g} s", plan.step) : "",
                   plan.steps_guessed ? " (estimated)" : ""));
  line("memory per rank", bytes_in_words(plan.bytes_per_rank));
  line("bytes on disk", bytes_in_words(plan.bytes_on_disk));
  line("one checkpoint", seconds_in_words(plan.checkpoint_seconds));
  line("time", seconds_in_words(plan.seconds) + " (within a factor of three)");
  line("suggested ranks", std::to_string(plan.suggested_ranks));
  line("suggested walltime", seconds_in_words(plan.suggested_walltime));
}

ExitCode plan(const PlanOptions& options) {
  return with_errors([&] {
    print(options, plan_case(load_case(read_input(options.file), options.file, options.set), options.ranks));
    return ExitCode::done;
  });
}

}  // namespace

void add_plan_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<PlanOptions>();
  auto* command =
      app.add_subcommand("plan", "Memory, steps, bytes on disk and time of a case; nothing is run");
  command->add_option("case", options->file, "The case file (YAML)")->required();
  command->add_option("--set", options->set, "Override a key: --set time.end=10s (repeatable)")
      ->allow_extra_args(false);
  command->add_option("-n,--ranks", options->ranks, "Number of ranks (default: the suggested one)")
      ->check(CLI::PositiveNumber);
  command->footer("Example: isotherm plan case.yaml -n 64");
  command->callback([options, &action] { action = [options](int&, char**&) { return plan(*options); }; });
}

}  // namespace isotherm
