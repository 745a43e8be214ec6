#pragma once
// Colours for values.

#include <cstdint>
#include <string>
#include <vector>

namespace isotherm {

/// A colour as a screen shows it (sRGB, 8 bits each).
struct Color {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

/// A map from [0, 1] to colours whose lightness grows evenly with the value (all but coolwarm, which diverges
/// from its middle). The colours are those that matplotlib publishes (viridis, magma, inferno, plasma: Smith
/// and van der Walt 2015; cividis: Nunez et al. 2018, PLOS ONE 13; coolwarm: Moreland 2009), at 17 places
/// with straight lines between, which is within 11 of 255 of them.
class ColorMap {
 public:
  /// One of names(); std::invalid_argument for another.
  explicit ColorMap(const std::string& name);
  static std::vector<std::string> names();

  /// Values outside of [0, 1] get the colour of the nearer end.
  Color operator()(double value) const;

 private:
  const std::uint32_t* anchors_;
};

}  // namespace isotherm
