#pragma once
// From exceptions to exit codes, the same for all commands.

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/config/case.hpp"
#include "io/config/load.hpp"
#include "run/exit_code.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// Runs `body` under MPI and Kokkos with a communicator of all ranks. Errors that all ranks agree on (the
/// case's, the environment's, a numerical failure) are told once, by the root rank, and become an exit code;
/// any other exception is told by its rank and ends all ranks. Collective.
ExitCode with_environment(int& argc, char**& argv, const std::function<ExitCode(const Communicator&)>& body);

/// What a rank that fails alone has to say.
struct LocalFailure {
  ExitCode code = ExitCode::bug;
  std::string message;
};

/// Of an exception that the ranks have not agreed on: memory, an output of the system, MPI, a mistake of
/// ours; nullopt of the others.
std::optional<LocalFailure> local_failure(const std::exception& e);

/// Ends all ranks with what one of them says.
[[noreturn]] void end_all(const Communicator& comm, const LocalFailure& failure);

/// Runs `body` while objects are alive whose destructors are collective. When this rank alone fails in it,
/// the others wait elsewhere: `end` must then end all ranks at once.
void with_all_or_end(const Communicator& comm, const std::function<void(const LocalFailure&)>& end,
                     const std::function<void()>& body);

/// Runs `body` of a command that needs neither MPI nor Kokkos, with the same exit codes.
ExitCode with_errors(const std::function<ExitCode()>& body);

/// Runs `body`; a std::invalid_argument that names a key of the case, "time.step: ...", becomes a ConfigError
/// that shows its place.
void with_places(const Case& the_case, const std::function<void()>& body);

/// An input file's text. Throws Failure(input_missing). Not collective.
std::string read_input(const std::string& path);

/// Looks at files on the root rank and tells all. Collective, and so is what it is given to.
CaseFiles files_for_all(const Communicator& comm);

/// The case of a file, with overrides, read by the root rank. ConfigError; Failure(input_missing), and
/// Failure(bad_case) where the file is a study. Collective.
Case read_case(const Communicator& comm, const std::string& path, const std::vector<std::string>& set);

/// The case file's text on all ranks, read by the root rank. Throws Failure(input_missing). Collective.
std::string read_case_text(const Communicator& comm, const std::string& path);

}  // namespace isotherm
