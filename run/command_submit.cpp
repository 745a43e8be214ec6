// isotherm submit case.yaml: a readable batch script, and the submission itself with --now.

#include <algorithm>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/config/scalar.hpp"
#include "io/config/units.hpp"
#include "io/file_system.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/plan.hpp"
#include "run/run_folder.hpp"
#include "run/study_folder.hpp"
#include "run/study_plan.hpp"
#include "run/submit.hpp"
#include "run/walltime.hpp"

namespace isotherm {
namespace {

constexpr double least_margin = 90.0;  // s; Slurm may be late by its own 60 s of resolution

/// "02:00:00", "1-00:00:00" or "2 h"; in seconds.
double duration(const std::string& text, const char* option) {
  if (const auto clock = parse_slurm_duration(text.c_str())) return *clock;
  const config::LeadingNumber number = config::leading_number(text);
  const auto converted =
      config::convert(number.value, number.rest, config::Dimension::time, TemperatureUnit::kelvin);
  const bool good = number.verdict == config::LeadingNumber::Verdict::ok &&
                    !number.rest.empty() &&  // Slurm would take a plain number as minutes, others as seconds
                    converted.verdict == config::UnitVerdict::ok && converted.value > 0.0;
  if (!good) {
    throw Failure(ExitCode::usage,
                  fmt::format("{}: '{}' is no duration; write 02:00:00, 1-00:00:00 or 2 h", option, text));
  }
  return converted.value;
}

std::vector<std::string> launcher_words(const SubmitCommand& command, int ranks) {
  if (command.launcher == "srun") return {"srun", "--mpi=pmix", "-n", std::to_string(ranks)};
  return {command.launcher, "-n", std::to_string(ranks)};
}

/// Title, sizes and folder of a case.
BatchJob job_of_case(const SubmitCommand& command, const std::string& text) {
  const Case the_case = load_case(text, command.file, command.set);
  const Plan plan = plan_case(the_case, command.ranks);
  BatchJob job;
  job.title = the_case.title;
  job.ranks = plan.ranks;
  job.memory_per_rank = 1.5 * plan.bytes_of_first_rank;
  job.walltime = plan.suggested_walltime;
  job.margin = std::max(least_margin, 60.0 + 5.0 * plan.checkpoint_seconds);
  job.out = command.out.empty() ? RunFolder::default_for(command.file).string() : command.out;
  job.launch = {"run", command.file, "--out", job.out};
  for (const std::string& set : command.set) job.launch.insert(job.launch.end(), {"--set", set});
  return job;
}

/// The same of a study. A group of ranks for each core of a small machine, where nothing is said.
BatchJob job_of_study(const SubmitCommand& command, const std::string& text) {
  if (!command.set.empty()) {
    throw Failure(ExitCode::usage, "--set is for cases: a study says itself what it varies");
  }
  const Study study = read_study(text, command.file);
  const StudyEstimate estimate = estimate_study(plan_study(study));
  BatchJob job;
  job.title = study.title;
  job.ranks = command.ranks > 0 ? command.ranks : 4 * study.ranks_per_case;
  const double groups = std::max(1, job.ranks / study.ranks_per_case);
  job.memory_per_rank = 1.5 * estimate.bytes_per_rank;
  job.walltime = 600.0 + 3.0 * std::max(estimate.longest_seconds, estimate.seconds / groups);
  job.margin = least_margin;
  job.out = command.out.empty() ? StudyFolder::default_for(command.file).string() : command.out;
  job.launch = {"study", command.file, "--out", job.out};
  return job;
}

BatchJob make_job(const SubmitCommand& command) {
  const std::string text = read_input(command.file);
  BatchJob job = is_study(text, command.file) ? job_of_study(command, text) : job_of_case(command, text);
  job.name = std::filesystem::path(command.file).stem().string();
  job.folder = std::filesystem::current_path().string();
  const auto program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::vector<std::string> launch = launcher_words(command, job.ranks);
  launch.push_back(program);
  launch.insert(launch.end(), job.launch.begin(), job.launch.end());
  job.launch = std::move(launch);
  if (!command.walltime.empty()) job.walltime = duration(command.walltime, "--time");
  if (!command.margin.empty()) job.margin = duration(command.margin, "--margin");
  job.margin = std::min(job.margin, job.walltime / 2.0);
  job.options = command.sbatch;
  return job;
}

/// Hands the script to sbatch, which says the number of the job.
ExitCode hand_in(const std::string& script) {
  std::string command = "sbatch";
  std::string file = script;
  char* arguments[] = {command.data(), file.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, "sbatch", nullptr, nullptr, arguments, environ) != 0) {
    throw Failure(ExitCode::input_missing,
                  fmt::format("sbatch is not here; the script is {}: run it with bash", script));
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Failure(ExitCode::input_missing, fmt::format("sbatch refused; the script is {}", script));
  }
  return ExitCode::done;
}

}  // namespace

ExitCode SubmitCommand::operator()(int&, char**&) const {
  return with_errors([&] {
    const BatchJob job = make_job(*this);
    const std::string script = batch_script(job);
    if (!now) {
      fmt::print("{}", script);
      return ExitCode::done;
    }
    const std::string path = plain_name(job.name) + ".job.sh";
    replace_text(path, script, Durability::survives_process);
    return hand_in(path);
  });
}

}  // namespace isotherm
