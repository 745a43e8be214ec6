#include "solver/time/nonlinear_steps.hpp"

#include <algorithm>
#include <cmath>

#include "physics/message.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"
#include "solver/time/numerical_error.hpp"
#include "solver/time/tr_bdf2_formula.hpp"

namespace isotherm {
namespace {

constexpr int damped_steps = 2;   // of Crank-Nicolson
constexpr int most_halvings = 6;  // of a step whose system cannot be solved
/// Of Newton's method in a stage of TR-BDF2.
double stage_tolerance(double tolerance) {
  return std::clamp(tolerance, 1e-12, 1e-8);
}

Field owned_field(const char* label, const NonlinearOperator& op) {
  return {label, op.linear().cells().nx(), op.linear().cells().ny(), 0};
}

Field temperature_field(const char* label, const NonlinearOperator& op) {
  return {label, op.linear().cells().nx(), op.linear().cells().ny(), op.linear().halo()};
}

/// Owned cells: to = a x + b y + c z.
void combine(double a, const Field& x, double b, const Field& y, double c, const Field& z, Field& to) {
  const auto vx = x.view();
  const auto vy = y.view();
  const auto vz = z.view();
  const auto target = to.view();
  for_each_cell(
      "combine", {0, to.nx(), 0, to.ny()},
      KOKKOS_LAMBDA(int j, int i) { target(j, i) = (a * vx(j, i) + b * vy(j, i)) + c * vz(j, i); });
}

}  // namespace

NonlinearTheta::NonlinearTheta(Kind kind, const NonlinearOperator& op, HeatLoad& sources, Field& H,
                               double tolerance)
    : kind_(kind),
      op_(&op),
      H_(&H),
      residual_(op, sources),
      newton_(op, sources, tolerance),
      base_(owned_field("enthalpy before", op)),
      load_(owned_field("power before", op)),
      T_old_(temperature_field("temperature before", op)) {}

/// C (H1 - H0) / dt = (1 - theta) R0 + theta R1. False when Newton's method does not converge: T and H are
/// then what they were.
bool NonlinearTheta::try_step(Field& T, double t0, double dt, double theta, EnergyBalance& energy) {
  const bool explicit_part = theta < 1.0;
  copy(*H_, base_);
  if (explicit_part) {
    residual_.evaluate(T, t0, load_);
    const double weight = (1.0 - theta) / theta;
    combine(weight, load_, 0.0, load_, 0.0, load_, load_);
  }
  if (!newton_.solve(1.0 / (theta * dt), t0 + dt, &base_, explicit_part ? &load_ : nullptr, *H_, T)) {
    copy(base_, *H_);
    op_->set_temperature(*H_, T);
    return false;
  }
  if (explicit_part) residual_.add_heat((1.0 - theta) * dt, energy);
  newton_.add_heat(theta * dt, energy);
  return true;
}

/// A step, or two of half its length where that one fails, and so on.
void NonlinearTheta::step(Field& T, double t0, double dt, double theta, const Clock& clock,
                          EnergyBalance& energy, int halvings) {
  if (try_step(T, t0, dt, theta, energy)) return;
  if (halvings == most_halvings) {
    throw NumericalError(message("Newton's method does not converge in step ", clock.step() + 1,
                                 ", t = ", t0 + dt, " s, nor in steps of ", dt,
                                 " s: take a smaller time.step, or tr-bdf2, which cuts its own"));
  }
  halved_ += 1.0;
  step(T, t0, 0.5 * dt, theta, clock, energy, halvings + 1);
  step(T, t0 + 0.5 * dt, 0.5 * dt, theta, clock, energy, halvings + 1);
}

std::map<std::string, double> NonlinearTheta::report() const {
  auto report = newton_.report();
  report["halved_steps"] = halved_;
  return report;
}

void NonlinearTheta::advance(Field& T, Clock& clock, const Stride&, EnergyBalance& energy) {
  const double dt = clock.dt_at(clock.step());
  const double t = clock.time();
  op_->set_temperature(*H_, T);  // the state is H: a bit of T that flipped in memory does no harm
  copy(T, T_old_);
  if (kind_ == Kind::backward_euler) {
    step(T, t, dt, 1.0, clock, energy);
  } else if (clock.step() < damped_steps) {
    step(T, t, 0.5 * dt, 1.0, clock, energy);
    step(T, t + 0.5 * dt, 0.5 * dt, 1.0, clock, energy);
  } else {
    step(T, t, dt, 0.5, clock, energy);
  }
  clock.tick();
  last_rate_ = local_max_difference(T, T_old_) / dt;
  op_->require_known<NumericalError>(T, at_step(clock), newton_.surface_fault(at_step(clock)));
}

NonlinearTrBdf2::NonlinearTrBdf2(const NonlinearOperator& op, HeatLoad& sources, Field& H, double tolerance,
                                 double duration, double explicit_limit)
    : op_(&op),
      H_(&H),
      start_(op, sources),
      first_(op, sources, stage_tolerance(tolerance)),
      second_(op, sources, stage_tolerance(tolerance)),
      control_(tolerance, duration, explicit_limit),
      R0_(owned_field("power at the start", op)),
      load_(owned_field("load", op)),
      error_(owned_field("error", op)),
      H1_(owned_field("enthalpy of the stage", op)),
      T1_(temperature_field("temperature of the stage", op)) {}

/// Computes the stage values; H1_ and T1_ become the result. False when Newton's method does not converge.
bool NonlinearTrBdf2::step(Field& T0, double t0, double dt) {
  using namespace tr_bdf2;
  const double s = 1.0 / (d * dt);
  copy(*H_, H1_);
  copy(T0, T1_);
  if (!first_.solve(s, t0 + gamma_stage * dt, H_, &R0_, H1_, T1_)) return false;
  combine(w / d, R0_, w / d, first_.power(), 0.0, R0_, load_);
  return second_.solve(s, t0 + dt, H_, &load_, H1_, T1_);
}

/// Estimates the error of the step that was computed last. Collective.
bool NonlinearTrBdf2::is_good(double t0, double dt) {
  using namespace tr_bdf2;
  combine(e0 / d, R0_, e1 / d, first_.power(), e2 / d, second_.power(), load_);
  error_.fill(0.0);
  second_.solve_linear(1.0 / (d * dt), H1_, T1_, load_, error_, filter_tolerance);
  const Extremes errors = local_extremes(error_, op_->linear().mask());
  const Extremes T = local_extremes(T1_, op_->linear().mask());
  double largest[2] = {std::max(-errors.min, errors.max), std::max(-T.min, T.max)};
  op_->decomposition().comm().max(largest);
  return control_.accepts(t0, dt, largest[0], largest[1]);
}

void NonlinearTrBdf2::accept(Field& T, double dt, EnergyBalance& energy) {
  using namespace tr_bdf2;
  start_.add_heat(w * dt, energy);
  first_.add_heat(w * dt, energy);
  second_.add_heat(d * dt, energy);
  last_rate_ = local_max_difference(T, T1_) / dt;
  swap(T, T1_);
  swap(*H_, H1_);
}

void NonlinearTrBdf2::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double t = clock.time();
  op_->set_temperature(*H_, T);
  start_.evaluate(T, t, R0_);
  for (;;) {
    const double left = std::min(stride.until, clock.end()) - t;
    const double dt = clock.is_fixed() ? clock.dt_at(clock.step()) : control_.dt(left);
    const bool solved = step(T, t, dt);
    if (clock.is_fixed() && !solved) {
      throw NumericalError(
          message("Newton's method does not converge in step ", clock.step() + 1, ", t = ", t + dt,
                  " s: take a smaller time.step, or leave it out so that steps follow time.tolerance"));
    }
    if (!solved) control_.reject(t, dt);
    if (!solved || (!clock.is_fixed() && !is_good(t, dt))) continue;
    accept(T, dt, energy);
    if (clock.is_fixed()) {
      clock.tick();
    } else {
      clock.tick_by(dt, stride.until);
    }
    op_->require_known<NumericalError>(T, at_step(clock), second_.surface_fault(at_step(clock)));
    return;
  }
}

std::map<std::string, double> NonlinearTrBdf2::report() const {
  auto report = first_.report();
  for (const auto& [name, value] : second_.report()) report[name] += value;
  report["rejected_steps"] = control_.rejected();
  return report;
}

NonlinearSteady::NonlinearSteady(const NonlinearOperator& op, HeatLoad& sources, Field& H, double tolerance)
    : op_(&op), H_(&H), newton_(op, sources, tolerance) {}

void NonlinearSteady::advance(Field& T, Clock& clock, const Stride&, EnergyBalance& energy) {
  if (!newton_.solve(0.0, clock.time(), nullptr, nullptr, *H_, T)) {
    throw NumericalError(
        "Newton's method does not converge to a steady state: start nearer to it, or run to it in "
        "time with tr-bdf2");
  }
  const std::string when = " in the steady state";
  op_->require_known<NumericalError>(T, when, newton_.surface_fault(when));
  clock.tick();
  last_rate_ = 0.0;
  energy.forget();
}

}  // namespace isotherm
