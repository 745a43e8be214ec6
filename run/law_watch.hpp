#pragma once
// Laws that a right solution keeps: a bit flipped in memory breaks them.

#include <optional>
#include <string>

#include "run/model.hpp"
#include "solver/diagnostics/diagnostics.hpp"

namespace isotherm {

/// Watches the heat balance and, where it holds, the discrete maximum principle: no sources and fluxes, walls
/// that do not change, and forward Euler with a step of at most min C / (sum of G) or backward Euler.
class LawWatch {
 public:
  /// For the model's case and step. Collective.
  explicit LawWatch(Model& model);

  /// What is wrong with a heat balance (J) after a step at which temperatures lay within +- `most_T`; nullopt
  /// when it is round-off (Euler's and rkl2: 4 eps per step of the heat that the cells can
  /// hold) or within what linear solvers leave.
  std::optional<std::string> check_balance(double balance, std::int64_t step, double most_T);
  /// Rows in order, the first of a run or of a restart included. Not collective.
  std::optional<std::string> check(const DiagnosticsRow& row);

 private:
  void find_wall_range(Model& model);

  double capacity_ = 0.0;     ///< of all cells, J/K
  double most_T_ = 0.0;       ///< largest |T| seen so far
  double least_share_ = 0.0;  ///< of the heat that the cells can hold, which counts as round-off
  bool has_maximum_principle_ = false;
  double slack_ = 0.0;     ///< of the range of temperatures: what Newton's method leaves
  double wall_min_ = 0.0;  ///< temperatures behind the walls
  double wall_max_ = 0.0;
  std::optional<double> T_min_;  ///< of the row before
  std::optional<double> T_max_;
};

/// The first cell, by row from the bottom, then column, whose temperature is not finite: "cell [3, 7] at
/// (0.35 m, 0.75 m)"; empty when there is none. The same on all ranks. Collective.
std::string first_bad_cell(const Model& model);

}  // namespace isotherm
