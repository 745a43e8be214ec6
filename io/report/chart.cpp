// Charts as inline SVG.

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/picture/heat_picture.hpp"
#include "io/report/html.hpp"

namespace isotherm {
namespace {

constexpr int width = 510;
constexpr int height = 270;
constexpr int left = 70;
constexpr int right = 12;
constexpr int top = 30;
constexpr int bottom = 38;
constexpr std::size_t most_points = 700;  // of one line: more than its pixels

/// Colours that differ for colour-blind people too (Okabe and Ito 2008).
constexpr std::array<const char*, 8> colors{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                            "#e69f00", "#56b4e9", "#5d5d5d", "#a89f1d"};

struct Bounds {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(const std::vector<double>& values) {
    for (const double v : values) {
      if (!std::isfinite(v)) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
  /// Room where all values are the same; a range for no values.
  void widen() {
    if (!(low <= high)) low = high = 0.0;
    if (high - low > 1e-12 * std::max(std::abs(low), std::abs(high))) return;
    const double room = std::max(1e-3 * std::abs(low), 1e-300);
    low -= room;
    high += room;
  }
  double share(double v) const { return (v - low) / (high - low); }
};

/// Every bucket of points becomes its first, least, greatest and last one, in their order.
std::vector<std::size_t> thinned(const std::vector<double>& y) {
  std::vector<std::size_t> kept;
  const std::size_t bucket = y.size() / (most_points / 4) + 1;
  for (std::size_t begin = 0; begin < y.size(); begin += bucket) {
    const std::size_t end = std::min(begin + bucket, y.size());
    std::size_t least = begin;
    std::size_t most = begin;
    for (std::size_t n = begin; n < end; ++n) {
      if (y[n] < y[least]) least = n;
      if (y[n] > y[most]) most = n;
    }
    for (const std::size_t n : {begin, std::min(least, most), std::max(least, most), end - 1}) {
      if (kept.empty() || n > kept.back()) kept.push_back(n);
    }
  }
  return kept;
}

double screen_x(const Bounds& x, double value) {
  return left + x.share(value) * (width - left - right);
}
double screen_y(const Bounds& y, double value) {
  return height - bottom - y.share(value) * (height - top - bottom);
}

std::string path_of(const Series& series, const Bounds& x, const Bounds& y) {
  std::string path;
  bool pen_down = false;
  for (const std::size_t n : thinned(series.y)) {
    const bool there = std::isfinite(series.x[n]) && std::isfinite(series.y[n]);
    if (there) {
      path += fmt::format("{}{:.1f} {:.1f}", pen_down ? "L" : "M", screen_x(x, series.x[n]),
                          screen_y(y, series.y[n]));
    }
    pen_down = there;
  }
  return path;
}

std::string ticks(const Bounds& x, const Bounds& y) {
  std::string out;
  const double dx = round_step(x.high - x.low, 6);
  for (double k = std::ceil(x.low / dx - 1e-9); k * dx <= x.high + 1e-9 * dx; k += 1.0) {
    const double at = screen_x(x, k * dx);
    out += fmt::format(
        "<path d=\"M{0:.1f} {1}V{2}\" stroke=\"#eee\"/><text x=\"{0:.1f}\" y=\"{3}\" "
        "text-anchor=\"middle\">{4}</text>",
        at, top, height - bottom, height - bottom + 15, tick_text(k * dx, dx));
  }
  const double dy = round_step(y.high - y.low, 5);
  for (double k = std::ceil(y.low / dy - 1e-9); k * dy <= y.high + 1e-9 * dy; k += 1.0) {
    const double at = screen_y(y, k * dy);
    out += fmt::format(
        "<path d=\"M{1} {0:.1f}H{2}\" stroke=\"#eee\"/><text x=\"{3}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5}</text>",
        at, left, width - right, left - 6, at + 4, tick_text(k * dy, dy));
  }
  return out;
}

}  // namespace

std::string line_chart(const std::string& title, const std::string& x_label,
                       const std::vector<Series>& series) {
  Bounds x;
  Bounds y;
  for (const Series& line : series) {
    x.take(line.x);
    y.take(line.y);
  }
  x.widen();
  y.widen();
  std::string out =
      fmt::format("<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\"><title>{2}</title>",
                  width, height, html_text(title));
  out += ticks(x, y);
  out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#999\"/>",
                     left, top, width - left - right, height - top - bottom);
  double legend = left;
  out += fmt::format("<text x=\"{}\" y=\"12\" style=\"font-weight:600\">{}</text>", left, html_text(title));
  out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", width - right, height - 6,
                     html_text(x_label));
  for (std::size_t n = 0; n < series.size(); ++n) {
    const char* color = colors[n % colors.size()];
    out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                       path_of(series[n], x, y), color);
    if (legend > width - 60) continue;
    out += fmt::format("<text x=\"{:.0f}\" y=\"25\" style=\"fill:{}\">{}</text>", legend, color,
                       html_text(series[n].name));
    legend += 7.0 * static_cast<double>(series[n].name.size()) + 10.0;
  }
  return out + "</svg>\n";
}

}  // namespace isotherm
