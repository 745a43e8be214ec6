#pragma once
// Canvases as PNG.

#include <map>
#include <string>
#include <vector>

#include "io/picture/canvas.hpp"

namespace isotherm {

/// The bytes of a PNG file, with texts (tEXt, ASCII keys of at most 79 letters) such as Title and Software.
/// The same canvas gives the same bytes. IoError when libpng fails. Pure.
std::string png_bytes(const Canvas& canvas, const std::map<std::string, std::string>& texts = {});

/// An animated PNG (APNG; browsers play it, other programs show the first frame) that repeats for ever.
/// All frames have the size of the first. Pure.
std::string animated_png(const std::vector<Canvas>& frames, double seconds_per_frame);

}  // namespace isotherm
