#include "solver/operators/explicit_sweep.hpp"

#include <algorithm>

namespace isotherm {

void ExplicitSweep::set_step(double dt) {
  if (dt == dt_) return;
  dt_ = dt;
  if (op_->uniform()) return;
  const int h = op_->halo();
  const int nx = op_->cells().nx();
  const int ny = op_->cells().ny();
  if (rc_.empty()) rc_ = Field("dt / C", nx, ny, h);
  const auto rc = rc_.view();
  const StepOverCapacity ratio(*op_, dt);
  for_each_cell(
      "dt / C", {-h, nx + h, -h, ny + h}, KOKKOS_LAMBDA(int j, int i) { rc(j, i) = ratio(j, i); });
}

void ExplicitSweep::sweep(const Field& T, Field& T_new, Box box, const WallLoads& loads,
                          std::vector<double>& taps) const {
  if (box.empty()) return;
  // Sources and walls find their rows still in the cache: a column of walls alone would miss it row by row.
  const int rows_at_once = 32 * ExecutionSpace().concurrency();
  for (int j = box.j0; j < box.j1; j += rows_at_once) {
    const Box rows{box.i0, box.i1, j, std::min(j + rows_at_once, box.j1)};
    if (!op_->uniform()) {
      sweep_general(T, T_new, rows);
    } else if (const UniformStep step(*op_->uniform(), dt_); step.square()) {
      sweep_uniform<true>(step, T, T_new, rows);
    } else {
      sweep_uniform<false>(step, T, T_new, rows);
    }
    if (op_->sources().any()) add_sources(1.0, op_->sources().power(), T_new, rows);
    add_walls(1.0, T, T_new, rows, loads, taps);
  }
}

void ExplicitSweep::sweep_stage(const Stage& stage, const Field& newest, Field& before, const Field& slope,
                                const Field& gained, const WallLoads& loads,
                                std::vector<double>& taps) const {
  if (op_->uniform()) {
    stage_uniform(stage, newest, before, slope);
  } else {
    stage_general(stage, newest, before, slope);
  }
  const Box all{0, newest.nx(), 0, newest.ny()};
  if (!gained.empty()) add_sources(stage.share, gained, before, all);
  add_walls(stage.share, newest, before, all, loads, taps);
}

/// Two rows at once share what they load.
template <bool alike>
void ExplicitSweep::sweep_uniform(const UniformStep& step, const Field& T, Field& T_new, Box box) const {
  const auto old = T.view();
  const auto next = T_new.view();
  const auto& cells = op_->cells();
  const int bottom = cells.exists(-1, 0) ? -1 : 0;  // the row that stands below row 0: itself at a wall
  const int top = cells.exists(cells.ny(), 0) ? cells.ny() : cells.ny() - 1;
  const bool wall_left = box.i0 == 0 && !cells.exists(0, -1);
  const bool wall_right = box.i1 == cells.nx() && !cells.exists(0, cells.nx());
  const int last = box.i1 - 1;
  const bool only_column = wall_left && wall_right && last == 0;
  Kokkos::parallel_for(
      "uniform sweep", RowPolicy(0, (box.j1 - box.j0 + 1) / 2), KOKKOS_LAMBDA(int pair) {
        const int j = box.j0 + 2 * pair;
        const double* const S = old.row(j - 1 < bottom ? bottom : j - 1);
        const double* const lower = old.row(j);
        const double* const upper = old.row(j + 1 > top ? top : j + 1);
        const double* const N = old.row(j + 2 > top ? top : j + 2);
        double* const out = next.row(j);
        double* const out_upper = next.row(j + 1);
        const auto set = [&](double* to, const double* C, const double* south, const double* north, int i,
                             int west, int east) {
          to[i] = step.next<alike>(C[i], C[west], C[east], south[i], north[i]);
        };
        const auto set_ends = [&](double* to, const double* C, const double* south, const double* north) {
          if (wall_left) set(to, C, south, north, 0, 0, only_column ? 0 : 1);
          if (wall_right) set(to, C, south, north, last, only_column ? 0 : last - 1, last);
        };
        if (j + 1 < box.j1) {
#pragma GCC ivdep
          for (int i = box.i0; i < box.i1; ++i) {
            set(out, lower, S, upper, i, i - 1, i + 1);
            set(out_upper, upper, lower, N, i, i - 1, i + 1);
          }
          set_ends(out_upper, upper, lower, N);
        } else {
#pragma GCC ivdep
          for (int i = box.i0; i < box.i1; ++i) set(out, lower, S, upper, i, i - 1, i + 1);
        }
        set_ends(out, lower, S, upper);
      });
  Kokkos::fence();
}

void ExplicitSweep::sweep_general(const Field& T, Field& T_new, Box box) const {
  const auto old = T.view();
  const auto next = T_new.view();
  const FieldView<const double> gx = op_->conductances().x.view();
  const FieldView<const double> gy = op_->conductances().y.view();
  const FieldView<const double> rc = static_cast<const Field&>(rc_).view();
  for_each_cell(
      "general sweep", box, KOKKOS_LAMBDA(int j, int i) {
        next(j, i) = general_step(rc(j, i), gx(j, i), gx(j, i + 1), gy(j, i), gy(j + 1, i), old(j, i),
                                  old(j, i - 1), old(j, i + 1), old(j - 1, i), old(j + 1, i));
      });
}

void ExplicitSweep::stage_uniform(const Stage& stage, const Field& newest, Field& before,
                                  const Field& slope) const {
  const UniformStage step(UniformStep(*op_->uniform(), dt_), stage);
  const auto old = newest.view();
  const auto next = before.view();
  const auto start = slope.view();
  const auto& cells = op_->cells();
  const int bottom = cells.exists(-1, 0) ? -1 : 0;
  const int top = cells.exists(cells.ny(), 0) ? cells.ny() : cells.ny() - 1;
  const int begin = cells.exists(0, -1) ? 0 : 1;  // columns that have a cell on either side
  const int end = cells.exists(0, cells.nx()) ? cells.nx() : cells.nx() - 1;
  const int last = cells.nx() - 1;
  Kokkos::parallel_for(
      "stage, uniform", RowPolicy(0, cells.ny()), KOKKOS_LAMBDA(int j) {
        const double* const C = old.row(j);
        const double* const S = old.row(j - 1 < bottom ? bottom : j - 1);
        const double* const N = old.row(j + 1 > top ? top : j + 1);
        const double* const slopes = start.row(j);
        double* const out = next.row(j);
        const auto set = [&](int i, int west, int east) {
          out[i] = step(C[i], C[west], C[east], S[i], N[i], out[i], slopes[i]);
        };
#pragma GCC ivdep
        for (int i = begin; i < end; ++i) set(i, i - 1, i + 1);
        if (begin == 1) set(0, 0, last == 0 && end == 0 ? 0 : 1);
        if (end == last && (last > 0 || begin == 0)) set(last, last - 1, last);
      });
  Kokkos::fence();
}

void ExplicitSweep::stage_general(const Stage& stage, const Field& newest, Field& before,
                                  const Field& slope) const {
  const auto old = newest.view();
  const auto next = before.view();
  const auto start = slope.view();
  const FieldView<const double> gx = op_->conductances().x.view();
  const FieldView<const double> gy = op_->conductances().y.view();
  const FieldView<const double> rc = static_cast<const Field&>(rc_).view();
  for_each_cell(
      "stage, general", {0, newest.nx(), 0, newest.ny()}, KOKKOS_LAMBDA(int j, int i) {
        const double power = face_power(gx(j, i), gx(j, i + 1), gy(j, i), gy(j + 1, i), old(j, i),
                                        old(j, i - 1), old(j, i + 1), old(j - 1, i), old(j + 1, i));
        const double rest =
            std::fma(stage.mu, old(j, i), std::fma(stage.nu, next(j, i), stage.rho * start(j, i)));
        next(j, i) = std::fma(stage.share * rc(j, i), power, rest);
      });
}

/// Source terms of a step of `share` of the length set.
void ExplicitSweep::add_sources(double share, const Field& source_power, Field& T_new, Box box) const {
  const auto next = T_new.view();
  const auto power = source_power.view();
  const bool uniform = op_->uniform().has_value();
  const FieldView<const double> rc = static_cast<const Field&>(rc_).view();
  const double rc_alike = uniform ? UniformStep(*op_->uniform(), dt_).rc : 0.0;
  for (int j = box.j0; j < box.j1; ++j) {
    if (!op_->sources().touches(j)) continue;
    for_each_cell(
        "sources", {box.i0, box.i1, j, j + 1}, KOKKOS_LAMBDA(int row, int i) {
          next(row, i) = std::fma(share * (uniform ? rc_alike : rc(row, i)), power(row, i), next(row, i));
        });
  }
}

/// Wall terms of a step of `share` of the length set.
void ExplicitSweep::add_walls(double share, const Field& T, Field& T_new, Box box, const WallLoads& loads,
                              std::vector<double>& taps) const {
  const auto old = T.view();
  const auto next = T_new.view();
  const Walls& walls = op_->walls();
  const bool uniform = op_->uniform().has_value();
  const FieldView<const double> rc = static_cast<const Field&>(rc_).view();
  const double rc_alike = uniform ? UniformStep(*op_->uniform(), dt_).rc : 0.0;
  for (std::size_t e = walls.row_begin(box.j0); e < walls.row_begin(box.j1); ++e) {
    const auto [j, i] = walls.entries()[e];
    if (i < box.i0 || i >= box.i1) continue;
    const double T_old = old(j, i);
    taps[e] = T_old;
    const double power = loads.load[e] - loads.conductance[e] * T_old;
    next(j, i) = std::fma(share * (uniform ? rc_alike : rc(j, i)), power, next(j, i));
  }
}

}  // namespace isotherm
