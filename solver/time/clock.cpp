#include "solver/time/clock.hpp"

#include <algorithm>
#include <cmath>

namespace isotherm {

Clock Clock::fixed(double t0, double dt, double end) {
  Clock clock;
  clock.start_ = t0;
  clock.end_ = end;
  clock.dt_ = dt;
  clock.last_step_ = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil((end - t0) / dt - 1e-9)));
  return clock;
}

Clock Clock::free(double t0, double end) {
  Clock clock;
  clock.start_ = t0;
  clock.sum_ = t0;
  clock.end_ = end;
  return clock;
}

void Clock::tick_by(double dt) {
  ++step_;
  const double sum = sum_ + dt;
  carry_ += std::abs(sum_) >= std::abs(dt) ? (sum_ - sum) + dt : (dt - sum) + sum_;
  sum_ = sum;
  if (std::abs(end_ - time()) <= 1e-12 * std::max(std::abs(end_), dt)) {
    sum_ = end_;
    carry_ = 0.0;
  }
}

void Clock::restore(std::int64_t step, double sum, double carry) {
  step_ = step;
  sum_ = sum;
  carry_ = carry;
}

}  // namespace isotherm
