#pragma once
// PNG files as pixels.

#include <cstdint>
#include <string>
#include <vector>

namespace isotherm {

/// Pixels as 0xRRGGBB, the top row first. Transparency is left out.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;
};

/// The pixels of a PNG file of any kind, given as its bytes. Throws IoError for what is none. Not collective.
Picture decode_png(const std::string& bytes);

}  // namespace isotherm
