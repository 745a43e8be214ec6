#pragma once
// How values are drawn.

#include <optional>
#include <string>
#include <utility>

namespace isotherm {

struct PictureStyle {
  std::string colors = "inferno";  ///< a colour map's name
  std::optional<std::pair<double, double>>
      range;           ///< of the colours; unset: least and largest of the picture
  int isotherms = 10;  ///< about so many lines of equal value; 0: none
};

}  // namespace isotherm
