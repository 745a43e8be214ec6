#pragma once
// Several forward Euler steps in one pass over memory, with the bits of the plain sweep
// (explicit_sweep.hpp). How it works, with a figure: README.md.

#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "solver/operators/blocked_choice.hpp"
#include "solver/operators/blocked_wavefront.hpp"
#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Fused explicit steps on the cells of a rank; threads share them by bands of rows.
class BlockedSweep {
 public:
  /// The operator's halo, and that of every T, must be at least block.steps deep; block.width positive.
  /// Lifts the coefficients: general materials take about 30 bytes more per cell. `bands` of rows work side
  /// by side, 0: one per thread. Not collective.
  BlockedSweep(const HeatOperator& op, TimeBlock block, int bands = 0);
  BlockedSweep(const BlockedSweep&) = delete;
  BlockedSweep& operator=(const BlockedSweep&) = delete;

  /// The strips of this rank.
  static blocked::StripPlan plan_for(const Decomposition& decomposition, TimeBlock block);

  /// Sets the step length (s).
  void set_step(double dt);

  /// Advances T in place by loads.size() steps, at most block.steps. Its ghosts must be valid that deep,
  /// corners included, and are not afterwards. `loads` are those of Walls at each step's start; `taps`
  /// receive the old temperatures of owned wall entries, by step. Sources must not depend on time. Not
  /// collective.
  void advance(Field& T, std::span<const WallLoads* const> loads, std::span<double* const> taps);
  /// The same for one step; returns max |T_new - T| of the owned cells, NaN when one is NaN.
  double advance_measured(Field& T, const WallLoads& loads, double* taps);

 private:
  /// Rows of one thread, and copies of the rows beside them that other threads overwrite.
  struct Band {
    FusedSteps task;
    std::vector<double> below;
    std::vector<double> above;
  };
  template <class Cells>
  using Fronts = std::vector<blocked::Wavefront<Cells>>;

  blocked::LiftedField lift(const Field& field) const;
  void make_bands(const FusedSteps& whole);
  void keep_rows(const FusedSteps& whole, int first, std::vector<double>& copy, const double*& rows) const;
  double run(FusedSteps whole);

  const HeatOperator* op_;
  blocked::StripPlan plan_;
  GhostSides ghosts_;
  WallRows wall_rows_;
  std::vector<char> row_touched_;  ///< by sources
  blocked::LiftedField sources_;
  blocked::LiftedCoefficients coefficients_;
  int most_bands_;
  std::vector<Band> bands_;
  std::variant<Fronts<blocked::UniformCells>, Fronts<blocked::GeneralCells>> fronts_;
  double dt_ = 0.0;
};

}  // namespace isotherm
