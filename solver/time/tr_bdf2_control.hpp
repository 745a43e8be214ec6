#pragma once
// The free steps of TR-BDF2, shared by its two implementations.

#include "solver/time/stepper.hpp"

namespace isotherm::tr_bdf2 {

/// Chooses steps whose estimated error is at most `tolerance` times the largest |T|; once T has decayed to a
/// thousandth of what it was at most, times that thousandth, so that a body that cools to 0 is not followed
/// to the last digit of nothing. The same on all ranks.
class StepControl {
 public:
  /// `duration` of the case, s: the first step tried is a small part of it. `explicit_limit`: the largest
  /// stable forward Euler step, s.
  StepControl(double tolerance, double duration, double explicit_limit);

  /// The step to try with so much time left in the stride (s): it lands on the end; a remainder of less than
  /// two steps is halved, so that no step is tiny.
  double dt(double left) const;
  /// Whether a step of dt from time t on with this largest |error| and |T| is good; decides on the next one.
  /// NumericalError when one is not finite, or when no step is small enough.
  bool accepts(double t, double dt, double largest_error, double largest_T);
  /// A step of dt from time t on could not be taken: a quarter is tried next. NumericalError likewise.
  void reject(double t, double dt);

  double rejected() const { return rejected_; }
  StepperState state() const { return {{{"tr_bdf2_step", {dt_, most_T_}}}, {}}; }
  void restore(const StepperState& state);

 private:
  void reject_for(double t, double next);

  double tolerance_;
  double smallest_dt_;
  double dt_;            ///< to try next, s
  double most_T_ = 0.0;  ///< largest |T| after a step so far
  double rejected_ = 0.0;
};

}  // namespace isotherm::tr_bdf2
