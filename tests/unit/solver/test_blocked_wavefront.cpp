// Fused steps and stages against the definition of the explicit step, bit for bit, on random problems.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <gtest/gtest.h>
#include <random>

#include "solver/operators/blocked_wavefront.hpp"

namespace isotherm {
namespace {

constexpr double dt = 0.05;

/// A rank's cells with random content, and the plain way to advance them.
struct RandomProblem {
  std::mt19937_64 random;
  int nx, ny, steps, halo;
  GhostSides ghosts;
  UniformStep uniform{{1.0, 1.0, 1.0}, 0.1};
  Field T, before, slope, gx, gy, rc, capacity;
  std::vector<Field> power;     ///< by part of the sources
  std::vector<double> factors;  ///< of the parts, step by step
  std::vector<Stage> stages;
  std::vector<char> touched;
  std::vector<LocalCell> entries;
  std::vector<LocalCell> reached;  ///< by moving sources
  std::vector<double> moving;      ///< their powers, step by step
  std::vector<WallLoads> loads;
  std::vector<std::vector<double>> taps;

  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); }
  double real(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random);
  }
  bool coin() { return number(0, 1) == 1; }
  void fill(Field& field, double least, double most) {
    for (int j = -halo; j < ny + halo; ++j)
      for (int i = -halo; i < nx + halo; ++i) field.view()(j, i) = real(least, most);
  }
  bool exists(int j, int i) const {
    return i >= (ghosts.left ? -halo : 0) && i < (ghosts.right ? nx + halo : nx) &&
           j >= (ghosts.bottom ? -halo : 0) && j < (ghosts.top ? ny + halo : ny);
  }

  RandomProblem(unsigned seed, int columns, int rows, int fused)
      : random(seed), nx(columns), ny(rows), steps(fused), halo(fused + 2) {
    ghosts = {coin(), coin(), coin(), coin()};
    const double cx = real(0.1, 1.0);
    uniform = UniformStep({cx, coin() ? cx : real(0.1, 1.0), 1.0}, 0.24);
    power.resize(static_cast<std::size_t>(number(1, static_cast<int>(HeatLoad::most_parts))));
    for (Field* field : {&T, &before, &slope, &gx, &gy, &rc, &capacity}) *field = Field("", nx, ny, halo);
    for (Field* field : {&T, &before, &slope}) fill(*field, -1.0, 1.0);
    for (int t = 0; t < steps; ++t)
      stages.push_back({real(1.0, 2.0), real(-1.0, 0.0), real(0.1, 0.3), real(-0.2, 0.2)});
    fill(gx, 0.1, 1.0);
    fill(gy, 0.1, 1.0);
    fill(capacity, 0.2, 1.0);
    for (Field& part : power) {
      part = Field("", nx, ny, halo);
      fill(part, -1.0, 1.0);
      for (int t = 0; t < steps; ++t) factors.push_back(real(-1.0, 1.0));
    }
    for (int j = -halo; j < ny + halo; ++j) {
      touched.push_back(number(0, 3) == 0 ? 1 : 0);
      for (int i = -halo; i < nx + halo; ++i) {
        if (!exists(j, i) || number(0, 30) == 0) T.view()(j, i) = capacity.view()(j, i) = 0.0;  // or a void
        for (Field& part : power) {
          if (touched.back() == 0) part.view()(j, i) = 0.0;
        }
        rc.view()(j, i) = capacity.view()(j, i) > 0.0 ? dt / capacity.view()(j, i) : 0.0;
        if (!exists(j, i) || !exists(j, i - 1)) gx.view()(j, i) = 0.0;
        if (!exists(j, i) || !exists(j - 1, i)) gy.view()(j, i) = 0.0;
        const bool edge = j == 0 || i == 0 || j == ny - 1 || i == nx - 1;
        if (exists(j, i) && number(0, edge ? 1 : 20) == 0) entries.push_back({j, i});
        if (exists(j, i) && j % 5 < 2 && number(0, 2) > 0) reached.push_back({j, i});
      }
    }
    for (const auto [j, i] : reached) {
      for (Field& part : power) part.view()(j, i) = 0.0;
    }
    for (int t = 0; t < steps; ++t) {
      for (std::size_t n = 0; n < reached.size(); ++n) moving.push_back(real(-1.0, 1.0));
      WallLoads step;
      for (std::size_t e = 0; e < entries.size(); ++e) {
        step.conductance.push_back(real(0.0, 0.3));
        step.load.push_back(real(-1.0, 1.0));
      }
      loads.push_back(step);
    }
    taps.assign(static_cast<std::size_t>(steps), std::vector<double>(entries.size(), 0.0));
  }

  double stage(bool general, int j, int i, const Stage& stage) {
    const auto old = T.view();
    const double C = old(j, i), B = before.view()(j, i), first = slope.view()(j, i);
    const auto at = [&](int row, int column) { return exists(row, column) ? old(row, column) : C; };
    const double W = at(j, i - 1), E = at(j, i + 1), S = at(j - 1, i), N = at(j + 1, i);
    if (!general) return UniformStage(uniform, stage)(C, W, E, S, N, B, first);
    const double gained =
        face_power(gx.view()(j, i), gx.view()(j, i + 1), gy.view()(j, i), gy.view()(j + 1, i), C, W, E, S, N);
    return std::fma(stage.share * rc.view()(j, i), gained,
                    std::fma(stage.mu, C, std::fma(stage.nu, B, stage.rho * first)));
  }

  double next(bool general, int j, int i) {
    const auto old = T.view();
    const double C = old(j, i);
    const auto at = [&](int row, int column) { return exists(row, column) ? old(row, column) : C; };
    const double W = at(j, i - 1), E = at(j, i + 1), S = at(j - 1, i), N = at(j + 1, i);
    if (!general)
      return uniform.square() ? uniform.next<true>(C, W, E, S, N) : uniform.next<false>(C, W, E, S, N);
    return general_step(rc.view()(j, i), gx.view()(j, i), gx.view()(j, i + 1), gy.view()(j, i),
                        gy.view()(j + 1, i), C, W, E, S, N);
  }

  double source(int j, int i, int t) {
    double sum = 0.0;
    for (std::size_t n = 0; n < power.size(); ++n)
      sum = std::fma(factors[static_cast<std::size_t>(t - 1) * power.size() + n], power[n].view()(j, i), sum);
    return sum;
  }

  /// The definition, with ghost layers that shrink by one per step.
  void advance_plainly(bool general, bool staged) {
    Field T_new("", nx, ny, halo);
    for (int t = 1; t <= steps; ++t) {
      const int g = steps - t;
      std::size_t e = 0;
      std::size_t m = 0;
      for (int j = -g; j < ny + g; ++j) {
        for (int i = -g; i < nx + g; ++i) {
          if (!exists(j, i)) continue;
          const Stage& now = stages[static_cast<std::size_t>(t - 1)];
          double value = staged ? stage(general, j, i, now) : next(general, j, i);
          const double rc_here = (staged ? now.share : 1.0) * (general ? rc.view()(j, i) : uniform.rc);
          if (touched[static_cast<std::size_t>(j + halo)]) value = std::fma(rc_here, source(j, i, t), value);
          while (m < reached.size() && reached[m] < LocalCell{j, i}) ++m;
          if (m < reached.size() && reached[m] == LocalCell{j, i}) {
            value = std::fma(rc_here, moving[static_cast<std::size_t>(t - 1) * reached.size() + m], value);
          }
          while (e < entries.size() && entries[e] < LocalCell{j, i}) ++e;
          if (e < entries.size() && entries[e] == LocalCell{j, i}) {
            const auto& wall = loads[static_cast<std::size_t>(t - 1)];
            const double T_old = T.view()(j, i);
            taps[static_cast<std::size_t>(t - 1)][e] = T_old;
            value = std::fma(rc_here, wall.load[e] - wall.conductance[e] * T_old, value);
          }
          T_new.view()(j, i) = value;
        }
      }
      swap(T, T_new);
      swap(before, T_new);
    }
  }
};

struct Shape {
  int nx, ny, steps, width;
};

void run_fused(RandomProblem& fused, FusedSteps task, int depth, bool general, bool staged) {
  const int first_row = fused.ghosts.bottom ? -depth : 0,
            last_row = fused.ny + (fused.ghosts.top ? depth : 0);
  std::vector<blocked::LiftedField> power;
  for (const Field& part : fused.power)
    power.emplace_back(*task.plan, first_row, last_row).fill(*task.plan, part);
  blocked::LiftedField slope(*task.plan, first_row, last_row);
  slope.fill(*task.plan, fused.slope);
  blocked::LiftedCoefficients lifted(*task.plan, first_row, last_row);
  lifted.fill(*task.plan, fused.gx, &blocked::CellCoefficients::gx);
  lifted.fill(*task.plan, fused.gy, &blocked::CellCoefficients::gy);
  lifted.fill(*task.plan, fused.rc, &blocked::CellCoefficients::rc);
  const auto capacity = std::as_const(fused.capacity).view();
  task.sources = {power, fused.factors, &fused.touched, fused.halo};
  if (staged) {
    task.before = fused.before.view();
    std::vector<UniformStage> uniform;
    for (const Stage& stage : fused.stages) uniform.emplace_back(fused.uniform, stage);
    if (general) {
      blocked::Wavefront(blocked::GeneralStages(lifted, capacity, dt, fused.stages, slope)).run(task);
    } else {
      blocked::Wavefront(blocked::UniformStages(uniform, slope)).run(task);
    }
    return;
  }
  if (general) {
    blocked::Wavefront(blocked::GeneralCells(lifted, capacity, dt)).run(task);
  } else {
    blocked::Wavefront(blocked::UniformCells(fused.uniform)).run(task);
  }
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

int cells_that_differ(Field& a, Field& b) {
  int wrong = 0;
  for (int j = 0; j < a.ny(); ++j) {
    for (int i = 0; i < a.nx(); ++i) {
      if (same_bits(a.view()(j, i), b.view()(j, i))) continue;
      if (++wrong < 4) ADD_FAILURE() << "cell (" << j << ", " << i << ")";
    }
  }
  return wrong;
}

/// Runs both ways and compares the owned cells and the taps of owned entries.
void compare(unsigned seed, Shape shape, bool general, bool staged) {
  SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << shape.nx << " x " << shape.ny
                                  << ", k = " << shape.steps << ", width " << shape.width
                                  << (general ? ", general" : ", uniform") << (staged ? ", stages" : ""));
  RandomProblem plain(seed, shape.nx, shape.ny, shape.steps);
  RandomProblem fused(seed, shape.nx, shape.ny, shape.steps);
  const int depth = shape.steps + plain.number(0, 2);  // the plan may be made for more steps
  const blocked::Columns columns{plain.ghosts.left ? -depth : 0, shape.nx + (plain.ghosts.right ? depth : 0)};
  const blocked::StripPlan plan(columns, depth, shape.width);
  if (!plan.usable()) return;
  plain.advance_plainly(general, staged);

  const CellRows rows(fused.entries, fused.ny, fused.halo);
  std::vector<const WallLoads*> loads;
  std::vector<double*> taps;
  for (auto& step : fused.loads) loads.push_back(&step);
  for (auto& step : fused.taps) taps.push_back(step.data());
  FusedSteps task;
  task.past_caches = fused.coin();
  task.T = fused.T.view();
  task.nx = fused.nx;
  task.row_end = fused.ny;
  task.ghosts = fused.ghosts;
  task.steps = fused.steps;
  task.plan = &plan;
  task.walls = {&rows, loads, taps};
  const CellRows reached(fused.reached, fused.ny, fused.halo);
  task.moving = {&reached, fused.moving};
  run_fused(fused, task, depth, general, staged);
  EXPECT_EQ(cells_that_differ(plain.T, fused.T), 0);
  if (staged) {
    EXPECT_EQ(cells_that_differ(plain.before, fused.before), 0) << "the last state but one";
  }
  for (int t = 0; t < shape.steps; ++t) {
    for (std::size_t e = 0; e < fused.entries.size(); ++e) {
      const auto [j, i] = fused.entries[e];
      if (j < 0 || i < 0 || j >= shape.ny || i >= shape.nx) continue;
      const auto step = static_cast<std::size_t>(t);
      ASSERT_TRUE(same_bits(plain.taps[step][e], fused.taps[step][e]))
          << "tap of step " << t << " at " << j << ", " << i;
    }
  }
}

TEST(BlockedWavefront, SameBitsAsTheDefinition) {
  std::mt19937 random(7);
  const auto number = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  for (unsigned seed = 0; seed < 120; ++seed) {
    const int steps = number(1, 20);
    const Shape shape{number(20, 260), number(1, 60), steps, number(64, 300)};
    for (const bool general : {false, true}) {
      compare(seed, shape, general, false);
      if (steps > 1) compare(seed, shape, general, true);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace isotherm
