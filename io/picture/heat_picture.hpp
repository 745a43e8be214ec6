#pragma once
// The picture of a field: colours, isotherms, outlines of materials, axes, a colour bar, what and when.

#include <cstdint>
#include <string>
#include <vector>

#include "io/picture/canvas.hpp"
#include "io/picture/pixels.hpp"
#include "io/picture/style.hpp"

namespace isotherm {

/// What is drawn.
struct PictureSubject {
  std::string title;
  std::string quantity = "temperature";
  std::string unit = "K";  ///< "degC" is written with its sign
  double time = 0.0;       ///< s
  std::int64_t step = 0;
  bool steady = false;  ///< whether the only step leads to the steady state, which has no time
};

/// Draws pixels of that size on the axes of the grid. `materials` as of PixelSampler (empty: no outlines).
/// Pure.
Canvas draw_picture(const Grid& grid, PixelSize size, const Pixels& pixels, const std::vector<int>& materials,
                    const PictureSubject& subject, const PictureStyle& style);

/// A round number near a tenth, a fifth or half of a power of ten: `span` in about `count` steps. Pure.
double round_step(double span, int count);

/// A multiple of a step with as many decimals as the step has. Pure.
std::string tick_text(double value, double step);

}  // namespace isotherm
