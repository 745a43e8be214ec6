#pragma once
// Letters made of straight strokes.

#include <string>
#include <vector>

namespace isotherm {

/// A stroke between two points; x to the right, y up from the foot of the letters, in units of a letter's
/// grid: a capital is 6 units high.
struct Stroke {
  double x0 = 0.0;
  double y0 = 0.0;
  double x1 = 0.0;
  double y1 = 0.0;
};

/// The strokes of a line of text (UTF-8) that starts at x = 0, and how wide it is. Characters that have no
/// letter here are drawn as a box.
struct WrittenText {
  std::vector<Stroke> strokes;
  double width = 0.0;
};
WrittenText write_in_strokes(const std::string& text);

}  // namespace isotherm
