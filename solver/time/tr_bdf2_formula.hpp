#pragma once
// The numbers of TR-BDF2, shared by its two implementations.

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

}  // namespace isotherm::tr_bdf2
