#include "solver/operators/blocked_wavefront.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isotherm::blocked {
namespace {

constexpr int prefetch_rows = 4;  // how far ahead of the wavefront, a multiple of the rows of a step

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
    if (task.observer != nullptr) task.observer->before(strip);
    start(strip);
    sweep();
    if (task.observer != nullptr) task.observer->after(strip);
  }
}

template <class Cells>
void Wavefront<Cells>::start(std::size_t strip) {
  strip_number_ = strip;
  strip_ = task_->plan->strips[strip];
  const auto steps = static_cast<std::size_t>(task_->steps);
  const auto pitch = static_cast<std::size_t>(strip_.stride + 3);
  const std::size_t ring = 2 * steps + Block().size() - 2;
  if (ring_.size() < ring * pitch) ring_.assign(ring * pitch, Vec{});
  blocks_.resize(ring / 2);
  for (std::size_t first = 0; first < ring; first += 2) {
    for (std::size_t n = 0; n < Block().size(); ++n)
      blocks_[first / 2][n] = ring_.data() + 2 + (first + n) % ring * pitch;
  }
  head_ = 0;
  const auto height = static_cast<std::size_t>(task_->top(0) - task_->bottom(0));
  shared_.resize(2 * height * (steps + 1));
  next_shared_ = shared_.data();
  entries_.assign(height, {});
}

/// Step t computes the rows from s - t on while those from s on are lifted. Its result is fresh for the next
/// step, whose block begins two rows further back in the ring, where its kept rows are; what was fresh is
/// kept until the wavefront has moved on by `rows`. After the last step the head stands where the first one
/// begins again.
template <class Cells>
void Wavefront<Cells>::sweep() {
  const int steps = task_->steps;
  for (int s = task_->bottom(0); s - steps < task_->row_end; s += rows) {
    lift(blocks_[head_], s);
    if (Cells::two_states) lift_before(blocks_[head_], s - 1);
    const Block* block = nullptr;
    for (int t = 1; t <= steps; ++t) {
      const int r = s - t;
      prefetch(s + prefetch_rows, t);
      block = &blocks_[head_];
      if (any_exists(r, t)) advance(*block, r, t);
      head_ = (head_ == 0 ? blocks_.size() : head_) - 1;
    }
    lower(*block, s - steps);
    if (Cells::two_states) lower_before(*block, s - steps + 1);
  }
}

template <class Cells>
void Wavefront<Cells>::lift(const Block& block, int j) {
  for (std::size_t n = 0; n < rows; ++n) {
    Vec* const row = block[fresh + n];
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
void Wavefront<Cells>::lift_before(const Block& block, int j) {
  for (std::size_t n = 0; n < rows; ++n) {
    Vec* const row = block[result + n];
    if (exists(j, 0)) {
      lifter_.lift(task_->old_row(task_->before, task_->before_beyond, j), strip_.first - 1, strip_.stride,
                   strip_.stride + 2, task_->plan->data, row - 2);
    }
    ++j;
  }
}

/// The last state but one: what the last step has read.
template <class Cells>
void Wavefront<Cells>::lower_before(const Block& block, int j) {
  for (std::size_t n = 0; n < rows; ++n) {
    const Vec* const row = block[fresh + n];
    if (j >= task_->row_begin && j < task_->row_end)
      lifter_.lower(row, strip_.first - task_->steps + 1, strip_.stride, {0, task_->nx},
                    task_->before.row(j));
    ++j;
  }
}

template <class Cells>
void Wavefront<Cells>::lower(const Block& block, int j) {
  for (std::size_t n = 0; n < rows; ++n, ++j) {
    if (j < task_->row_begin || j >= task_->row_end) continue;
    double* const to = task_->T.row(j);
    lifter_.lower(block[result + n], strip_.first - task_->steps, strip_.stride, {0, task_->nx}, to);
    if (task_->measure_change) measure(to, unchanged_[n].data());
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
void Wavefront<Cells>::advance(const Block& block, int r, int t) {
  if constexpr (Cells::mirrors) extend_over_walls(block, r);
  const bool measured = task_->measure_change && t == task_->steps;
  for (std::size_t n = 0; n < rows; ++n) {
    const int j = r + static_cast<int>(n);
    wall_cells_[n].clear();
    if (exists(j, t) && has_walls(j)) read_walls(row_of(block, j - r), j, t, wall_cells_[n]);
    if (measured) keep_unchanged(row_of(block, j - r), unchanged_[n]);
  }
  cells_.advance(block, place(r, t));
  for (std::size_t n = 0; n < rows; ++n) {
    const int j = r + static_cast<int>(n);
    if (!exists(j, t)) continue;
    Vec* const row = block[result + n];
    if constexpr (!Cells::two_states) {
      if (task_->sources.touches(j)) cells_.add_sources(row, *task_->sources.power, place(j, t));
    }
    apply_walls(row, j, t, wall_cells_[n]);
    if (t < task_->steps) finish_row(row, t);
  }
}

/// Beyond a wall every row has its own cells' values for neighbours: copies stand where row -1 would.
template <class Cells>
void Wavefront<Cells>::extend_over_walls(const Block& block, int r) {
  const auto row = [&](int j) { return row_of(block, j - r); };
  const int first = task_->row_begin;
  const int beyond = task_->row_end;
  if (!task_->ghosts.bottom && first >= r && first < r + rows)
    copy_row(row(first), row(first - 1), strip_.stride);
  if (!task_->ghosts.top && beyond > r && beyond <= r + rows)
    copy_row(row(beyond - 1), row(beyond), strip_.stride);
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

/// Fetches a part of one of the rows from row j on; with all steps, (nearly) all of them.
template <class Cells>
void Wavefront<Cells>::prefetch(int j, int t) const {
  const int row = j + (t - 1) % rows;
  if (row >= task_->row_end) return;
  const double part = static_cast<double>(rows) / task_->steps;
  const int round = (t - 1) / rows;
  const double from = round * part;
  const double to = std::min(from + part, 1.0);
  prefetch_part(task_->T.row(row) + strip_.first, strip_.width(), from, to);
  if (Cells::two_states) prefetch_part(task_->before.row(row) + strip_.first, strip_.width(), from, to);
  cells_.prefetch(strip_number_, row, from, to);
}

template class Wavefront<UniformCells>;
template class Wavefront<GeneralCells>;
template class Wavefront<UniformStages>;
template class Wavefront<GeneralStages>;

}  // namespace isotherm::blocked
