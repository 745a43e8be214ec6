#pragma once
// How a case is started.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "run/guard.hpp"
#include "solver/time/settings.hpp"

namespace isotherm {

struct RunOptions {
  bool fresh = false;                 ///< remove what an earlier run left in the folder
  std::string restart;                ///< start from this checkpoint; empty: from the newest good one
  std::optional<std::int64_t> steps;  ///< stop that many steps later
  bool quiet = false;                 ///< nothing on the terminal: run.log alone
  /// What `method: auto` chooses when the run begins; unset: what is cheapest.
  std::optional<Method> method{};
  /// Wall-clock seconds that are left for this run, from its construction on; unset: what the case says.
  std::optional<double> walltime{};
  /// Ends all ranks when this one fails alone.
  std::function<void(const Communicator&, const LocalFailure&)> end = end_all;
};

}  // namespace isotherm
