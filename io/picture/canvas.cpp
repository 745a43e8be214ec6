#include "io/picture/canvas.hpp"

#include <algorithm>
#include <cmath>

#include "io/picture/stroke_font.hpp"

namespace isotherm {
namespace {

constexpr double capital = 6.0;  // units of the letters' grid

std::uint8_t mixed(std::uint8_t below, std::uint8_t above, double share) {
  return static_cast<std::uint8_t>(std::lround(below + share * (above - below)));
}

}  // namespace

Canvas::Canvas(int width, int height, Color background)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), background) {}

void Canvas::set(int x, int y, Color color) {
  if (x >= 0 && x < width_ && y >= 0 && y < height_) pixels_[index(x, y)] = color;
}

void Canvas::blend(int x, int y, Color color, double share) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  Color& c = pixels_[index(x, y)];
  c = {mixed(c.r, color.r, share), mixed(c.g, color.g, share), mixed(c.b, color.b, share)};
}

void Canvas::fill(int x0, int y0, int x1, int y1, Color color) {
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) set(x, y, color);
  }
}

void Canvas::line(double x0, double y0, double x1, double y1, double width, Color color) {
  const double reach = 0.5 * width + 1.0;
  const auto first = [&](double a, double b) { return static_cast<int>(std::floor(std::min(a, b) - reach)); };
  const auto last = [&](double a, double b) { return static_cast<int>(std::ceil(std::max(a, b) + reach)); };
  const double dx = x1 - x0;
  const double dy = y1 - y0;
  const double length2 = dx * dx + dy * dy;
  for (int y = std::max(0, first(y0, y1)); y < std::min(height_, last(y0, y1)); ++y) {
    for (int x = std::max(0, first(x0, x1)); x < std::min(width_, last(x0, x1)); ++x) {
      const double px = x + 0.5 - x0;
      const double py = y + 0.5 - y0;
      const double along = length2 > 0.0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
      const double distance = std::hypot(px - along * dx, py - along * dy);
      const double share = std::clamp(0.5 * width + 0.5 - distance, 0.0, 1.0);
      if (share > 0.0) blend(x, y, color, share);
    }
  }
}

double Canvas::text_width(const std::string& text, double size) {
  return write_in_strokes(text).width * size / capital;
}

void Canvas::text(double x, double y, double size, const std::string& text, Color color, Align align) {
  const WrittenText written = write_in_strokes(text);
  const double scale = size / capital;
  const double width = written.width * scale;
  x -= align == Align::left ? 0.0 : align == Align::center ? 0.5 * width : width;
  const double pen = std::max(1.0, 0.14 * size);
  for (const Stroke& s : written.strokes) {
    line(x + s.x0 * scale, y - s.y0 * scale, x + s.x1 * scale, y - s.y1 * scale, pen, color);
  }
}

}  // namespace isotherm
