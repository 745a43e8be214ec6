#include "run/guard.hpp"

#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "io/config/study.hpp"
#include "io/field_fingerprint.hpp"
#include "io/file_system.hpp"
#include "io/folder_lock.hpp"
#include "run/terminal.hpp"
#include "solver/parallel/environment.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_case = 1 << 20;  // bytes

void tell(const Communicator& comm, const std::string& message) {
  if (!comm.is_root()) return;
  say(stderr, "isotherm: {}\n", message);
}

template <class Error>
bool is(const std::exception& e) {
  return dynamic_cast<const Error*>(&e) != nullptr;
}

/// What nobody can catch: thrown out of a destructor, or of a function of a library that promised not to.
[[noreturn]] void end_uncaught() {
  LocalFailure failure{ExitCode::bug, "internal error"};
  try {
    if (const auto uncaught = std::current_exception()) std::rethrow_exception(uncaught);
  } catch (const std::exception& e) {
    failure = local_failure(e).value_or(LocalFailure{ExitCode::bug, e.what()});
  } catch (...) {  // it has nothing to say
  }
  say(stderr, "isotherm: {}\n", failure.message);
  std::fflush(nullptr);
  Environment::abort(static_cast<int>(failure.code));
}

}  // namespace

std::optional<LocalFailure> local_failure(const std::exception& e) {
  if (is<std::bad_alloc>(e))
    return LocalFailure{ExitCode::bad_case, "out of memory: use more ranks or fewer cells"};
  if (is<std::system_error>(e)) return LocalFailure{ExitCode::io_failed, e.what()};
  if (is<ConfigError>(e) || is<Failure>(e) || is<MissingInput>(e) || is<NumericalError>(e) ||
      is<FolderUnusable>(e) || is<IoError>(e) || is<std::invalid_argument>(e)) {
    return std::nullopt;
  }
  return LocalFailure{ExitCode::bug, std::string("internal error: ") + e.what()};
}

void end_all(const Communicator& comm, const LocalFailure& failure) {
  say(stderr, "isotherm: rank {}: {}\n", comm.rank(), failure.message);
  std::fflush(nullptr);
  Environment::abort(static_cast<int>(failure.code));
}

ExitCode with_environment(int& argc, char**& argv, const std::function<ExitCode(const Communicator&)>& body) {
  Environment environment(argc, argv);
  const Communicator comm(MPI_COMM_WORLD);
  std::set_terminate(end_uncaught);
  try {
    return body(comm);
  } catch (const ConfigError& e) {
    if (comm.is_root()) say(stderr, "{}", e.what());
    return ExitCode::bad_case;
  } catch (const Failure& e) {
    tell(comm, e.what());
    return e.code();
  } catch (const MissingInput& e) {
    tell(comm, e.what());
    return ExitCode::input_missing;
  } catch (const NumericalError& e) {
    tell(comm, e.what());
    return ExitCode::numerical;
  } catch (const FolderUnusable& e) {
    tell(comm, e.what());
    return ExitCode::folder_unusable;
  } catch (const StuckIoError& e) {
    end_all(comm, {ExitCode::io_failed, e.what()});
  } catch (const IoError& e) {
    tell(comm, e.what());
    return ExitCode::io_failed;
  } catch (const std::invalid_argument& e) {
    tell(comm, e.what());
    return ExitCode::bad_case;
  } catch (const std::exception& e) {
    end_all(comm, local_failure(e).value());
  }
}

void with_all_or_end(const Communicator& comm, const std::function<void(const LocalFailure&)>& end,
                     const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& e) {
    const auto failure = local_failure(e);
    if (failure && comm.size() > 1) end(*failure);
    throw;
  }
}

ExitCode with_errors(const std::function<ExitCode()>& body) {
  const auto told = [](ExitCode code, const std::string& message) {
    say(stderr, "isotherm: {}\n", message);
    return code;
  };
  try {
    return body();
  } catch (const ConfigError& e) {
    say(stderr, "{}", e.what());
    return ExitCode::bad_case;
  } catch (const Failure& e) {
    return told(e.code(), e.what());
  } catch (const MissingInput& e) {
    return told(ExitCode::input_missing, e.what());
  } catch (const IoError& e) {
    return told(ExitCode::io_failed, e.what());
  } catch (const std::invalid_argument& e) {
    return told(ExitCode::bad_case, e.what());
  } catch (const std::exception& e) {
    const LocalFailure failure = local_failure(e).value();
    return told(failure.code, failure.message);
  }
}

void with_places(const Case& the_case, const std::function<void()>& body) {
  try {
    body();
  } catch (const std::invalid_argument& e) {
    const auto fault = locate(the_case, e.what());
    if (!fault) throw;
    throw ConfigError({*fault});
  }
}

std::string read_input(const std::string& path) {
  try {
    return read_text(path, longest_case);
  } catch (const IoError& e) {
    throw Failure(ExitCode::input_missing, e.what());
  }
}

CaseFiles files_for_all(const Communicator& comm) {
  CaseFiles files;
  files.read = [&comm](const std::string& path) {
    std::string bytes;
    std::string error;
    if (comm.is_root()) {
      try {
        bytes = read_local_file(path);
      } catch (const MissingInput& e) {
        error = e.what();
      }
    }
    error = comm.broadcast(error);
    if (!error.empty()) throw MissingInput(error);
    return comm.broadcast(bytes);
  };
  files.fingerprint = [&comm](const std::string& path) {
    return comm.broadcast(comm.is_root() ? field_fingerprint(path) : std::string());
  };
  return files;
}

Case read_case(const Communicator& comm, const std::string& path, const std::vector<std::string>& set) {
  const std::string text = read_case_text(comm, path);
  if (is_study(text, path)) {
    throw Failure(ExitCode::bad_case,
                  path + " is a study of many cases: isotherm study runs it, with --list it shows them");
  }
  return load_case(text, path, set, files_for_all(comm));
}

std::string read_case_text(const Communicator& comm, const std::string& path) {
  std::string text;
  std::string error;
  if (comm.is_root()) {
    try {
      text = read_text(path, longest_case);
    } catch (const IoError& e) {
      error = e.what();
    }
  }
  error = comm.broadcast(error);
  if (!error.empty()) throw Failure(ExitCode::input_missing, error);
  return comm.broadcast(text);
}

}  // namespace isotherm
