#pragma once
// What is wrong with a command line.

#include <CLI/CLI.hpp>
#include <string>

namespace isotherm {

/// The first word that is no command or no option of its command, with the nearest that is; empty when there
/// is no such word. Pure.
std::string unknown_word(const CLI::App& app, int argc, const char* const* argv);

}  // namespace isotherm
