#pragma once
// Several forward Euler steps, or stages of a super step, in one pass over memory, with the bits of the plain
// sweep (explicit_sweep.hpp). How it works, with a figure: README.md.

#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "solver/operators/blocked_choice.hpp"
#include "solver/operators/blocked_wavefront.hpp"
#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Fused explicit steps or stages on the cells of a rank; threads share them by bands of rows.
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
  /// receive the old temperatures of owned wall entries, by step. `factors` of the parts of the sources and
  /// `moving` powers, step by step, as HeatLoad appends them.
  /// `observer`: before strip n the ghosts left of the plan's final_end(n + 1) must be valid; after it, the
  /// cells left of final_end(n) are final, and the ghosts there are read no more.
  /// Returns, if asked to measure it, max |T_new - T| of the last step over the owned cells, NaN when one is
  /// NaN. Not collective.
  double advance(Field& T, std::span<const WallLoads* const> loads, std::span<double* const> taps,
                 std::span<const double> factors, std::span<const double> moving = {},
                 StripObserver* observer = nullptr, bool measure_change = false);

  /// Sets S of the stages of a super step (explicit_sweep.hpp), K, with ghosts as deep as the block. Not
  /// collective.
  void set_slope(const Field& slope);
  /// Advances the change since the start of a super step by stages.size() stages, at least 2 and at most
  /// block.steps: `newest` is the last stage value and `before` the one before it, now and afterwards.
  /// Ghosts, loads and taps as above, in terms of the change, and `gains` the factors likewise; none when no
  /// source depends on time, and none may move. Not collective.
  void advance_stages(Field& newest, Field& before, std::span<const Stage> stages,
                      std::span<const WallLoads* const> loads, std::span<double* const> taps,
                      std::span<const double> gains);

 private:
  /// Copies of the rows beside a band, which other threads overwrite.
  struct Copies {
    std::vector<double> below;
    std::vector<double> above;
  };
  /// Rows of one thread.
  struct Band {
    FusedSteps task;
    Copies T;
    Copies before;
  };
  template <class Cells>
  using Fronts = std::vector<blocked::Wavefront<Cells>>;

  template <class Element>
  blocked::LiftedRows<Element> lifted_rows() const;
  template <class Cells>
  void set_cells(const Cells& cells);
  void make_bands(const FusedSteps& whole);
  RowsBeyond keep_rows(FieldView<double> field, const FusedSteps& whole, const FusedSteps& band,
                       Copies& copies) const;
  SourceTerms source_terms(std::span<const double> factors);
  void lift_sources();
  MovingTerms moving_terms(std::span<const double> factors, std::span<const double> moving);
  double run(FusedSteps whole);

  const HeatOperator* op_;
  blocked::StripPlan plan_;
  GhostSides ghosts_;
  bool past_caches_;
  CellRows wall_rows_;
  CellRows moving_rows_;
  std::vector<double> power_of_moving_;        ///< with the parts, step by step
  std::vector<char> row_touched_;              ///< by sources
  std::vector<blocked::LiftedField> sources_;  ///< by part
  blocked::LiftedField slope_;
  std::vector<UniformStage> uniform_stages_;
  blocked::LiftedCoefficients coefficients_;
  int most_bands_;
  std::vector<Band> bands_;
  std::variant<Fronts<blocked::UniformCells>, Fronts<blocked::GeneralCells>, Fronts<blocked::UniformStages>,
               Fronts<blocked::GeneralStages>>
      fronts_;
  double dt_ = 0.0;
};

}  // namespace isotherm
