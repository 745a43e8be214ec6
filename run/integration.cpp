#include "run/integration.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

#include "solver/time/forward_euler.hpp"
#include "solver/time/implicit_steps.hpp"
#include "solver/time/nonlinear_euler.hpp"
#include "solver/time/nonlinear_steps.hpp"
#include "solver/time/rkl2.hpp"
#include "solver/time/tr_bdf2.hpp"

namespace isotherm {
namespace {

constexpr double most_steps = 9e15;         // steps are counted exactly in a double too
constexpr double steps_of_tr_bdf2 = 300.0;  // before outputs
// Costs of implicit steps in explicit ones. Linear explicit steps are fused: 250 to 450 were measured with
// AVX2 (64 x 64 to 1024 x 1024 cells), some 1500 with AVX-512 and 4096 x 4096. Explicit steps of what depends
// on temperature are not, and evaluate properties too: 22 to 25.
constexpr double units_per_implicit_step = 600.0;
constexpr double units_per_nonlinear_step = 25.0;
// Where a material melts every cell that does is a kink in time, at which tr-bdf2 takes some 30 steps (10,046
// steps for 400 cells of freezing ground): there the other choice is backward-euler, up to nine corrections a
// step. 15 were measured in 64 x 64 cells that begin to melt; its steps are also less accurate.
constexpr double steps_of_melting = 1000.0;
constexpr double units_per_melting_step = 75.0;
constexpr int stages_of_auto_rkl2 = 21;
// What steps are not longer than where walls or sources change in time: explicit ones of auto, which follow
// no tolerance and see the values at their start alone (so many cost less than tr-bdf2), and those that
// follow a tolerance where a formula may change at any time.
constexpr double parts_of_explicit = 10000.0;
constexpr double parts_of_adaptive = 200.0;

/// Of Newton's largest correction of a step.
double newton_tolerance(const TimeSettings& time) {
  return std::clamp(time.tolerance, 1e-12, 1e-8);
}

/// Of an implicit step: relative to what drives it.
double linear_tolerance(const TimeSettings& time) {
  return std::clamp(time.tolerance, 1e-13, 1e-9);
}

double events(const Interval& interval, double duration) {
  return interval.unit == Interval::Unit::simulated ? duration / interval.seconds : 0.0;
}

/// The length of fixed explicit steps; refuses one that is not stable.
double explicit_step(const Case& the_case, double largest_stable) {
  const TimeSettings& time = the_case.time;
  if (!time.step) {
    const double longest = time.method == Method::automatic
                               ? longest_free_step(the_case, Method::forward_euler)
                               : time.end - time.start;  // where nothing conducts one step does
    return std::min(time.safety * largest_stable, longest);
  }
  if (*time.step > largest_stable * (1.0 + 1e-12)) {
    throw std::invalid_argument(fmt::format(
        "time.step: {} s is not stable with forward-euler on this grid; the largest stable step is "
        "{} s: take that or less, or leave time.step out",
        *time.step, largest_stable));
  }
  return *time.step;
}

}  // namespace

double longest_free_step(const Case& the_case, Method method) {
  const TimeSettings& time = the_case.time;
  const double duration = time.end - time.start;
  if (method == Method::forward_euler && time.method == Method::automatic && the_case.changes.any)
    return duration / parts_of_explicit;
  return the_case.changes.formulas ? duration / parts_of_adaptive : duration;
}

double fixed_step(const Case& the_case, Method method, double explicit_limit) {
  const TimeSettings& time = the_case.time;
  const double duration = time.end - time.start;
  if (method == Method::forward_euler) return explicit_step(the_case, explicit_limit);
  if (time.step) return *time.step;
  if (method == Method::rkl2) {
    return std::min(duration, time.safety * Rkl2::longest_step(stages_of_auto_rkl2, explicit_limit));
  }
  if (method == Method::backward_euler && time.method == Method::automatic)
    return std::min(duration / steps_of_melting, the_case.changes.least_gap(time.start, time.end));
  throw std::invalid_argument(
      fmt::format("time.step: {} has no step of its own choice: give time.step, or use tr-bdf2, which "
                  "follows time.tolerance",
                  name_of(method)));
}

std::string name_of(Method method) {
  switch (method) {
    case Method::automatic:
      return "auto";
    case Method::forward_euler:
      return "forward-euler";
    case Method::rkl2:
      return "rkl2";
    case Method::backward_euler:
      return "backward-euler";
    case Method::crank_nicolson:
      return "crank-nicolson";
    case Method::tr_bdf2:
      return "tr-bdf2";
    case Method::steady:
      return "steady";
  }
  return {};
}

MethodChoice choose_method(const Case& the_case, double explicit_limit) {
  const TimeSettings& time = the_case.time;
  if (time.method != Method::automatic) return {time.method, "as the case says"};
  const double duration = time.end - time.start;
  if (time.step && *time.step <= explicit_limit * (1.0 + 1e-12)) {
    return {Method::forward_euler, "the case's step is a stable explicit one"};
  }
  if (time.step && the_case.problem.is_nonlinear()) {
    return {Method::backward_euler,
            "the case's step is longer than the explicit limit, and the case not linear"};
  }
  if (time.step) return {Method::crank_nicolson, "the case's step is longer than the explicit limit"};
  const double stable = time.safety * explicit_limit;
  const double change = the_case.changes.least_gap(time.start, time.end);
  // Where it melts, explicit steps are free ones, which land on the times of a table.
  if (the_case.changes.any && stable > change && !the_case.problem.melts()) {
    return {Method::tr_bdf2,
            fmt::format("walls or sources may change within {:.3g} s, explicit steps would be {:.3g} s",
                        change, stable)};
  }
  const double explicit_steps = std::ceil(duration / explicit_step(the_case, explicit_limit));
  if (the_case.problem.melts()) {
    const double steps = std::max(steps_of_melting, duration / change);
    const double units = steps * units_per_melting_step;
    return {explicit_steps <= units ? Method::forward_euler : Method::backward_euler,
            fmt::format("{:.3g} explicit updates per cell against the cost of {:.3g} for {:.0f} steps of "
                        "backward-euler; tr-bdf2 would follow each cell that melts, in some 30 steps",
                        explicit_steps, units, steps)};
  }
  const double implicit_steps = steps_of_tr_bdf2 + events(the_case.output.diagnostics, duration) +
                                events(the_case.output.snapshots, duration) +
                                events(the_case.output.pictures.every, duration);
  const double implicit_units =
      implicit_steps * (the_case.problem.is_nonlinear() ? units_per_nonlinear_step : units_per_implicit_step);
  const auto why = fmt::format("{:.3g} explicit updates per cell; tr-bdf2 would cost {:.3g}", explicit_steps,
                               implicit_units);
  return {explicit_steps <= implicit_units ? Method::forward_euler : Method::tr_bdf2, why};
}

Integration make_integration(const Case& the_case, Method method, HeatOperator& op, double explicit_limit,
                             TimeBlock block) {
  const TimeSettings& time = the_case.time;
  if (method == Method::steady) {
    return {Clock::single(time.start), std::make_unique<SteadySolve>(op, time.tolerance)};
  }
  const double duration = time.end - time.start;
  if (method == Method::tr_bdf2 && !time.step) {
    return {Clock::free(time.start, time.end),
            std::make_unique<TrBdf2>(op, time.tolerance, duration, explicit_limit)};
  }
  const double dt = fixed_step(the_case, method, explicit_limit);
  if (duration / dt > most_steps) {
    throw std::invalid_argument(
        fmt::format("the case would take {:.3g} steps of {:.3g} s: use a coarser grid", duration / dt, dt));
  }
  const Clock clock = Clock::fixed(time.start, dt, time.end);
  switch (method) {
    case Method::rkl2:
      return {clock, std::make_unique<Rkl2>(op, explicit_limit, block)};
    case Method::backward_euler:
      return {clock, std::make_unique<BackwardEuler>(op, linear_tolerance(time))};
    case Method::crank_nicolson:
      return {clock, std::make_unique<CrankNicolson>(op, linear_tolerance(time))};
    case Method::tr_bdf2:
      return {clock, std::make_unique<TrBdf2>(op, time.tolerance, duration, explicit_limit)};
    default:
      return {clock, std::make_unique<ForwardEuler>(op, clock, block)};
  }
}

Integration make_nonlinear_integration(const Case& the_case, Method method, const NonlinearOperator& op,
                                       HeatLoad& sources, Field& H, double explicit_limit) {
  const TimeSettings& time = the_case.time;
  const double duration = time.end - time.start;
  const Clock free = Clock::free(time.start, time.end);
  using Theta = NonlinearTheta;
  switch (method) {
    case Method::steady:
      return {Clock::single(time.start),
              std::make_unique<NonlinearSteady>(op, sources, H, newton_tolerance(time))};
    case Method::rkl2:
      throw std::invalid_argument(
          "time.method: rkl2 does not know materials or walls that depend on temperature; use tr-bdf2 or "
          "forward-euler");
    case Method::tr_bdf2:
      return {time.step ? Clock::fixed(time.start, *time.step, time.end) : free,
              std::make_unique<NonlinearTrBdf2>(op, sources, H, time.tolerance, duration, explicit_limit)};
    case Method::backward_euler:
    case Method::crank_nicolson:
      return {Clock::fixed(time.start, fixed_step(the_case, method, explicit_limit), time.end),
              std::make_unique<Theta>(method == Method::backward_euler ? Theta::Kind::backward_euler
                                                                       : Theta::Kind::crank_nicolson,
                                      op, sources, H, newton_tolerance(time))};
    default:
      return {time.step ? Clock::fixed(time.start, *time.step, time.end) : free,
              std::make_unique<NonlinearEuler>(op, sources, H, time.safety)};
  }
}

}  // namespace isotherm
