// isotherm info FILE: what a checkpoint, a snapshot or a run folder holds.

#include <filesystem>
#include <fmt/format.h>

#include "io/inspect.hpp"
#include "io/io_error.hpp"
#include "run/commands.hpp"

namespace isotherm {

ExitCode InfoCommand::operator()(int&, char**&) const {
  try {
    const Inspection inspection = describe_file(file);
    fmt::print("{}\n", inspection.text);
    return inspection.sound ? ExitCode::done : ExitCode::io_failed;
  } catch (const IoError& e) {
    fmt::print(stderr, "isotherm: {}\n", e.what());
    return ExitCode::input_missing;
  } catch (const std::filesystem::filesystem_error& e) {  // a folder that may not be looked into
    fmt::print(stderr, "isotherm: {}\n", IoError("look at", e.path1(), e.code().value()).what());
    return ExitCode::input_missing;
  }
}

}  // namespace isotherm
