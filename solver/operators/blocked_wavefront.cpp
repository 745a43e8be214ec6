#include "solver/operators/blocked_wavefront.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isotherm::blocked {
namespace {

constexpr int prefetch_rows = 4;  // how far ahead of the wavefront

void copy_row(const Vec* from, Vec* to, int stride) {
  std::copy(from - 2, from + stride, to - 2);
}
double* cells_of(Vec* row) {
  return reinterpret_cast<double*>(row);
}
const double* cells_of(const Vec* row) {
  return reinterpret_cast<const double*>(row);
}

}  // namespace

template <class Cells>
void Wavefront<Cells>::run(const FusedSteps& task) {
  task_ = &task;
  change_ = 0;
  for (std::size_t strip = 0; strip < task.plan->strips.size(); ++strip) {
    start(strip);
    sweep();
  }
}

template <class Cells>
void Wavefront<Cells>::start(std::size_t strip) {
  strip_number_ = strip;
  strip_ = task_->plan->strips[strip];
  const auto steps = static_cast<std::size_t>(task_->steps);
  const std::size_t pairs = steps + (Cells::two_states ? 2 : 1);
  const auto pitch = static_cast<std::size_t>(strip_.stride + 3);
  if (rows_.size() < 2 * pairs * pitch) rows_.assign(2 * pairs * pitch, Vec{});
  kept_.resize(steps);
  Vec* row = rows_.data() + 2;
  for (std::size_t n = 0; n < pairs; ++n, row += 2 * pitch)
    (n < steps ? kept_[n] : n == steps ? fresh_ : before_) = {row, row + pitch};
  const auto rows = static_cast<std::size_t>(task_->top(0) - task_->bottom(0));
  shared_.resize((rows + 2 * pairs) * pairs * 2);
  next_shared_ = shared_.data();
  entries_.assign(rows, {});
}

/// Step t computes rows s - t and s - t + 1 while rows s and s + 1 are lifted: it reads the two rows that
/// step t - 1 has just left in fresh_ and the two before them, and overwrites the latter. With two states it
/// overwrites rows s - t and s - t + 1 of step t - 2 instead: the two before them of step t - 1.
template <class Cells>
void Wavefront<Cells>::sweep() {
  const int steps = task_->steps;
  bool rows_above_are_due = strip_number_ == 0 && task_->rows_above;
  for (int s = task_->bottom(0); s - steps < task_->row_end; s += 2) {
    if (rows_above_are_due && s + 1 >= task_->row_end) {
      task_->rows_above();
      rows_above_are_due = false;
    }
    lift_pair(s);
    if (Cells::two_states) lift_pair_before(s - 1);
    for (int t = 1; t <= steps; ++t) {
      const int r = s - t;
      prefetch(s + prefetch_rows, t);
      if (exists(r, t) || exists(r + 1, t)) advance_pair(r, t);
      RowPair& kept = kept_[static_cast<std::size_t>(t - 1)];
      const RowPair old = std::exchange(kept, fresh_);
      fresh_ = Cells::two_states ? std::exchange(before_, old) : old;
    }
    lower_pair(s - steps);
    if (Cells::two_states) lower_pair_before(s - steps + 1);
  }
}

template <class Cells>
void Wavefront<Cells>::lift_pair(int j) {
  for (Vec* row : {fresh_.lower, fresh_.upper}) {
    if (exists(j, 0)) {
      lifter_.lift(task_->old_row(task_->T, task_->T_beyond, j), strip_.first, strip_.stride, strip_.stride,
                   task_->plan->data, row);
      if (task_->walls.rows != nullptr) {
        const WallRows& walls = *task_->walls.rows;
        entries_[static_cast<std::size_t>(j - task_->bottom(0))] = {
            walls.first_from(j, strip_.first - task_->steps),
            walls.first_from(j, strip_.first + strip_.width())};
      }
      finish_row(row, 0);
    }
    ++j;
  }
}

/// The state before, two columns to the right of the results that replace it, with the vectors -2 and -1.
template <class Cells>
void Wavefront<Cells>::lift_pair_before(int j) {
  for (Vec* row : {before_.lower, before_.upper}) {
    if (exists(j, 0)) {
      lifter_.lift(task_->old_row(task_->before, task_->before_beyond, j), strip_.first - 1, strip_.stride,
                   strip_.stride + 2, task_->plan->data, row - 2);
    }
    ++j;
  }
}

/// The last state but one: what the last step has read.
template <class Cells>
void Wavefront<Cells>::lower_pair_before(int j) {
  for (const Vec* row : {kept_.back().lower, kept_.back().upper}) {
    if (j >= task_->row_begin && j < task_->row_end)
      lifter_.lower(row, strip_.first - task_->steps + 1, strip_.stride, {0, task_->nx},
                    task_->before.row(j));
    ++j;
  }
}

template <class Cells>
void Wavefront<Cells>::lower_pair(int j) {
  for (const int n : {0, 1}) {
    if (j + n < task_->row_begin || j + n >= task_->row_end) continue;
    double* const to = task_->T.row(j + n);
    lifter_.lower(n == 0 ? fresh_.lower : fresh_.upper, strip_.first - task_->steps, strip_.stride,
                  {0, task_->nx}, to);
    if (task_->measure_change) measure(to, unchanged_[static_cast<std::size_t>(n)].data());
  }
}

/// Of a row before the last step: the columns that it will leave there, one to the left.
template <class Cells>
void Wavefront<Cells>::keep_unchanged(const Vec* row, std::vector<double>& cells) {
  cells.resize(static_cast<std::size_t>(task_->nx));
  lifter_.lower(row - 1, strip_.first - task_->steps, strip_.stride, {0, task_->nx}, cells.data());
}

/// Magnitudes of doubles are ordered as their bits are, NaN above all.
template <class Cells>
void Wavefront<Cells>::measure(const double* row, const double* unchanged) {
  const int first = strip_.first - task_->steps;
  const int end = std::clamp(first + strip_.width(), 0, task_->nx);
  for (int i = std::clamp(first, 0, task_->nx); i < end; ++i) {
    change_ = std::max(change_, std::bit_cast<std::int64_t>(std::abs(row[i] - unchanged[i])));
  }
}

template <class Cells>
void Wavefront<Cells>::advance_pair(int r, int t) {
  const RowPair old = kept_[static_cast<std::size_t>(t - 1)];
  if constexpr (Cells::mirrors) extend_over_walls(r, t);
  for (auto& cells : wall_cells_) cells.clear();
  if (exists(r, t) && has_walls(r)) read_walls(old.upper, r, t, wall_cells_[0]);
  if (exists(r + 1, t) && has_walls(r + 1)) read_walls(fresh_.lower, r + 1, t, wall_cells_[1]);
  if (task_->measure_change && t == task_->steps) {
    keep_unchanged(old.upper, unchanged_[0]);
    keep_unchanged(fresh_.lower, unchanged_[1]);
  }
  RowPair result = old;
  if constexpr (Cells::two_states) {
    result = before_;
    cells_.advance(old, fresh_, before_, place(r, t));
  } else {
    cells_.advance(old, fresh_, place(r, t));
  }
  for (const int n : {0, 1}) {
    if (!exists(r + n, t)) continue;
    Vec* const row = n == 0 ? result.lower : result.upper;
    if constexpr (!Cells::two_states) {
      if (task_->sources.touches(r + n)) cells_.add_sources(row, *task_->sources.power, place(r + n, t));
    }
    apply_walls(row, r + n, t, wall_cells_[static_cast<std::size_t>(n)]);
    if (t < task_->steps) finish_row(row, t);
  }
}

/// Beyond a wall every row has its own cells' values for neighbours: copies stand where row -1 would.
template <class Cells>
void Wavefront<Cells>::extend_over_walls(int r, int t) {
  const RowPair old = kept_[static_cast<std::size_t>(t - 1)];
  if (!task_->ghosts.bottom) {
    if (r == task_->row_begin) copy_row(old.upper, old.lower, strip_.stride);
    if (r + 1 == task_->row_begin) copy_row(fresh_.lower, old.upper, strip_.stride);
  }
  if (!task_->ghosts.top) {
    if (r + 1 == task_->row_end) copy_row(old.upper, fresh_.lower, strip_.stride);
    if (r + 2 == task_->row_end) copy_row(fresh_.lower, fresh_.upper, strip_.stride);
  }
}

/// Mirrors the row in walls to the left and right and hangs the last columns of the strip to the left before
/// its first vector, keeping its own for the strip to the right.
template <class Cells>
void Wavefront<Cells>::finish_row(Vec* row, int t) {
  double* const cells = cells_of(row);
  const bool wall_left = Cells::mirrors && strip_number_ == 0 && !task_->ghosts.left;
  if (Cells::mirrors) {
    const int beyond = task_->nx - (strip_.first - t);
    if (wall_left && t > 0) cells[strip_.index(t - 1)] = cells[strip_.index(t)];
    if (!task_->ghosts.right && beyond < strip_.width())
      cells[strip_.index(beyond)] = cells[strip_.index(beyond - 1)];
  }
  double* const shared = next_shared_;
  next_shared_ += 2;
  const Vec last = row[strip_.stride - 1];
  const Vec last_but_one = row[strip_.stride - 2];
  row[-1] = shift_up(last, shared[1]);
  row[-2] = shift_up(last_but_one, shared[0]);
  shared[0] = last_but_one[lanes - 1];
  shared[1] = last[lanes - 1];
  if (wall_left && t == 0) cells[strip_.index(-1)] = cells[0];
}

/// The wall entries of row j in the columns that the strip holds after step t.
template <class Cells>
typename Wavefront<Cells>::Entries Wavefront<Cells>::entries_in(int j, int t) const {
  Entries found = entries_[static_cast<std::size_t>(j - task_->bottom(0))];
  const WallRows& walls = *task_->walls.rows;
  const int first = strip_.first - t;
  while (found.begin < found.end && walls.column(found.begin) < first) ++found.begin;
  while (found.begin < found.end && walls.column(found.end - 1) >= first + strip_.width()) --found.end;
  return found;
}

/// Keeps the temperatures of row j before step t where there are walls.
template <class Cells>
void Wavefront<Cells>::read_walls(const Vec* old, int j, int t, std::vector<WallCell>& cells) {
  const Entries entries = entries_in(j, t);
  if (entries.begin == entries.end) return;
  const bool owned = j >= task_->row_begin && j < task_->row_end;
  const WallRows& walls = *task_->walls.rows;
  double* const taps = task_->walls.taps[static_cast<std::size_t>(t - 1)];
  int column = walls.column(entries.begin);
  int vector = (column - (strip_.first - t)) % strip_.stride;  // where the cell will be after the step
  int lane = (column - (strip_.first - t)) / strip_.stride;
  for (std::size_t e = entries.begin; e < entries.end; ++e) {
    for (vector += walls.column(e) - column; vector >= strip_.stride; vector -= strip_.stride) ++lane;
    column = walls.column(e);
    const int was =
        vector > 0 || lane == 0 ? (vector - 1) * lanes + lane : (strip_.stride - 1) * lanes + lane - 1;
    const double T_old = cells_of(old)[was];
    cells.push_back({e, vector * lanes + lane, column, T_old});
    if (owned) taps[e] = T_old;
  }
}

template <class Cells>
void Wavefront<Cells>::apply_walls(Vec* row, int j, int t, const std::vector<WallCell>& cells) const {
  if (cells.empty()) return;
  const WallLoads& loads = *task_->walls.loads[static_cast<std::size_t>(t - 1)];
  for (const WallCell& cell : cells) {
    double& T = cells_of(row)[cell.index];
    const double power = loads.load[cell.entry] - loads.conductance[cell.entry] * cell.T_old;
    T = std::fma(cells_.rc(j, cell.column, t), power, T);
  }
}

/// Fetches its share of row j and the one above it, 1 / steps of them with each step.
template <class Cells>
void Wavefront<Cells>::prefetch(int j, int t) const {
  const double part = 1.0 / task_->steps;
  for (const int row : {j, j + 1}) {
    if (row >= task_->row_end) return;
    prefetch_part(task_->T.row(row) + strip_.first, strip_.width(), (t - 1) * part, t * part);
    if (Cells::two_states)
      prefetch_part(task_->before.row(row) + strip_.first, strip_.width(), (t - 1) * part, t * part);
    cells_.prefetch(strip_number_, row, (t - 1) * part, t * part);
  }
}

template class Wavefront<UniformCells>;
template class Wavefront<GeneralCells>;
template class Wavefront<UniformStages>;
template class Wavefront<GeneralStages>;

}  // namespace isotherm::blocked
