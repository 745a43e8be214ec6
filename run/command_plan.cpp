// isotherm plan case.yaml: what a case will take, before it is run.

#include <fmt/format.h>
#include <memory>

#include "io/json.hpp"
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
  bool json = false;
  std::string program;

  std::string run_line() const {
    std::string line = program + " run " + file;
    for (const std::string& one : set) line += " --set " + one;
    return line;
  }
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
    if (blocks_of(the_case, plan.ranks)[0] == 0) continue;  // said below
    fmt::print("{:>6}  {:>10.0f}  {:>11}  {:>9}  {:>3.0f} %  {:>10}  {:>10}\n", plan.ranks,
               plan.cells_per_rank, bytes_in_words(plan.bytes_per_rank), seconds_in_words(plan.seconds),
               100.0 * plan.halo_share, seconds_in_words(plan.cpu_seconds()),
               seconds_in_words(plan.suggested_walltime));
  }
  const auto fact = [](const std::string& name, const std::string& value) {
    fmt::print("  {:<18}{}\n", name, value);
  };
  fmt::print("\n");
  fact("memory", fmt::format("{} more on the first rank",
                             bytes_in_words(first.bytes_of_first_rank - first.bytes_per_rank)));
  fact("on disk", bytes_in_words(first.disk.total()));
  for (const auto& [name, bytes] : {std::pair{"checkpoints", first.disk.checkpoints},
                                    {"snapshots", first.disk.snapshots},
                                    {"tables", first.disk.tables},
                                    {"pictures", first.disk.pictures},
                                    {"report", first.disk.report}}) {
    if (bytes > 0.0) fact(fmt::format("  {}", name), bytes_in_words(bytes));
  }
  fact("one checkpoint",
       fmt::format("{:.0f} bytes, {}", first.checkpoint_bytes, seconds_in_words(first.checkpoint_seconds)));
  fact("suggested ranks", std::to_string(first.suggested_ranks));
  fact("times are", options.stated ? "those of a usual machine, within a factor of three"
                                   : "measured on this machine with this case");
  for (const Plan& plan : plans) {
    if (!plan.warning.empty()) fmt::print("warning: {} ranks: {}\n", plan.ranks, plan.warning);
  }
}

/// The same for machines, in SI units.
void print_json(const std::vector<Plan>& plans) {
  auto all = Json::array();
  for (const Plan& plan : plans) {
    all.push_back({{"ranks", plan.ranks},
                   {"cells_per_rank", plan.cells_per_rank},
                   {"method", name_of(plan.method)},
                   {"steps", plan.steps},
                   {"steps_guessed", plan.steps_guessed},
                   {"seconds", plan.seconds},
                   {"halo_share", plan.halo_share},
                   {"bytes_per_rank", plan.bytes_per_rank},
                   {"bytes_of_first_rank", plan.bytes_of_first_rank},
                   {"bytes_of_checkpoint", plan.checkpoint_bytes},
                   {"bytes_of_snapshot", plan.snapshot_bytes},
                   {"bytes_on_disk", plan.disk.total()},
                   {"bytes_of_checkpoints", plan.disk.checkpoints},
                   {"bytes_of_snapshots", plan.disk.snapshots},
                   {"bytes_of_tables", plan.disk.tables},
                   {"bytes_of_pictures", plan.disk.pictures},
                   {"bytes_of_report", plan.disk.report},
                   {"suggested_ranks", plan.suggested_ranks},
                   {"suggested_walltime", plan.suggested_walltime},
                   {"warning", plan.warning}});
  }
  fmt::print("{}\n", json_text(all, 2));
}

ExitCode plan(const Communicator& comm, PlanOptions options) {
  const Case the_case = read_case(comm, options.file, options.set);
  if (options.ranks.empty())
    options.ranks = {comm.size() > 1 ? comm.size() : plan_case(the_case).suggested_ranks};
  std::vector<Plan> plans;
  with_places(the_case, [&] {
    const double seconds = seconds_of_measurement / static_cast<double>(options.ranks.size());
    for (const int ranks : options.ranks) {
      plans.push_back(plan_case(
          the_case, ranks,
          options.stated ? CostModel{} : calibrate(comm, the_case, {ranks, options.run_line()}, seconds)));
    }
  });
  if (!comm.is_root()) return ExitCode::done;
  if (options.json) {
    print_json(plans);
  } else {
    print(options, the_case, plans);
  }
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
  command
      ->add_option_function<std::string>(
          "--format", [options](const std::string& format) { options->json = format == "json"; },
          "text, or json for machines (SI units)")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "Two seconds of the case are run; under mpiexec on as many ranks at once.\n"
      "Example: isotherm plan case.yaml -n 1,2,64,4096");
  command->callback([options, &action] {
    action = [options](int& argc, char**& argv) {
      options->program = argv[0];
      return with_environment(argc, argv, [&](const Communicator& comm) { return plan(comm, *options); });
    };
  });
}

}  // namespace isotherm
