#pragma once
// What to draw of a file.

#include <string>

#include "io/picture/style.hpp"

namespace isotherm {

struct FilePictureOptions {
  std::string field = "temperature";  ///< a field of the file, or "flux"
  PictureStyle style;
  int width = 900;  ///< pixels along the longer side of the domain
};

}  // namespace isotherm
