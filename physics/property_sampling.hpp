#pragma once
// Where the properties of a material are looked at, so that straight lines between come close enough.

#include <array>
#include <string>
#include <vector>

#include "physics/problem.hpp"
#include "physics/temperature_range.hpp"

namespace isotherm {

/// Properties at one temperature.
struct PropertySample {
  double c = 0.0;             ///< specific heat, J/(kg K), with the latent heat of a melting interval
  std::array<double, 2> k{};  ///< conductivity in x and y, W/(m K)
};

/// Properties that are linear between two temperatures. At its ends the next stretch may begin elsewhere.
struct PropertyStretch {
  double from = 0.0;
  double to = 0.0;
  PropertySample first;
  PropertySample last;
};

/// Stretches that follow each other upwards. Where they end for a reason, the reason.
struct SampledProperties {
  std::vector<PropertyStretch> stretches;
  std::string lower_reason;
  std::string upper_reason;
};

/// Looks at the properties from the typical temperature upwards and downwards, densely in the expected range
/// and ever less so beyond, and halves stretches until lines deviate by less than `tolerance` of the value.
/// Of formulas it finds what is wider than 0.25 K, or than 1/1000 of the expected range where that is less;
/// far beyond the range only what is wider. Throws std::invalid_argument when the properties make no sense at
/// the typical temperature.
SampledProperties sample_properties(const Material& material, const TemperatureRange& range,
                                    double tolerance);

}  // namespace isotherm
