#include "solver/time/implicit_steps.hpp"

#include <limits>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

constexpr int damped_steps = 2;  // of Crank-Nicolson

Field owned_field(const char* label, const HeatOperator& op) {
  return {label, op.cells().nx(), op.cells().ny(), 0};
}

void add(Field& T, const Field& change) {
  const auto sum = T.view();
  const auto add = change.view();
  for_each_cell(
      "add change", {0, T.nx(), 0, T.ny()}, KOKKOS_LAMBDA(int j, int i) { sum(j, i) += add(j, i); });
}

double largest(const Field& change) {
  const Extremes extremes = local_extremes(change, Field{});
  return std::max(0.0 - extremes.min, extremes.max);  // never -0
}

}  // namespace

ThetaStep::ThetaStep(HeatOperator& op, double tolerance)
    : op_(&op),
      residual_(op),
      solver_(op),
      tolerance_(tolerance),
      right_(owned_field("right-hand side", op)),
      right_old_(owned_field("right-hand side at t0", op)),
      change_(owned_field("change", op)) {}

double ThetaStep::last_change() const {
  return largest(change_);
}

void ThetaStep::advance(Field& T, double t0, double dt, double theta, EnergyBalance& energy) {
  // (C / (theta dt) + K(t1)) (T1 - T0) = (1 - theta) / theta R(T0, t0) + R(T0, t1)
  const double t1 = t0 + dt;
  const bool explicit_part = theta < 1.0;
  if (explicit_part) {
    residual_.evaluate(T, t0, right_old_);
    residual_.add_heat((1.0 - theta) * dt, energy);
  }
  residual_.evaluate(T, t1, right_);
  if (explicit_part) {
    const double weight = (1.0 - theta) / theta;
    const auto right = right_.view();
    const auto old = right_old_.view();
    for_each_cell(
        "theta load", {0, T.nx(), 0, T.ny()},
        KOKKOS_LAMBDA(int j, int i) { right(j, i) += weight * old(j, i); });
  }
  change_.fill(0.0);  // the last change would be a better guess, but a restart would not know it
  solver_.solve(1.0 / (theta * dt), t1, right_, change_, tolerance_);
  add(T, change_);
  residual_.evaluate(T, t1, right_old_);
  residual_.add_heat(theta * dt, energy);
}

void BackwardEuler::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double dt = clock.dt_at(clock.step());
  step_.advance(T, clock.time(), dt, 1.0, energy);
  clock.tick();
  if (stride.want_rate) last_rate_ = step_.last_change() / dt;
}

void CrankNicolson::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double dt = clock.dt_at(clock.step());
  const double t = clock.time();
  double change = 0.0;
  if (clock.step() < damped_steps) {
    Field T_old("temperature before", T.nx(), T.ny(), 0);
    copy(T, T_old);
    step_.advance(T, t, 0.5 * dt, 1.0, energy);
    step_.advance(T, t + 0.5 * dt, 0.5 * dt, 1.0, energy);
    change = local_max_difference(T, T_old);
  } else {
    step_.advance(T, t, dt, 0.5, energy);
    change = step_.last_change();
  }
  clock.tick();
  if (stride.want_rate) last_rate_ = change / dt;
}

SteadySolve::SteadySolve(HeatOperator& op, double tolerance)
    : op_(&op),
      residual_(op),
      solver_(op),
      tolerance_(tolerance),
      right_(owned_field("right-hand side", op)),
      change_(owned_field("change", op)) {}

void SteadySolve::advance(Field& T, Clock& clock, const Stride&, EnergyBalance& energy) {
  residual_.evaluate(T, clock.time(), right_);
  solver_.solve(0.0, clock.time(), right_, change_, tolerance_);
  if (solver_.floats()) keep_heat();
  add(T, change_);
  clock.tick();
  last_rate_ = 0.0;
  energy.forget();
}

/// A body that no wall holds keeps its heat: the change must have none.
void SteadySolve::keep_heat() {
  const auto change = change_.view();
  const auto& comm = op_->decomposition().comm();
  const auto total = [&](auto&& term) { return global_value(comm, local_sum(op_->decomposition(), term)); };
  const double heat = total([&](int j, int i) { return op_->capacity_at(j, i) * change(j, i); });
  const double mean = heat / total([&](int j, int i) { return op_->capacity_at(j, i); });
  for (int j = 0; j < change_.ny(); ++j) {
    for (int i = 0; i < change_.nx(); ++i) {
      if (op_->capacity_at(j, i) > 0.0) change(j, i) -= mean;
    }
  }
}

}  // namespace isotherm
