#include "solver/time/clock.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/message.hpp"

namespace isotherm {

Clock Clock::fixed(double t0, double dt, double end) {
  Clock clock;
  clock.start_ = t0;
  clock.base_time_ = t0;
  clock.end_ = end;
  clock.dt_ = dt;
  clock.count_steps();
  return clock;
}

void Clock::count_steps() {
  const double rounding =
      2.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(base_time_), std::abs(end_));
  const double steps = std::ceil((end_ - base_time_ - rounding) / dt_ - 1e-9);
  last_step_ = base_step_ + std::max<std::int64_t>(0, static_cast<std::int64_t>(steps));
}

Clock Clock::single(double t0) {
  Clock clock = fixed(t0, 1.0, t0);
  clock.last_step_ = 1;
  return clock;
}

double Clock::dt_at(std::int64_t n) const {
  if (n + 1 < last_step_) return dt_;
  const double rest = end_ - time_at(n);
  // An end that lies on a step but for rounding: the step is whole, and a run to a later end has its bits.
  return std::abs(rest - dt_) <= 1e-9 * dt_ ? dt_ : rest;
}

Clock Clock::free(double t0, double end) {
  Clock clock;
  clock.start_ = t0;
  clock.sum_ = t0;
  clock.end_ = end;
  return clock;
}

void Clock::tick_by(double dt, double land_on) {
  ++step_;
  const double sum = sum_ + dt;
  carry_ += std::abs(sum_) >= std::abs(dt) ? (sum_ - sum) + dt : (dt - sum) + sum_;
  sum_ = sum;
  for (const double target : {land_on, end_}) {
    if (std::abs(target - time()) > 1e-9 * dt) continue;
    sum_ = target;
    carry_ = 0.0;
  }
}

void Clock::finish_here() {
  end_ = time();
  last_step_ = step_;
}

std::vector<double> Clock::state() const {
  return {sum_, carry_, base_time_, static_cast<double>(base_step_), dt_};
}

void Clock::restore(std::int64_t step, double time, const std::vector<double>& state) {
  step_ = step;
  sum_ = state.at(0);
  carry_ = state.at(1);
  if (!is_fixed()) return;
  if (state.size() > 4 && state[4] > 0.0) dt_ = state[4];
  base_time_ = state.at(2);
  base_step_ = static_cast<std::int64_t>(state.at(3));
  count_steps();
  if (time_at(step) == time) return;
  base_time_ = time;
  base_step_ = step;
  count_steps();
}

std::string at_step(const Clock& clock) {
  return message(", at step ", clock.step(), ", t = ", clock.time(), " s");
}

}  // namespace isotherm
