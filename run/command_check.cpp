// isotherm check case.yaml: parse, validate and build a case; nothing is written.

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iterator>
#include <vector>

#include "io/config/load.hpp"
#include "io/json.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/placement.hpp"

namespace isotherm {
namespace {

using Warnings = std::vector<CaseFault>;

std::string good_json(const std::string& file, const Model& model, const Warnings& warnings) {
  const auto& d = model.the_case().problem.domain;
  const Decomposition& ranks = model.decomposition();
  return fmt::format(
      "{{\"good\": true, \"file\": {}, \"cells\": [{}, {}], \"method\": \"{}\", \"ranks\": [{}, {}],\n"
      "\"warnings\": {}}}",
      json_text(Json(file)), d.nx, d.ny, model.method(), ranks.px(), ranks.py(), faults_json(warnings));
}

void tell_good(const std::string& file, const Model& model, const Warnings& warnings) {
  const auto& d = model.the_case().problem.domain;
  for (const CaseFault& warning : warnings) fmt::print(stderr, "{}", format_warning(warning));
  fmt::print("{}: good. {} x {} cells, {}\n  {}\n", file, d.nx, d.ny, model.ranks_text(), model.step_text());
}

/// What the file holds is known when a run reads it; that it is there, now. Collective.
void require_initial_file(const Communicator& comm, const std::string& file) {
  std::error_code ignored;
  const bool missing = comm.is_root() && !file.empty() && !std::filesystem::exists(file, ignored);
  if (comm.max(std::int64_t{missing}) != 0)
    throw MissingInput("initial.file: there is no file '" + file + "'");
}

/// What is said of one file, on the root rank; ConfigError and std::invalid_argument when it is bad.
void check_file(const Communicator& comm, const CheckCommand& command, const std::string& file) {
  const Case the_case = read_case(comm, file, command.set);
  require_initial_file(comm, the_case.problem.initial.file);
  with_places(the_case, [&] {
    Model model(comm, the_case);
    if (the_case.problem.initial.file.empty()) model.set_initial_temperature();
    Warnings warnings = the_case.warnings;
    std::ranges::copy(warnings_of_placement(model), std::back_inserter(warnings));
    if (!comm.is_root()) return;
    if (command.json) {
      fmt::print("{}", good_json(file, model, warnings));
    } else {
      tell_good(file, model, warnings);
    }
  });
}

/// Whether the file is good.
bool check_and_tell(const Communicator& comm, const CheckCommand& command, const std::string& file) {
  std::vector<CaseFault> faults;
  try {
    check_file(comm, command, file);
    return true;
  } catch (const ConfigError& e) {
    if (comm.is_root() && !command.json) fmt::print(stderr, "{}", e.what());
    faults = e.faults();
  } catch (const std::invalid_argument& e) {
    if (comm.is_root() && !command.json) fmt::print(stderr, "{}: error: {}\n", file, e.what());
    CaseFault fault;
    fault.file = file;
    fault.message = e.what();
    faults = {fault};
  }
  if (comm.is_root() && command.json) {
    fmt::print("{{\"good\": false, \"file\": {}, \"errors\": {}}}", json_text(Json(file)),
               faults_json(faults));
  }
  return false;
}

ExitCode check(const Communicator& comm, const CheckCommand& command) {
  bool good = true;
  const bool array = command.json && command.files.size() > 1 && comm.is_root();
  if (array) fmt::print("[");
  for (std::size_t n = 0; n < command.files.size(); ++n) {
    if (array && n > 0) fmt::print(",\n");
    good = check_and_tell(comm, command, command.files[n]) && good;
  }
  if (array) fmt::print("]");
  if (command.json && comm.is_root()) fmt::print("\n");
  return good ? ExitCode::done : ExitCode::bad_case;
}

}  // namespace

ExitCode CheckCommand::operator()(int& argc, char**& argv) const {
  return with_environment(argc, argv, [&](const Communicator& comm) { return check(comm, *this); });
}

}  // namespace isotherm
