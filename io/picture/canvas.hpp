#pragma once
// A picture to draw on.

#include <cstdint>
#include <string>
#include <vector>

#include "io/picture/color_map.hpp"

namespace isotherm {

enum class Align { left, center, right };

/// Pixels of sRGB colours, row 0 at the top. Coordinates are in pixels; whole numbers are the edges of
/// pixels. What lies outside is not drawn.
class Canvas {
 public:
  Canvas(int width, int height, Color background);

  int width() const { return width_; }
  int height() const { return height_; }
  Color at(int x, int y) const { return pixels_[index(x, y)]; }
  /// Rows one after another, three bytes per pixel.
  const std::vector<Color>& pixels() const { return pixels_; }

  void set(int x, int y, Color color);
  /// Covers a share in [0, 1] of the pixel.
  void blend(int x, int y, Color color, double share);
  /// Pixels [x0, x1) x [y0, y1).
  void fill(int x0, int y0, int x1, int y1, Color color);
  /// A smooth line with round ends.
  void line(double x0, double y0, double x1, double y1, double width, Color color);
  /// One line of text; (x, y) is where its foot begins, has its middle, or ends. `size` is the height of
  /// capitals.
  void text(double x, double y, double size, const std::string& text, Color color, Align align = Align::left);
  static double text_width(const std::string& text, double size);

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  int width_;
  int height_;
  std::vector<Color> pixels_;
};

}  // namespace isotherm
