#pragma once
// Simulated time.

#include <cstdint>

namespace isotherm {

/// Counts steps and time. With a fixed step time is t0 + n dt, never a sum, and the last step is shortened
/// to end exactly at `end`. With free steps time is a compensated sum (Neumaier 1974).
class Clock {
 public:
  /// ceil((end - t0) / dt - 1e-9) fixed steps of length dt.
  static Clock fixed(double t0, double dt, double end);
  /// Steps of any length until `end`.
  static Clock free(double t0, double end);

  std::int64_t step() const { return step_; }
  double time() const { return is_fixed() ? time_at(step_) : sum_ + carry_; }
  double start() const { return start_; }
  double end() const { return end_; }
  bool is_fixed() const { return dt_ > 0.0; }
  bool finished() const { return is_fixed() ? step_ >= last_step_ : time() >= end_; }

  /// Fixed steps only: the nominal length, the number of the last step, the time of any step and the length
  /// of the step that starts at step n.
  double dt() const { return dt_; }
  std::int64_t last_step() const { return last_step_; }
  double time_at(std::int64_t n) const {
    return n >= last_step_ ? end_ : start_ + static_cast<double>(n) * dt_;
  }
  double dt_at(std::int64_t n) const { return n + 1 >= last_step_ ? end_ - time_at(n) : dt_; }

  /// Advances n fixed steps.
  void tick(std::int64_t n = 1) { step_ += n; }
  /// Advances one free step; one that reaches `end` but for rounding lands on it.
  void tick_by(double dt);

  /// What a checkpoint needs of a free clock to go on with the same bits.
  double sum() const { return sum_; }
  double carry() const { return carry_; }
  void restore(std::int64_t step, double sum, double carry);

 private:
  double start_ = 0.0;
  double end_ = 0.0;
  double dt_ = 0.0;
  std::int64_t last_step_ = 0;
  std::int64_t step_ = 0;
  double sum_ = 0.0;
  double carry_ = 0.0;
};

}  // namespace isotherm
