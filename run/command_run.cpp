// isotherm run case.yaml: start a case, continue it, or say that it is done.

#include "run/commands.hpp"
#include "run/control.hpp"
#include "run/guard.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

/// A case file in its own run folder would be replaced by its resolved form; one that is that form may be.
void refuse_to_replace(const Communicator& comm, const std::string& file, const RunFolder& folder) {
  std::error_code ignored;
  const bool same = comm.is_root() && std::filesystem::equivalent(file, folder.case_file(), ignored);
  if (comm.max(std::int64_t{same}) == 0) return;
  if (read_case(comm, file, {}).resolved == read_case_text(comm, file)) return;
  throw Failure(ExitCode::usage,
                "'" + folder.case_file().string() +
                    "' is the case itself, and a run keeps a file of this name: choose another "
                    "folder with --out");
}

ExitCode run_case(const Communicator& comm, const RunCommand& command) {
  const RunFolder folder(command.out.empty() ? RunFolder::default_for(command.file)
                                             : std::filesystem::path(command.out));
  refuse_to_replace(comm, command.file, folder);
  Case the_case = read_case(comm, command.file, command.set);
  return Run(comm, std::move(the_case), folder, command.options).execute();
}

}  // namespace

ExitCode RunCommand::operator()(int& argc, char**& argv) const {
  catch_signals();  // a signal that comes before the first step waits for it
  return with_environment(argc, argv, [&](const Communicator& comm) { return run_case(comm, *this); });
}

}  // namespace isotherm
