#pragma once
// The numbers of TR-BDF2, shared by its two implementations.

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isotherm::tr_bdf2 {

// T1 = T0 + dt (w R0 + w R1 + d R2) / C, the first stage at gamma dt (Hosea and Shampine 1996, section 2).
inline constexpr double gamma_stage = 2.0 - std::numbers::sqrt2;
inline constexpr double d = 0.5 * gamma_stage;
inline constexpr double w = 0.25 * std::numbers::sqrt2;
// The weights minus those of the embedded third-order formula.
inline constexpr double e0 = (4.0 * w - 1.0) / 3.0;
inline constexpr double e1 = -1.0 / 3.0;
inline constexpr double e2 = 2.0 * d / 3.0;

inline constexpr double filter_tolerance = 1e-3;  // of the error estimate, which need not be known better
inline constexpr double safety = 0.9;
inline constexpr double least_change = 0.2;
inline constexpr double most_change = 4.0;
inline constexpr double keep_up_to = 1.2;        // a step that could grow by less stays, with its matrix
inline constexpr double first_share = 1e-6;      // of the duration: the first step tried
inline constexpr double smallest_share = 1e-14;  // below it the tolerance cannot be met

/// The step after one of dt whose error was `ratio` times what is allowed.
inline double next_dt(double dt, double ratio) {
  const double factor = ratio > 0.0 ? safety * std::cbrt(1.0 / ratio) : most_change;
  if (ratio <= 1.0 && factor >= 1.0 && factor < keep_up_to) return dt;
  return dt * std::clamp(factor, least_change, most_change);
}

/// The step to try: it lands on the end of the stride; a remainder of less than two steps is halved, so that
/// no step is tiny.
inline double try_dt(double dt, double left) {
  return left <= dt * (1.0 + 1e-9) ? left : left < 2.0 * dt ? 0.5 * left : dt;
}

}  // namespace isotherm::tr_bdf2
