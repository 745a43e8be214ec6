// isotherm rerun RUN: a run once more from its own case.yaml.

#include <fmt/format.h>

#include "io/config/load.hpp"
#include "io/config/methods.hpp"
#include "io/file_system.hpp"
#include "io/json.hpp"
#include "run/commands.hpp"
#include "run/compare.hpp"
#include "run/guard.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

/// The method that `auto` has chosen for a run; nullopt: unknown.
std::optional<Method> method_of(const Json& summary) {
  for (const auto& known : config::method_names) {
    if (summary.value("method", "") == known.name) return known.method;
  }
  return std::nullopt;
}

/// Whether a folder has files that would be replaced and that no run has left: a run keeps checkpoints.
bool holds_what_is_no_run(const RunFolder& folder) {
  const auto there = [](const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
  };
  if (there(folder.checkpoints())) return false;
  return there(folder.case_file()) || there(folder.report()) || there(folder.log()) ||
         there(folder.diagnostics()) || there(folder.probes()) || there(folder.flows()) ||
         there(folder.regions());
}

/// Where a run was extended past an earlier end its steps were chosen for that one: it is taken there again
/// in the same way. Returns the step it has come to. Collective.
std::int64_t rerun_extensions(const Communicator& comm, const Json& summary, const std::string& text,
                              const RunFolder& earlier, const RunFolder& again) {
  std::int64_t done = 0;
  for (const auto& extension : summary.value("extensions", Json::array())) {
    const auto step = extension.at("step").get<std::int64_t>();
    RunOptions how;
    how.fresh = done == 0;
    how.method = method_of(summary);
    how.steps = step - done;
    if (*how.steps <= 0) continue;
    const auto end = fmt::format("time.end={:.17g}", extension.at("end").get<double>());
    Run(comm, load_case(text, earlier.case_file().string(), {end}, files_for_all(comm)), again, how)
        .execute();
    done = step;
  }
  return done;
}

ExitCode rerun(const Communicator& comm, const RerunCommand& command) {
  const RunFolder earlier(command.run);
  const std::string text = read_case_text(comm, earlier.case_file().string());
  std::string end;
  agree<IoError>(comm, [&] {
    if (comm.is_root()) end = json_text(read_json_object(earlier.summary()));
  });
  const auto summary = parse_json(comm.broadcast(end));
  if (command.verify && !summary.contains("temperature_sha256")) {
    throw Failure(ExitCode::input_missing,
                  command.run + " has no end to compare with: its run has not finished");
  }
  const std::filesystem::path source = std::filesystem::absolute(command.run).lexically_normal();
  const std::string stem = (source.has_filename() ? source : source.parent_path()).filename().string();
  const RunFolder again(command.out.empty() ? stem + ".again" : command.out);
  std::error_code ignored;
  const bool same_folder =
      comm.is_root() && std::filesystem::equivalent(earlier.path(), again.path(), ignored);
  if (comm.max(std::int64_t{same_folder}) != 0)
    throw Failure(ExitCode::usage, "--out: '" + command.out + "' is the run itself");
  if (comm.max(std::int64_t{comm.is_root() && holds_what_is_no_run(again)}) != 0) {
    throw Failure(ExitCode::folder_unusable, "'" + again.path().string() +
                                                 "' holds files under the names of a run, but no run: choose "
                                                 "another folder with --out");
  }
  const std::int64_t done = rerun_extensions(comm, summary, text, earlier, again);
  RunOptions how;
  how.fresh = done == 0;
  how.method = method_of(summary);
  if (summary.value("status", "") == "stopped") how.steps = summary.value("steps", std::int64_t{0}) - done;
  Run run(comm, load_case(text, earlier.case_file().string(), {}, files_for_all(comm)), again, how);
  const ExitCode code = run.execute();
  const bool same_end = code == ExitCode::done || (how.steps && code == ExitCode::stopped);
  if (!command.verify || !same_end) return code;
  std::int64_t same = 0;
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    const Comparison comparison = compare(earlier.path(), again.path(), 0.0);
    const bool bits =
        run.summary()->temperature_sha256 == summary.at("temperature_sha256").get<std::string>();
    same = comparison.same && bits ? 1 : 0;
    fmt::print("{}{}: {} and {}\n", comparison.text, same != 0 ? "the same bits" : "NOT the same bits",
               earlier.path().string(), again.path().string());
  });
  return comm.broadcast(same) != 0 ? ExitCode::done : ExitCode::difference;
}

}  // namespace

ExitCode RerunCommand::operator()(int& argc, char**& argv) const {
  return with_environment(argc, argv, [&](const Communicator& comm) {
    try {
      return rerun(comm, *this);
    } catch (const Json::exception&) {  // all ranks read the same text
      throw Failure(ExitCode::input_missing,
                    "'" + RunFolder(run).summary().string() + "' is not what a run writes");
    }
  });
}

}  // namespace isotherm
