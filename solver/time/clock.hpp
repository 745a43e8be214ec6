#pragma once
// Simulated time.

#include <cstdint>
#include <string>
#include <vector>

namespace isotherm {

/// Counts steps and time. With a fixed step time is t0 + n dt, never a sum, and the last step is shortened
/// to end exactly at `end`. With free steps time is a compensated sum (Neumaier 1974).
class Clock {
 public:
  /// ceil((end - t0) / dt - 1e-9) fixed steps of length dt, but for the rounding of t0 and end.
  static Clock fixed(double t0, double dt, double end);
  /// One step that takes no time: the solve of a steady method.
  static Clock single(double t0);
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
    return n >= last_step_ ? end_ : base_time_ + static_cast<double>(n - base_step_) * dt_;
  }
  double dt_at(std::int64_t n) const;

  /// Advances n fixed steps.
  void tick(std::int64_t n = 1) { step_ += n; }
  /// Advances one free step; one that reaches `land_on` or the end but for rounding lands there exactly.
  void tick_by(double dt, double land_on);
  /// Makes the present the end.
  void finish_here();

  /// What a checkpoint needs, besides step and time, to go on with the same bits.
  std::vector<double> state() const;
  /// Goes on from a checkpoint. Fixed steps are counted from its time on when it does not lie on this
  /// clock's steps: the run that wrote it ended there with a shortened step. Their length is the state's: one
  /// that was chosen for the duration of a run stays when its end is put off.
  void restore(std::int64_t step, double time, const std::vector<double>& state);

 private:
  void count_steps();
  double start_ = 0.0;
  double end_ = 0.0;
  double dt_ = 0.0;
  std::int64_t last_step_ = 0;
  std::int64_t step_ = 0;
  double base_time_ = 0.0;  ///< fixed steps: time of base_step_, from which they are counted
  std::int64_t base_step_ = 0;
  double sum_ = 0.0;  ///< free steps: compensated sum
  double carry_ = 0.0;
};

/// ", at step 12, t = 0.5 s", for the end of a message.
std::string at_step(const Clock& clock);

}  // namespace isotherm
