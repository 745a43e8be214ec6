#include "solver/time/tr_bdf2_control.hpp"

#include <algorithm>
#include <cmath>

#include "physics/message.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm::tr_bdf2 {
namespace {

constexpr double safety = 0.9;
constexpr double least_change = 0.2;
constexpr double most_change = 4.0;
constexpr double keep_up_to = 1.2;    // a step that could grow by less stays, with its matrix
constexpr double first_share = 1e-6;  // of the duration: the first step tried
// Of the duration or an explicit step: what happens in the body may be far faster than the run is long, but
// hardly than that.
constexpr double smallest_share = 1e-10;
constexpr double decayed = 1e-3;
constexpr double least_scale = 1e-6;  // K: before anything has happened to a body at 0

/// The step after one of dt whose error was `ratio` times what is allowed.
double next_dt(double dt, double ratio) {
  const double factor = ratio > 0.0 ? safety * std::cbrt(1.0 / ratio) : most_change;
  if (ratio <= 1.0 && factor >= 1.0 && factor < keep_up_to) return dt;
  return dt * std::clamp(factor, least_change, most_change);
}

}  // namespace

StepControl::StepControl(double tolerance, double duration, double explicit_limit)
    : tolerance_(tolerance),
      smallest_dt_(smallest_share * std::min(duration, explicit_limit)),
      dt_(first_share * duration) {}

double StepControl::dt(double left) const {
  return left <= dt_ * (1.0 + 1e-9) ? left : left < 2.0 * dt_ ? 0.5 * left : dt_;
}

bool StepControl::accepts(double t, double dt, double largest_error, double largest_T) {
  if (!std::isfinite(largest_error) || !std::isfinite(largest_T)) {
    throw NumericalError("tr-bdf2: the temperature is not finite");
  }
  const double scale = std::max({largest_T, decayed * most_T_, least_scale});
  const double ratio = largest_error / (tolerance_ * scale);
  const double next = next_dt(dt, ratio);
  if (ratio > 1.0 && dt >= smallest_dt_) {  // across a jump the stride cuts steps that are shorter still
    reject_for(t, next);
    return false;
  }
  dt_ = dt < dt_ ? std::max(dt_, next) : next;  // a step cut by the stride says little against the old one
  most_T_ = std::max(most_T_, largest_T);
  return true;
}

void StepControl::reject(double t, double dt) {
  reject_for(t, 0.25 * dt);
}

void StepControl::reject_for(double t, double next) {
  rejected_ += 1.0;
  dt_ = next;
  if (dt_ >= smallest_dt_) return;
  throw NumericalError(
      message("tr-bdf2: no step is small enough for time.tolerance at t = ", t, " s; allow a larger one"));
}

void StepControl::restore(const StepperState& state) {
  dt_ = state.numbers.at("tr_bdf2_step").at(0);
  most_T_ = state.numbers.at("tr_bdf2_step").at(1);
}

}  // namespace isotherm::tr_bdf2
