#pragma once
// What several explicit steps in one go are made of: the task of the kernels behind BlockedSweep.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/grid/field.hpp"
#include "solver/operators/blocked_lift.hpp"
#include "solver/operators/walls.hpp"

namespace isotherm {

/// The sides of a rank's cells where ghost cells lie; elsewhere is a wall.
struct GhostSides {
  bool left = false;
  bool right = false;
  bool bottom = false;
  bool top = false;
};

/// Single cells by row: those at walls, or those that moving sources reach. The number of one is its entry.
class CellRows {
 public:
  CellRows() = default;
  /// `entries` are sorted by row and column, live longer than this, and lie in rows [-halo, ny + halo).
  CellRows(const std::vector<LocalCell>& entries, int ny, int halo);

  /// Entries [begin(j), begin(j + 1)) lie in row j.
  std::size_t begin(int j) const { return begin_[static_cast<std::size_t>(j + halo_)]; }
  std::size_t count() const { return entries_.size(); }
  int column(std::size_t entry) const { return entries_[entry].i; }
  /// The first entry of row j in column i or beyond.
  std::size_t first_from(int j, int i) const;

 private:
  std::span<const LocalCell> entries_;
  std::vector<std::size_t> begin_;
  int halo_ = 0;
};

/// Wall terms of the fused steps.
struct WallTerms {
  const CellRows* rows = nullptr;           ///< nullptr: no walls but insulated ones
  std::span<const WallLoads* const> loads;  ///< by step
  std::span<double* const> taps;            ///< by step: receives the old temperature of each owned entry
};

/// Volume sources: the sum of parts times factors, as HeatLoad defines it.
struct SourceTerms {
  std::span<const blocked::LiftedField> parts;     ///< W per cell; empty: no sources
  std::span<const double> factors;                 ///< of the parts, step by step
  const std::vector<char>* row_touched = nullptr;  ///< by row, from the outermost ghost row on; 0: all are 0
  int halo = 0;
  bool touches(int j) const {
    return !parts.empty() && (*row_touched)[static_cast<std::size_t>(j + halo)] != 0;
  }
};

/// Power of sources in single cells, which then have none of the parts.
struct MovingTerms {
  const CellRows* cells = nullptr;  ///< nullptr: none
  std::span<const double> power;    ///< W of each cell, step by step
};

/// Copies of the ghost rows of a band that are read instead of those in the field: as many as there are
/// steps, with the field's pitch, column 0 of the lowest one. nullptr: the field itself has them.
struct RowsBeyond {
  const double* below = nullptr;
  const double* above = nullptr;
};

/// Who wants to be told of the sweep of each strip of a rank, from left to right.
class StripObserver {
 public:
  virtual ~StripObserver() = default;
  virtual void before(std::size_t strip) = 0;
  virtual void after(std::size_t strip) = 0;
};

/// Advances the owned cells of a rank, or a band of its rows, by `steps` forward Euler steps; or by stages of
/// a method in which each new state needs the last two.
struct FusedSteps {
  FieldView<double> T;       ///< in place; ghost cells hold rubbish afterwards
  FieldView<double> before;  ///< stages: the state before T, likewise; at least two stages
  int nx = 0;                ///< columns [0, nx) are owned
  int row_begin = 0;         ///< rows [row_begin, row_end) are owned
  int row_end = 0;
  GhostSides ghosts;  ///< at least `steps` deep
  int steps = 1;
  const blocked::StripPlan* plan = nullptr;
  WallTerms walls;
  SourceTerms sources;
  MovingTerms moving;
  StripObserver* observer = nullptr;
  bool past_caches = false;     ///< write results past the caches: the cells do not fit in there anyway
  bool measure_change = false;  ///< find max |T_new - T| of the last step
  RowsBeyond T_beyond;
  RowsBeyond before_beyond;

  /// Rows that can be right after `step` steps.
  int bottom(int step) const { return ghosts.bottom ? row_begin - steps + step : row_begin; }
  int top(int step) const { return ghosts.top ? row_end + steps - step : row_end; }

  /// Row j of a field that this band must not have seen change.
  const double* old_row(FieldView<double> field, const RowsBeyond& beyond, int j) const {
    if (j < row_begin && beyond.below != nullptr)
      return beyond.below + (j - (row_begin - steps)) * field.pitch;
    if (j >= row_end && beyond.above != nullptr) return beyond.above + (j - row_end) * field.pitch;
    return field.row(j);
  }
};

}  // namespace isotherm
