// isotherm plan case.yaml: what a case will take, before it is run.

#include <fmt/format.h>

#include "io/json.hpp"
#include "run/calibrate.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/integration.hpp"

namespace isotherm {
namespace {

constexpr double seconds_of_measurement = 2.0;

/// The command line of a run of the same case.
std::string run_line(const PlanCommand& command, const std::string& program) {
  std::string line = fmt::format("{} run {}", program, command.file);
  for (const std::string& one : command.set) line += " --set " + one;
  return line;
}

std::string steps_in_words(const Plan& plan) {
  if (plan.method == Method::steady) return "one solve";
  return fmt::format("{:.0f} steps{}{}", plan.steps,
                     plan.step > 0.0 ? fmt::format(" of {:.6g} s", plan.step) : "",
                     plan.steps_guessed ? " (a guess)" : "");
}

void print(const PlanCommand& command, const Case& the_case, const std::vector<Plan>& plans) {
  const Plan& first = plans.front();
  const Domain& domain = the_case.problem.domain;
  fmt::print("{}: {} x {} cells, {}, {}\n", command.file, domain.nx, domain.ny, name_of(first.method),
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
  fact("times are", command.stated ? "those of a usual machine, within a factor of three"
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

ExitCode plan(const Communicator& comm, const PlanCommand& command, const std::string& program) {
  const Case the_case = read_case(comm, command.file, command.set);
  std::vector<int> numbers = command.ranks;
  if (numbers.empty()) numbers = {comm.size() > 1 ? comm.size() : plan_case(the_case).suggested_ranks};
  std::vector<Plan> plans;
  with_places(the_case, [&] {
    const double seconds = seconds_of_measurement / static_cast<double>(numbers.size());
    for (const int ranks : numbers) {
      plans.push_back(plan_case(
          the_case, ranks,
          command.stated ? CostModel{}
                         : calibrate(comm, the_case, {ranks, run_line(command, program)}, seconds)));
    }
  });
  if (!comm.is_root()) return ExitCode::done;
  if (command.json) {
    print_json(plans);
  } else {
    print(command, the_case, plans);
  }
  return ExitCode::done;
}

}  // namespace

ExitCode PlanCommand::operator()(int& argc, char**& argv) const {
  const std::string program = argv[0];
  return with_environment(argc, argv, [&](const Communicator& comm) { return plan(comm, *this, program); });
}

}  // namespace isotherm
