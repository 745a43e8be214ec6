#pragma once
// Standard output and error: whether somebody watches, and what to tell.

#include <cstdio>
#include <fmt/format.h>
#include <utility>

namespace isotherm {

/// Whether standard output ends on a terminal. Under mpiexec a rank's own standard output may be a
/// pseudo-terminal whatever the user sees; there the launcher's counts. Not collective.
bool output_is_terminal();

/// Prints as far as that is possible: where standard output is a file on a full disk, a run has better to do
/// than to end. Not collective.
template <class... Values>
void say(std::FILE* to, fmt::format_string<Values...> format, Values&&... values) {
  std::fputs(fmt::format(format, std::forward<Values>(values)...).c_str(), to);
  std::fflush(to);
}

}  // namespace isotherm
