#pragma once
// Temporal blocking on the cells of one thread; the figure is in README.md.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "solver/grid/huge_pages.hpp"
#include "solver/operators/blocked_cells.hpp"
#include "solver/operators/blocked_task.hpp"

namespace isotherm::blocked {

/// Fused steps or stages on strips of columns, each swept once from bottom to top by a wavefront of all
/// steps. Owns its buffers, which stay in a core's own cache; valid for any number of runs.
template <class Cells>
class Wavefront {
 public:
  explicit Wavefront(const Cells& cells) : cells_(cells) {}

  /// Advances the task's owned cells; its plan must be usable().
  void run(const FusedSteps& task);
  /// max |T_new - T| of the last step over the owned cells of the last task, if it asked for it; NaN when one
  /// was NaN.
  double largest_change() const { return std::bit_cast<double>(change_); }
  void set_cells(const Cells& cells) { cells_ = cells; }

 private:
  /// Single cells of a row that some step of the strip may meet.
  struct Entries {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  /// Cells with walls that follow each other in a row and in a lane.
  struct WallRun {
    std::size_t entry = 0;  ///< of the first one
    std::size_t count = 0;
    int row = 0;  ///< of those that are advanced
    int column = 0;
    int index = 0;  ///< where the first one will be in the lifted row; each next one a vector further
  };

  /// A step works on a block of rows. The first two are those below the fresh ones, kept since they were
  /// fresh; then, with two states, come those about to be replaced; the last ones are the fresh ones, which
  /// the step before has just left. The result is left where `result` says.
  static constexpr int rows = Cells::rows;
  static constexpr int result = Cells::two_states ? rows : 0;
  static constexpr int fresh = result + 2;
  using Block = Rows<fresh + rows>;

  void start(std::size_t strip);
  void sweep();
  void lift(const Block& block, int j);
  void lift_before(const Block& block, int j);
  void lower(const Block& block, int j);
  void lower_before(const Block& block, int j);
  void keep_unchanged(const Vec* row, std::vector<double>& cells);
  void measure(const double* row, const double* unchanged);
  void advance(const Block& block, int r, int t);
  Sources sources_of(int r, int t) const;
  void extend_over_walls(const Block& block, int r);
  void finish_rows(Vec* const* first, int r, int t);
  Entries met_by_strip(const CellRows* cells, int j) const;
  template <class Visit>
  void for_runs(const CellRows& cells, Entries met, int t, Visit&& visit) const;
  void read_walls(const Block& block, int r, int t);
  void apply_walls(const Block& block, int r, int t) const;
  void add_moving(const Block& block, int r, int t) const;
  void prefetch(int j, int t) const;
  bool exists(int j, int t) const { return j >= task_->bottom(t) && j < task_->top(t); }
  bool any_exists(int r, int t) const { return r + rows > task_->bottom(t) && r < task_->top(t); }
  /// Whether a row from r on has cells with walls.
  bool any_walls(int r, int t) const {
    const auto first = static_cast<std::size_t>(std::max(r, task_->bottom(t)) - task_->bottom(0));
    const auto end = static_cast<std::size_t>(std::min(r + rows, task_->top(t)) - task_->bottom(0));
    return walled_rows_[end] > walled_rows_[first];
  }
  /// Row r + n of the state that a step reads.
  static Vec* row_of(const Block& block, int n) {
    return block[static_cast<std::size_t>(n < 1 ? n + 1 : n + fresh - 1)];
  }
  Place place(int r, int t) const { return {strip_number_, strip_.stride, r, t}; }

  Cells cells_;
  Lifter lifter_;
  const FusedSteps* task_ = nullptr;
  std::size_t strip_number_ = 0;
  Strip strip_;
  std::vector<Vec, OnHugePages<Vec>> ring_;  ///< rows; the block moves back by two of them with every step
  std::vector<Block> blocks_;                ///< in the ring, by half the number of their first row
  std::size_t head_ = 0;                     ///< block of the next step
  std::vector<double, OnHugePages<double>>
      shared_;  ///< last two columns of every row and step of the strip to the left, as they come
  double* next_shared_ = nullptr;
  std::vector<Entries> walls_;                       ///< by row
  std::vector<Entries> moving_;                      ///< likewise
  std::vector<int> walled_rows_;                     ///< how many of so many rows, from the lowest on
  std::vector<WallRun> wall_runs_;                   ///< of the rows that are advanced
  std::vector<double> T_at_walls_;                   ///< run by run, before the step
  std::array<std::vector<double>, rows> unchanged_;  ///< of those rows before the last step, if measured
  std::int64_t change_ = 0;                          ///< the bits of largest_change()
};

}  // namespace isotherm::blocked
