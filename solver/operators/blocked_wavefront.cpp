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

}  // namespace

template <class Cells>
void Wavefront<Cells>::run(const FusedSteps& task) {
  task_ = &task;
  change_ = 0;
  for (std::size_t strip = 0; strip < task.plan->strips.size(); ++strip) {
    if (task.observer != nullptr) task.observer->before(strip);
    start(strip);
    sweep();
    order_streams();
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
  walls_.assign(height, {});
  moving_.assign(height, {});
  walled_rows_.assign(height + 1, 0);
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
  for (int n = 0; n < rows; ++n) {
    if (!exists(j + n, 0)) continue;
    lifter_.lift(task_->old_row(task_->T, task_->T_beyond, j + n), strip_.first, strip_.stride, strip_.stride,
                 task_->plan->data, block[static_cast<std::size_t>(fresh + n)]);
    const auto row = static_cast<std::size_t>(j + n - task_->bottom(0));
    walls_[row] = met_by_strip(task_->walls.rows, j + n);
    moving_[row] = met_by_strip(task_->moving.cells, j + n);
    walled_rows_[row + 1] = walled_rows_[row] + (walls_[row].begin < walls_[row].end ? 1 : 0);
  }
  finish_rows(&block[fresh], j, 0);
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
      lifter_.lower(row, strip_.first - task_->steps + 1, strip_.stride, {0, task_->nx}, task_->before.row(j),
                    false);
    ++j;
  }
}

template <class Cells>
void Wavefront<Cells>::lower(const Block& block, int j) {
  for (std::size_t n = 0; n < rows; ++n, ++j) {
    if (j < task_->row_begin || j >= task_->row_end) continue;
    double* const to = task_->T.row(j);
    lifter_.lower(block[result + n], strip_.first - task_->steps, strip_.stride, {0, task_->nx}, to,
                  task_->past_caches);
    if (task_->measure_change) measure(to, unchanged_[n].data());
  }
}

/// Of a row before the last step: the columns that it will leave there, one to the left.
template <class Cells>
void Wavefront<Cells>::keep_unchanged(const Vec* row, std::vector<double>& cells) {
  cells.resize(static_cast<std::size_t>(task_->nx));
  lifter_.lower(row - 1, strip_.first - task_->steps, strip_.stride, {0, task_->nx}, cells.data(), false);
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
  const bool walls = any_walls(r, t);
  if (walls) read_walls(block, r, t);
  if (task_->measure_change && t == task_->steps) {
    for (int n = 0; n < rows; ++n) keep_unchanged(row_of(block, n), unchanged_[static_cast<std::size_t>(n)]);
  }
  cells_.advance(block, place(r, t), sources_of(r, t));
  if (task_->moving.cells != nullptr) add_moving(block, r, t);
  if (walls) apply_walls(block, r, t);
  if (t < task_->steps) finish_rows(&block[result], r, t);
}

/// Those of the rows from row r on in step t; none where no row has any.
template <class Cells>
Sources Wavefront<Cells>::sources_of(int r, int t) const {
  const SourceTerms& sources = task_->sources;
  bool touched = false;
  for (int j = std::max(r, task_->bottom(t)); j < std::min(r + rows, task_->top(t)); ++j)
    touched = touched || sources.touches(j);
  if (!touched) return {};
  const std::size_t parts = sources.parts.size();
  return {sources.parts, sources.factors.subspan(static_cast<std::size_t>(t - 1) * parts, parts),
          place(r, t)};
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

/// Mirrors the rows in walls to the left and right and hangs the last columns of the strip to the left before
/// their first vectors, keeping their own for the strip to the right.
template <class Cells>
void Wavefront<Cells>::finish_rows(Vec* const* first, int r, int t) {
  const int last = strip_.stride - 1;
  const bool wall_left = Cells::mirrors && strip_number_ == 0 && !task_->ghosts.left;
  const int beyond = task_->nx - (strip_.first - t);  // position of the column beyond the domain
  const bool wall_right = Cells::mirrors && !task_->ghosts.right && beyond < strip_.width();
  for (int n = 0; n < rows; ++n) {
    if (!exists(r + n, t)) continue;
    Vec* const row = first[n];
    double* const cells = cells_of(row);
    if (wall_left && t > 0) cells[strip_.index(t - 1)] = cells[strip_.index(t)];
    if (wall_right) cells[strip_.index(beyond)] = cells[strip_.index(beyond - 1)];
    double* const shared = next_shared_;
    next_shared_ += 2;
    const Vec own_last = row[last];
    const Vec own_last_but_one = row[last - 1];
    row[-1] = shift_up(own_last, shared[1]);
    row[-2] = shift_up(own_last_but_one, shared[0]);
    shared[0] = own_last_but_one[lanes - 1];
    shared[1] = own_last[lanes - 1];
    if (wall_left && t == 0) cells[strip_.index(-1)] = cells[0];
  }
}

template <class Cells>
typename Wavefront<Cells>::Entries Wavefront<Cells>::met_by_strip(const CellRows* cells, int j) const {
  if (cells == nullptr) return {};
  return {cells->first_from(j, strip_.first - task_->steps),
          cells->first_from(j, strip_.first + strip_.width())};
}

/// Calls visit(entry, count, column, index) for the cells that the strip holds after step t: so many that
/// follow each other in their row and in a lane, the first one's entry, column, and place in the lifted row.
template <class Cells>
template <class Visit>
void Wavefront<Cells>::for_runs(const CellRows& cells, Entries met, int t, Visit&& visit) const {
  const int first = strip_.first - t;
  while (met.begin < met.end && cells.column(met.begin) < first) ++met.begin;
  while (met.begin < met.end && cells.column(met.end - 1) >= first + strip_.width()) --met.end;
  for (std::size_t e = met.begin, count = 1; e < met.end; e += count) {
    const int column = cells.column(e);
    const int index = strip_.index(column - first);
    const auto left_in_lane = static_cast<std::size_t>(strip_.stride - index / lanes);
    count = std::min(met.end - e, left_in_lane);
    if (cells.column(e + count - 1) - column != static_cast<int>(count) - 1) count = 1;
    visit(e, count, column, index);
  }
}

/// Finds the cells with walls in the rows from r on and keeps what they were before step t: a vector to the
/// left of where they will be.
template <class Cells>
void Wavefront<Cells>::read_walls(const Block& block, int r, int t) {
  double* const taps = task_->walls.taps[static_cast<std::size_t>(t - 1)];
  wall_runs_.clear();
  std::size_t kept = 0;
  for (int j = std::max(r, task_->bottom(t)); j < std::min(r + rows, task_->top(t)); ++j) {
    const Entries met = walls_[static_cast<std::size_t>(j - task_->bottom(0))];
    const bool owned = j >= task_->row_begin && j < task_->row_end;
    T_at_walls_.resize(std::max(T_at_walls_.size(), kept + met.end - met.begin));
    for_runs(*task_->walls.rows, met, t, [&](std::size_t e, std::size_t count, int column, int index) {
      wall_runs_.push_back({e, count, j - r, column, index});
      const double* T_old = cells_of(row_of(block, j - r)) + index - lanes;
      for (std::size_t i = 0; i < count; ++i, T_old += lanes) {
        T_at_walls_[kept++] = *T_old;
        if (owned) taps[e + i] = *T_old;
      }
    });
  }
}

template <class Cells>
void Wavefront<Cells>::apply_walls(const Block& block, int r, int t) const {
  const WallLoads& loads = *task_->walls.loads[static_cast<std::size_t>(t - 1)];
  const double* T_old = T_at_walls_.data();
  for (const WallRun& run : wall_runs_) {
    double* T = cells_of(block[static_cast<std::size_t>(result + run.row)]) + run.index;
    for (std::size_t i = 0; i < run.count; ++i, T += lanes) {
      const double power = loads.load[run.entry + i] - loads.conductance[run.entry + i] * *T_old++;
      *T = std::fma(cells_.rc(r + run.row, run.column + static_cast<int>(i), t), power, *T);
    }
  }
}

/// Of moving sources, to the rows from r on.
template <class Cells>
void Wavefront<Cells>::add_moving(const Block& block, int r, int t) const {
  const MovingTerms& moving = task_->moving;
  const auto power = moving.power.subspan(static_cast<std::size_t>(t - 1) * moving.cells->count());
  for (int j = std::max(r, task_->bottom(t)); j < std::min(r + rows, task_->top(t)); ++j) {
    double* const row = cells_of(block[static_cast<std::size_t>(result + j - r)]);
    const Entries met = moving_[static_cast<std::size_t>(j - task_->bottom(0))];
    for_runs(*moving.cells, met, t, [&](std::size_t e, std::size_t count, int column, int index) {
      double* T = row + index;
      for (std::size_t i = 0; i < count; ++i, T += lanes)
        *T = std::fma(cells_.rc(j, column + static_cast<int>(i), t), power[e + i], *T);
    });
  }
}

/// Fetches a part of one of the rows from row j on; with all steps, (nearly) all of them.
template <class Cells>
void Wavefront<Cells>::prefetch(int j, int t) const {
  const int row = j + (t - 1) % rows;
  if (row >= task_->row_end) return;
  const Part part{(t - 1) / rows, (task_->steps + rows - 1) / rows};
  prefetch_part(task_->T.row(row) + strip_.first, strip_.width(), part);
  if (Cells::two_states) prefetch_part(task_->before.row(row) + strip_.first, strip_.width(), part);
  cells_.prefetch(strip_number_, row, part);
  if (!task_->sources.touches(row)) return;
  for (const LiftedField& source : task_->sources.parts) source.prefetch(strip_number_, row, part);
}

template class Wavefront<UniformCells>;
template class Wavefront<GeneralCells>;
template class Wavefront<UniformStages>;
template class Wavefront<GeneralStages>;

}  // namespace isotherm::blocked
