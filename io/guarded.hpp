#pragma once
// Work on a file that may have been damaged, done by a process of its own.

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace isotherm {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Runs `work` in a child process and returns what it returned. IoError with its message when it threw, and
/// one that says so when it crashed or took longer. Not collective.
Facts run_guarded(const std::function<Facts()>& work, unsigned seconds = 20);

}  // namespace isotherm
