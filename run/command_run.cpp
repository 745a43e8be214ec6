// isotherm run case.yaml: start a case, continue it, or say that it is done.

#include "run/commands.hpp"
#include "run/control.hpp"
#include "run/guard.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

ExitCode run_case(const Communicator& comm, const RunCommand& command) {
  const RunFolder folder(command.out.empty() ? RunFolder::default_for(command.file)
                                             : std::filesystem::path(command.out));
  Case the_case = read_case(comm, command.file, command.set);
  return Run(comm, std::move(the_case), folder, command.options).execute();
}

}  // namespace

ExitCode RunCommand::operator()(int& argc, char**& argv) const {
  catch_signals();  // a signal that comes before the first step waits for it
  return with_environment(argc, argv, [&](const Communicator& comm) { return run_case(comm, *this); });
}

}  // namespace isotherm
