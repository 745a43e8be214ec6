#pragma once
// The command line: its commands, their options, and what is said of them.

#include "run/exit_code.hpp"

namespace isotherm {

/// Does what a command line asks for. std::system_error where standard output cannot be written. Collective
/// if the command is.
ExitCode execute_command_line(int argc, char** argv);

}  // namespace isotherm
