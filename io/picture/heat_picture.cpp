#include "io/picture/heat_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace isotherm {
namespace {

constexpr Color paper{255, 255, 255};
constexpr Color ink{32, 34, 38};
constexpr Color faint{96, 100, 108};
constexpr Color void_color{226, 228, 232};
constexpr int left_margin = 66;
constexpr int top_margin = 70;
constexpr int bottom_margin = 46;
constexpr int right_margin = 112;
constexpr int bar_width = 16;
constexpr int least_bar = 130;
constexpr double letter = 8.0;

struct Span {
  double low = 0.0;
  double high = 1.0;
};

Span span_of(const Pixels& pixels) {
  Span span{HUGE_VAL, -HUGE_VAL};
  for (const double value : pixels) {
    if (std::isnan(value)) continue;
    span.low = std::min(span.low, value);
    span.high = std::max(span.high, value);
  }
  return span.low <= span.high ? span : Span{0.0, 0.0};
}

/// The colours' range; a field without differences gets some room.
Span colored(Span values, const PictureStyle& style) {
  if (style.range) return {style.range->first, style.range->second};
  const double least = 1e-12 * std::max({std::abs(values.low), std::abs(values.high), 1e-300});
  if (values.high - values.low > least) return values;
  const double room = std::max(0.5, 1e-3 * std::abs(values.low));
  return {values.low - room, values.high + room};
}

std::string shown_unit(const PictureSubject& subject) {
  return subject.unit == "degC" ? "\u00b0C" : subject.unit;
}

/// Seconds, or hours or days where these are many.
std::string time_text(double seconds) {
  constexpr double hour = 3600.0;
  constexpr double day = 24.0 * hour;
  if (std::abs(seconds) >= 2.0 * day) return fmt::format("{:.6g} days", seconds / day);
  if (std::abs(seconds) >= 2.0 * hour) return fmt::format("{:.6g} h", seconds / hour);
  return fmt::format("{:.6g} s", seconds);
}

/// Metres in a unit that suits the size of the domain.
struct LengthUnit {
  double meters;
  const char* name;
};
LengthUnit length_unit(double length) {
  constexpr std::array<LengthUnit, 4> units{{{1.0, "m"}, {1e-3, "mm"}, {1e-6, "\u00b5m"}, {1e-9, "nm"}}};
  for (const LengthUnit& unit : units) {
    if (length >= 0.5 * unit.meters) return unit;
  }
  return units.back();
}

/// The parts of one picture in their order.
class Drawing {
 public:
  Drawing(const Grid& grid, PixelSize size, const Pixels& pixels, const std::vector<int>& materials)
      : grid_(grid),
        size_(size),
        pixels_(pixels),
        materials_(materials),
        bar_height_(std::max(size.height, least_bar)),
        canvas_(0, 0, paper) {}

  Canvas draw(const PictureSubject& subject, const PictureStyle& style) {
    const Span values = span_of(pixels_);
    span_ = colored(values, style);
    step_ = round_step(span_.high - span_.low, style.isotherms > 0 ? style.isotherms : 8);
    const std::string caption = caption_of(subject, values);
    const int of_caption =
        left_margin + static_cast<int>(std::ceil(Canvas::text_width(caption, letter))) + 10;
    canvas_ = Canvas(std::max(left_margin + size_.width + right_margin, of_caption),
                     top_margin + bar_height_ + bottom_margin, paper);
    const ColorMap colors(style.colors);
    paint(colors);
    outline();
    if (style.isotherms > 0 && values.high > values.low) isotherms();
    frame();
    axes();
    bar(colors);
    captions(subject, caption);
    return std::move(canvas_);
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) + static_cast<std::size_t>(x);
  }
  double value(int x, int y) const { return pixels_[index(x, y)]; }
  double share(double value) const { return (value - span_.low) / (span_.high - span_.low); }

  /// For a line on the colour of a value: most colour maps are light at their high end.
  Color contrast(double value) const { return share(value) < 0.6 ? paper : ink; }

  void paint(const ColorMap& colors) {
    for (int y = 0; y < size_.height; ++y) {
      for (int x = 0; x < size_.width; ++x) {
        const double v = value(x, y);
        canvas_.set(left_margin + x, top_margin + y, std::isnan(v) ? void_color : colors(share(v)));
      }
    }
  }

  /// A thin line where the material changes.
  void outline() {
    if (materials_.empty()) return;
    for (int y = 0; y < size_.height; ++y) {
      for (int x = 0; x < size_.width; ++x) {
        const int here = materials_[index(x, y)];
        const bool edge = (x + 1 < size_.width && materials_[index(x + 1, y)] != here) ||
                          (y + 1 < size_.height && materials_[index(x, y + 1)] != here);
        if (edge) canvas_.blend(left_margin + x, top_margin + y, contrast(value(x, y)), 0.55);
      }
    }
  }

  /// Half the difference of the neighbours' values, one-sided beside voids and borders.
  double slope(int x, int y, int dx, int dy) const {
    const auto inside = [&](int px, int py) {
      return px >= 0 && py >= 0 && px < size_.width && py < size_.height;
    };
    const double here = value(x, y);
    const double after = inside(x + dx, y + dy) ? value(x + dx, y + dy) : NAN;
    const double before = inside(x - dx, y - dy) ? value(x - dx, y - dy) : NAN;
    if (std::isnan(after)) return std::isnan(before) ? 0.0 : here - before;
    return std::isnan(before) ? after - here : 0.5 * (after - before);
  }

  /// A pixel is as dark as it is near to a level: value over slope is the distance in pixels.
  void isotherms() {
    const double least_slope = 1e-7 * (span_.high - span_.low);
    for (int y = 0; y < size_.height; ++y) {
      for (int x = 0; x < size_.width; ++x) {
        const double v = value(x, y);
        if (std::isnan(v)) continue;
        const double steepness = std::hypot(slope(x, y, 1, 0), slope(x, y, 0, 1));
        if (steepness <= least_slope) continue;
        const double distance = std::abs(v - step_ * std::round(v / step_)) / steepness;
        const double line = std::clamp(1.1 - distance, 0.0, 1.0);
        // Where the lines would touch, a steep wall, they fade.
        const double room = std::clamp(0.25 * step_ / steepness - 0.5, 0.0, 1.0);
        if (line > 0.0) canvas_.blend(left_margin + x, top_margin + y, contrast(v), 0.5 * line * room);
      }
    }
  }

  void frame() {
    const int x1 = left_margin + size_.width;
    const int y1 = top_margin + size_.height;
    for (int x = left_margin - 1; x <= x1; ++x) {
      canvas_.set(x, top_margin - 1, ink);
      canvas_.set(x, y1, ink);
    }
    for (int y = top_margin - 1; y <= y1; ++y) {
      canvas_.set(left_margin - 1, y, ink);
      canvas_.set(x1, y, ink);
    }
  }

  void axes() {
    const Axis& x = grid_.x();
    const Axis& y = grid_.y();
    const LengthUnit unit = length_unit(std::max(x.end() - x.begin(), y.end() - y.begin()));
    const bool plane = grid_.coordinates() == Coordinates::cartesian;
    const int bottom = top_margin + size_.height;
    ticks(x, unit, size_.width, size_.width / 60, [&](double at, const std::string& text) {
      canvas_.line(left_margin + at, bottom, left_margin + at, bottom + 5, 1.0, ink);
      canvas_.text(left_margin + at, bottom + 18, letter, text, ink, Align::center);
    });
    ticks(y, unit, size_.height, size_.height / 36, [&](double at, const std::string& text) {
      canvas_.line(left_margin - 6, bottom - at, left_margin - 1, bottom - at, 1.0, ink);
      canvas_.text(left_margin - 9, bottom - at + 0.5 * letter, letter, text, ink, Align::right);
    });
    canvas_.text(left_margin + 0.5 * size_.width, bottom + 36, letter,
                 fmt::format("{} / {}", plane ? "x" : "r", unit.name), faint, Align::center);
    canvas_.text(8, top_margin - 8, letter, fmt::format("{} / {}", plane ? "y" : "z", unit.name), faint);
  }

  template <class Mark>
  static void ticks(const Axis& axis, const LengthUnit& unit, int pixels, int count, const Mark& mark) {
    const double begin = axis.begin() / unit.meters;
    const double length = (axis.end() - axis.begin()) / unit.meters;
    const double step = round_step(length, std::clamp(count, 2, 10));
    for (double k = std::ceil(begin / step - 1e-9); k * step <= begin + length * (1.0 + 1e-9); k += 1.0) {
      mark((k * step - begin) / length * pixels, tick_text(k * step, step));
    }
  }

  /// The colour bar; its ticks are the values of the isotherms.
  void bar(const ColorMap& colors) {
    const int x0 = left_margin + size_.width + 24;
    for (int y = 0; y < bar_height_; ++y) {
      const Color color = colors(1.0 - (y + 0.5) / bar_height_);
      canvas_.fill(x0, top_margin + y, x0 + bar_width, top_margin + y + 1, color);
    }
    const double first = std::ceil(span_.low / step_ - 1e-9);
    const double last = std::floor(span_.high / step_ + 1e-9);
    const auto each = std::max(1.0, std::ceil((last - first + 1.0) * 2.2 * letter / bar_height_));
    for (double k = each * std::ceil(first / each); k <= last; k += each) {
      const double y = top_margin + (1.0 - share(k * step_)) * bar_height_;
      canvas_.line(x0 + bar_width, y, x0 + bar_width + 4, y, 1.0, ink);
      canvas_.text(x0 + bar_width + 8, y + 0.5 * letter, letter, tick_text(k * step_, step_), ink);
    }
  }

  std::string caption_of(const PictureSubject& subject, Span values) const {
    const double digits = std::max(0.01 * step_, 1e-300);
    const std::string when = subject.steady && subject.step > 0
                                 ? ", steady state"
                                 : fmt::format(" at t = {}, step {}", time_text(subject.time), subject.step);
    return fmt::format("{} {} to {} {}{}", subject.quantity, tick_text(values.low, digits),
                       tick_text(values.high, digits), shown_unit(subject), when);
  }

  void captions(const PictureSubject& subject, const std::string& caption) {
    std::string title = subject.title.empty() ? subject.quantity : subject.title;
    const double room = canvas_.width() - left_margin - 10.0;
    title.resize(std::min(title.size(), static_cast<std::size_t>(room)));  // a letter is wider than a pixel
    if (Canvas::text_width(title, letter + 3.0) > room) {
      while (!title.empty() && Canvas::text_width(title + "...", letter + 3.0) > room) title.pop_back();
      title += "...";
    }
    canvas_.text(left_margin, 22, letter + 3.0, title, ink);
    canvas_.text(left_margin, 43, letter, caption, faint);
    canvas_.text(left_margin + size_.width + 24, top_margin - 8, letter, shown_unit(subject), faint);
  }

  const Grid& grid_;
  PixelSize size_;
  const Pixels& pixels_;
  const std::vector<int>& materials_;
  int bar_height_;
  Canvas canvas_;
  Span span_;
  double step_ = 1.0;
};

}  // namespace

double round_step(double span, int count) {
  const double rough = span / count;
  if (!(rough > 0.0) || !std::isfinite(rough)) return 1.0;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

std::string tick_text(double value, double step) {
  const double size = std::max(std::abs(value), step);
  if (size >= 1e6 || size < 1e-3) return fmt::format("{:.4g}", std::abs(value) < 1e-9 * step ? 0.0 : value);
  const int decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 9);
  const double rounded = std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0.0 : value;
  return fmt::format("{:.{}f}", rounded, decimals);
}

Canvas draw_picture(const Grid& grid, PixelSize size, const Pixels& pixels, const std::vector<int>& materials,
                    const PictureSubject& subject, const PictureStyle& style) {
  return Drawing(grid, size, pixels, materials).draw(subject, style);
}

}  // namespace isotherm
