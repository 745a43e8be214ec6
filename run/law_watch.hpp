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
  /// For the model's case and step. `most_heat`: what the rows of the run before a restart have shown.
  /// Collective.
  explicit LawWatch(Model& model, double most_heat = 0.0);

  /// What is wrong with the state of a row; nullopt when all is well. Rows in order, the first of a run or of
  /// a restart included. Not collective.
  std::optional<std::string> check(const DiagnosticsRow& row);
  /// Most heat (J) that the cells may have held in the rows so far: what all of them hold at the largest |T|.
  double most_heat() const { return most_heat_; }

 private:
  void find_wall_range(Model& model);
  std::optional<std::string> check_balance(const DiagnosticsRow& row);

  double capacity_ = 0.0;  ///< of all cells, J/K
  double most_heat_ = 0.0;
  double round_off_per_step_ = 0.0;  ///< of the heat that was held or has moved
  double least_round_off_ = 0.0;     ///< of the same, however few steps: what solvers leave
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
