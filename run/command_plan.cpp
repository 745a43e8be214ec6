// isotherm plan case.yaml: what a case will take, before it is run.

#include <fmt/format.h>
#include <memory>

#include "io/config/load.hpp"
#include "run/calibrate.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/integration.hpp"

namespace isotherm {
namespace {

constexpr double seconds_of_measurement = 2.0;

struct PlanOptions {
  std::string file;
  std::vector<std::string> set;
  std::vector<int> ranks;
  bool stated = false;
};

std::string steps_in_words(const Plan& plan) {
  if (plan.method == Method::steady) return "one solve";
  return fmt::format("{:.0f} steps{}{}", plan.steps,
                     plan.step > 0.0 ? fmt::format(" of {:.6g} s", plan.step) : "",
                     plan.steps_guessed ? " (a guess)" : "");
}

void print(const PlanOptions& options, const Case& the_case, const std::vector<Plan>& plans) {
  const Plan& first = plans.front();
  const Domain& domain = the_case.problem.domain;
  fmt::print("{}: {} x {} cells, {}, {}\n", options.file, domain.nx, domain.ny, name_of(first.method),
             steps_in_words(first));
  fmt::print("\n{:>6}  {:>10}  {:>11}  {:>9}  {:>5}  {:>10}  {:>10}\n", "ranks", "cells/rank", "memory/rank",
             "time", "halo", "core time", "wall limit");
  for (const Plan& plan : plans) {
    fmt::print("{:>6}  {:>10.0f}  {:>11}  {:>9}  {:>3.0f} %  {:>10}  {:>10}\n", plan.ranks,
               plan.cells_per_rank, bytes_in_words(plan.bytes_per_rank), seconds_in_words(plan.seconds),
               100.0 * plan.halo_share, seconds_in_words(plan.cpu_seconds()),
               seconds_in_words(plan.suggested_walltime));
  }
  fmt::print("\n  {:<18}{}\n", "on disk", bytes_in_words(first.bytes_on_disk));
  fmt::print("  {:<18}{:.0f} bytes, {}\n", "one checkpoint", first.checkpoint_bytes,
             seconds_in_words(first.checkpoint_seconds));
  fmt::print("  {:<18}{}\n", "suggested ranks", first.suggested_ranks);
  fmt::print("  {:<18}{}\n", "times are",
             options.stated ? "those of a usual machine, within a factor of three"
                            : "measured on this machine with this case");
  for (const Plan& plan : plans) {
    if (!plan.warning.empty()) fmt::print("warning: {} ranks: {}\n", plan.ranks, plan.warning);
  }
}

ExitCode plan(const Communicator& comm, PlanOptions options) {
  const Case the_case =
      load_case(read_case_text(comm, options.file), options.file, options.set, reader_for_all(comm));
  if (options.ranks.empty())
    options.ranks = {comm.size() > 1 ? comm.size() : plan_case(the_case).suggested_ranks};
  std::vector<Plan> plans;
  with_places(the_case, [&] {
    const double seconds = seconds_of_measurement / static_cast<double>(options.ranks.size());
    for (const int ranks : options.ranks) {
      plans.push_back(plan_case(the_case, ranks,
                                options.stated ? CostModel{} : calibrate(comm, the_case, ranks, seconds)));
    }
  });
  if (comm.is_root()) print(options, the_case, plans);
  return ExitCode::done;
}

}  // namespace

void add_plan_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<PlanOptions>();
  auto* command =
      app.add_subcommand("plan", "Memory, steps, bytes on disk and time of a case; nothing is written");
  command->add_option("case", options->file, "The case file (YAML)")->required();
  command->add_option("--set", options->set, "Override a key: --set time.end=10s (repeatable)")
      ->allow_extra_args(false);
  command->add_option("-n,--ranks", options->ranks, "Numbers of ranks: 1,2,64 (or the suggested one)")
      ->delimiter(',')
      ->check(CLI::Range(1, 1 << 24));
  command->add_flag("--stated", options->stated, "Measure nothing: the figures of a usual machine");
  command->footer(
      "Two seconds of the case are run; under mpiexec on as many ranks at once.\n"
      "Example: isotherm plan case.yaml -n 1,2,64,4096");
  command->callback([options, &action] {
    action = [options](int& argc, char**& argv) {
      return with_environment(argc, argv, [&](const Communicator& comm) { return plan(comm, *options); });
    };
  });
}

}  // namespace isotherm
