#pragma once
// What is said of a command line that asks for help, or is wrong.

#include "run/exit_code.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace isotherm {

/// Prints what was asked for with --help or --version, or what is wrong: a word that is no command or no
/// option of its command with the nearest that is. Not collective.
ExitCode tell_usage(const CLI::App& app, const CLI::ParseError& e, int argc, const char* const* argv);

}  // namespace isotherm
