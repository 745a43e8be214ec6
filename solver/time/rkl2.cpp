#include "solver/time/rkl2.hpp"

#include <algorithm>
#include <cmath>

#include "solver/grid/algebra.hpp"

namespace isotherm {

Rkl2::Rkl2(HeatOperator& op, double explicit_limit, TimeBlock block)
    : op_(&op),
      explicit_limit_(explicit_limit),
      block_(block.steps < 2 || op.sources().moves() ? TimeBlock{} : block),
      residual_(op),
      halo_(op.decomposition(), block_.steps,
            block_.width > 0 ? HaloExchange::Corners::yes : HaloExchange::Corners::no),
      plain_(block_.width > 0 ? nullptr : std::make_unique<ExplicitSweep>(op)) {
  const int nx = op.cells().nx();
  const int ny = op.cells().ny();
  for (Field* field : {&slope_, &newest_, &before_}) *field = Field("rkl2", nx, ny, op.halo());
  if (op.sources().depends_on_time() && plain_) gained_ = Field("gained source power", nx, ny, op.halo());
  if (op.sources().moves()) power_at_start_ = Field("source power at the start", nx, ny, 0);
  if (block_.width > 0) fused_ = std::make_unique<BlockedSweep>(op, block_);
  const std::size_t entries = op.walls().entries().size();
  const auto stages = static_cast<std::size_t>(block_.steps);
  T_walls_.assign(entries, 0.0);
  T_of_stage_ = T_walls_;
  loads_.resize(op.walls().depends_on_time() ? stages : 1);
  taps_.assign(stages, std::vector<double>(entries, 0.0));
  for (std::size_t n = 0; n < stages; ++n) {
    loads_of_stage_.push_back(&loads_[std::min(n, loads_.size() - 1)]);
    taps_of_stage_.push_back(taps_[n].data());
  }
}

double Rkl2::longest_step(int stages, double explicit_limit) {
  const double s = stages;
  return 0.25 * (s * s + s - 2.0) * explicit_limit;
}

int Rkl2::stages_for(double dt, double explicit_limit) {
  int stages = 3;
  while (longest_step(stages, explicit_limit) * (1.0 + 1e-12) < dt) stages += 2;
  return stages;
}

Rkl2::Scheme Rkl2::scheme(int stages) {
  const auto n = static_cast<std::size_t>(stages);
  const double s = stages;
  const double w = 4.0 / (s * s + s - 2.0);
  std::vector<double> b(n + 1, 1.0 / 3.0);
  for (std::size_t j = 3; j <= n; ++j) {
    const auto k = static_cast<double>(j);
    b[j] = (k * k + k - 2.0) / (2.0 * k * (k + 1.0));
  }
  Scheme scheme;
  scheme.time.resize(n + 1);
  scheme.first = b[1] * w;
  // Each stage value is T0 + dt sum_i weight_i R_i / C: the same recursion for the weights gives the heat.
  std::vector<double> before(n, 0.0);  // of the stage before the last, at first of T0
  std::vector<double> last(n, 0.0);
  last[0] = scheme.time[1] = scheme.first;
  for (std::size_t j = 2; j <= n; ++j) {
    const auto k = static_cast<double>(j);
    const double mu = (2.0 * k - 1.0) / k * b[j] / b[j - 1];
    const double nu = -(k - 1.0) / k * b[j] / b[j - 2];
    const double gamma = -(1.0 - b[j - 1]) * mu * w;
    // R of a stage value is R(T0) - K D: with the change D for the stage value, R(T0) has both shares.
    scheme.stages.push_back({mu, nu, mu * w, mu * w + gamma});
    for (std::size_t i = 0; i < n; ++i) before[i] = mu * last[i] + nu * before[i];
    before[j - 1] += mu * w;
    before[0] += gamma;
    for (const double share : before) scheme.time[j] += share;
    std::swap(before, last);
  }
  scheme.heat = last;
  return scheme;
}

void Rkl2::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double t = clock.time();
  const double dt = clock.dt_at(clock.step());
  const int count = stages_for(dt, explicit_limit_);
  if (count != count_) scheme_ = scheme(count);
  count_ = count;
  start(T, t, dt, energy);
  // Blocks of nearly equal length: two stages at least, for their number is even.
  const std::size_t all = scheme_.stages.size();
  const auto most = static_cast<std::size_t>(block_.steps);
  const std::size_t blocks = (all + most - 1) / most;
  for (std::size_t n = 0; n < blocks; ++n) {
    const std::size_t first = all * n / blocks;
    run_stages(first, all * (n + 1) / blocks - first, t, dt, energy);
  }
  stages_done_ += count;
  clock.tick();
  const auto sum = T.view();
  const auto change = static_cast<const Field&>(newest_).view();
  for_each_cell(
      "rkl2 result", {0, T.nx(), 0, T.ny()}, KOKKOS_LAMBDA(int j, int i) { sum(j, i) += change(j, i); });
  if (stride.want_rate) {
    const Extremes extremes = local_extremes(newest_, Field{});
    last_rate_ = std::max(0.0 - extremes.min, extremes.max) / dt;  // never -0
  }
}

/// The slope, and the first stage in newest_ with 0 before it, ghosts included.
void Rkl2::start(Field& T, double t, double dt, EnergyBalance& energy) {
  residual_.evaluate(T, t, slope_);
  residual_.add_heat(scheme_.heat[0] * dt, energy);
  const auto slope = slope_.view();
  const StepOverCapacity ratio(*op_, dt);
  for_each_cell(
      "rkl2 slope", {0, T.nx(), 0, T.ny()}, KOKKOS_LAMBDA(int j, int i) { slope(j, i) *= ratio(j, i); });
  halo_.exchange(slope_);
  if (op_->walls().depends_on_time()) halo_.exchange(T);  // also the cells at walls beyond the border
  if (fused_) {
    fused_->set_step(dt);
    fused_->set_slope(slope_);
  } else {
    plain_->set_step(dt);
  }
  op_->walls().evaluate(t, walls_at_start_);
  const auto start = static_cast<const Field&>(T).view();
  for (std::size_t e = 0; e < T_walls_.size(); ++e) {
    const auto [j, i] = op_->walls().entries()[e];
    T_walls_[e] = start(j, i);
  }
  factors_at_start_.clear();
  op_->sources().append_factors(t, factors_at_start_);
  if (!power_at_start_.empty()) power_at_start_.from_host(op_->sources().power().to_host());

  const int h = block_.steps;
  const double first = scheme_.first;
  const auto newest = newest_.view();
  for_each_cell(
      "rkl2 stage 1", {-h, T.nx() + h, -h, T.ny() + h},
      KOKKOS_LAMBDA(int j, int i) { newest(j, i) = first * slope(j, i); });
  before_.fill(0.0);
}

/// Stages first .. first + count - 1 of the scheme's list, in one block.
void Rkl2::run_stages(std::size_t first, std::size_t count, double t, double dt, EnergyBalance& energy) {
  const auto time_of = [&](std::size_t n) { return t + scheme_.time[first + n + 1] * dt; };
  for (std::size_t n = 0; n < std::min(count, loads_.size()); ++n) evaluate_walls(time_of(n), loads_[n]);
  const HeatLoad& sources = op_->sources();
  const std::size_t parts = sources.parts().size();
  factors_.clear();
  gains_.clear();
  for (std::size_t n = 0; n < count; ++n) sources.append_factors(time_of(n), factors_);
  for (std::size_t n = 0; sources.depends_on_time() && n < factors_.size(); ++n)
    gains_.push_back(factors_[n] - factors_at_start_[n % parts]);
  if (first > 0) halo_.exchange(newest_);
  if (fused_) {
    if (first > 0) halo_.exchange(before_);
    fused_->advance_stages(newest_, before_, {scheme_.stages.data() + first, count},
                           {loads_of_stage_.data(), count}, {taps_of_stage_.data(), count}, gains_);
  } else {
    plain_stage(scheme_.stages[first], time_of(0));
  }
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t e = 0; e < T_walls_.size(); ++e) T_of_stage_[e] = T_walls_[e] + taps_[n][e];
    const double power =
        sources.moves() ? sources.total() : sources.total(std::span(factors_).subspan(n * parts, parts));
    energy.add_explicit_step(time_of(n), scheme_.heat[first + n + 1] * dt, T_of_stage_, power);
  }
}

/// What the walls do to the change since the start: load - conductance * change.
void Rkl2::evaluate_walls(double t, WallLoads& loads) const {
  if (!op_->walls().depends_on_time() && !loads.load.empty()) return;
  op_->walls().evaluate(t, loads);
  for (std::size_t e = 0; e < T_walls_.size(); ++e) {
    const double more = loads.conductance[e] - walls_at_start_.conductance[e];
    loads.load[e] = (loads.load[e] - walls_at_start_.load[e]) - more * T_walls_[e];
  }
}

void Rkl2::plain_stage(const Stage& stage, double t) {
  if (!power_at_start_.empty()) {
    op_->sources().set_time(t);
    const auto now = op_->sources().power().view();
    const auto then = static_cast<const Field&>(power_at_start_).view();
    const auto gained = gained_.view();
    for_each_cell(
        "rkl2 sources", {0, gained_.nx(), 0, gained_.ny()},
        KOKKOS_LAMBDA(int j, int i) { gained(j, i) = now(j, i) - then(j, i); });
  } else if (!gained_.empty()) {
    op_->sources().combine(gains_, gained_);
  }
  plain_->sweep_stage(stage, newest_, before_, slope_, gained_, loads_[0], taps_[0]);
  swap(newest_, before_);
}

}  // namespace isotherm
