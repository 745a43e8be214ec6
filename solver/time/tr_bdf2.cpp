#include "solver/time/tr_bdf2.hpp"

#include <algorithm>
#include <cmath>

#include "solver/grid/algebra.hpp"
#include "solver/time/tr_bdf2_formula.hpp"

namespace isotherm {
namespace {

using namespace tr_bdf2;

// Of the linear solver, relative to what drives a stage: a share of time.tolerance, within sense.
constexpr double solve_share = 1e-3;
constexpr double finest_solve = 1e-12;
constexpr double coarsest_solve = 1e-7;

}  // namespace

TrBdf2::TrBdf2(HeatOperator& op, double tolerance, double duration, double explicit_limit)
    : op_(&op),
      residual_0_(op),
      residual_1_(op),
      residual_2_(op),
      solver_(op),
      solve_tolerance_(std::clamp(solve_share * tolerance, finest_solve, coarsest_solve)),
      control_(tolerance, duration, explicit_limit) {
  const int nx = op.cells().nx();
  const int ny = op.cells().ny();
  T_ = Field("stage", nx, ny, op.halo());
  for (Field* field : {&R0_, &R1_, &R2_, &right_, &change_, &error_}) *field = Field("tr-bdf2", nx, ny, 0);
}

/// Computes the stage values of one step into T_ (the result), R0_, R1_ and R2_.
void TrBdf2::step(const Field& T0, double t0, double dt) {
  const Box owned{0, T_.nx(), 0, T_.ny()};
  const double s = 1.0 / (d * dt);
  const double t1 = t0 + gamma_stage * dt;
  const double t2 = t0 + dt;
  const auto T = T_.view();
  const auto start = T0.view();
  const auto R0 = static_cast<const Field&>(R0_).view();
  const auto R1 = static_cast<const Field&>(R1_).view();
  const auto right = right_.view();
  const auto change = change_.view();
  // Trapezoidal stage: (s C + K) (T1 - T0) = R(T0, t0) + R(T0, t1).
  for_each_cell(
      "copy", owned, KOKKOS_LAMBDA(int j, int i) { T(j, i) = start(j, i); });
  residual_1_.evaluate(T_, t1, right_);
  for_each_cell(
      "tr-bdf2 stage 1", owned, KOKKOS_LAMBDA(int j, int i) { right(j, i) += R0(j, i); });
  change_.fill(0.0);  // the last change would be a better guess, but a restart would not know it
  solver_.solve(s, t1, right_, change_, solve_tolerance_);
  for_each_cell(
      "add", owned, KOKKOS_LAMBDA(int j, int i) { T(j, i) += change(j, i); });
  residual_1_.evaluate(T_, t1, R1_);
  // BDF2 stage: (s C + K) (T2 - T1) = w / d (R0 + R1) + R(T1, t2) - s C (T1 - T0).
  residual_2_.evaluate(T_, t2, right_);
  const HeatOperator& op = *op_;
  for (int j = 0; j < owned.j1; ++j) {
    for (int i = 0; i < owned.i1; ++i) {
      right(j, i) += (w / d) * (R0(j, i) + R1(j, i)) - s * op.capacity_at(j, i) * change(j, i);
    }
  }
  // First guess: the BDF2 stage goes on like the trapezoidal one, over the rest of the step.
  constexpr double ahead = (1.0 - gamma_stage) / gamma_stage;
  for_each_cell(
      "guess", owned, KOKKOS_LAMBDA(int j, int i) { change(j, i) *= ahead; });
  solver_.solve(s, t2, right_, change_, solve_tolerance_);
  for_each_cell(
      "add", owned, KOKKOS_LAMBDA(int j, int i) { T(j, i) += change(j, i); });
  residual_2_.evaluate(T_, t2, R2_);
}

/// Estimates the error of the step that was computed last. Collective.
bool TrBdf2::is_good(double t0, double dt) {
  const auto R0 = R0_.view();
  const auto R1 = R1_.view();
  const auto R2 = R2_.view();
  const auto right = right_.view();
  const Box owned{0, T_.nx(), 0, T_.ny()};
  // The estimate dt E / C, filtered: (s C + K) error = E / d.
  for_each_cell(
      "error estimate", owned,
      KOKKOS_LAMBDA(int j, int i) { right(j, i) = (e0 * R0(j, i) + e1 * R1(j, i) + e2 * R2(j, i)) / d; });
  error_.fill(0.0);
  solver_.solve(1.0 / (d * dt), t0 + dt, right_, error_, filter_tolerance);
  const Extremes errors = local_extremes(error_, Field{});
  const Extremes T = local_extremes(T_, op_->mask());
  double largest[2] = {std::max(-errors.min, errors.max), std::max(-T.min, T.max)};
  op_->decomposition().comm().max(largest);
  return control_.accepts(t0, dt, largest[0], largest[1]);
}

void TrBdf2::accept(Field& T, double dt, EnergyBalance& energy) {
  residual_0_.add_heat(w * dt, energy);
  residual_1_.add_heat(w * dt, energy);
  residual_2_.add_heat(d * dt, energy);
  last_rate_ = local_max_difference(T, T_) / dt;
  swap(T, T_);
}

void TrBdf2::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double t = clock.time();
  residual_0_.evaluate(T, t, R0_);
  if (clock.is_fixed()) {
    const double dt = clock.dt_at(clock.step());
    step(T, t, dt);
    accept(T, dt, energy);
    clock.tick();
    return;
  }
  for (;;) {
    const double left = std::min(stride.until, clock.end()) - t;
    const double dt = control_.dt(left);
    step(T, t, dt);
    if (!is_good(t, dt)) continue;
    accept(T, dt, energy);
    clock.tick_by(dt, stride.until);
    return;
  }
}

std::map<std::string, double> TrBdf2::report() const {
  auto report = solver_.report();
  report["rejected_steps"] = control_.rejected();
  return report;
}

}  // namespace isotherm
