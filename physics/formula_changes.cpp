#include "physics/formula_changes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace isotherm {
namespace {

constexpr std::size_t coarse = 200;       // parts that free steps do not exceed
constexpr std::size_t fine = 128;         // looks in each of them
constexpr double noticeable = 0.05;       // of the range of the value
constexpr double width_of_jump = 1e-6;    // of the time between two looks
constexpr std::size_t most_jumps = 5000;  // a formula with more is noise, which steps cannot follow
constexpr int samples = 100'000;          // of place and time

class Changes {
 public:
  Changes(const Value& value, Point place, double start, double end)
      : value_(&value), place_(place), start_(start), step_((end - start) / (coarse * fine)) {
    for (std::size_t n = 0; n <= coarse * fine; ++n) looks_.push_back(at(time(n)));
    const auto [least, most] = std::ranges::minmax(looks_);
    least_change_ = noticeable * (most - least);
  }

  std::vector<double> find() {
    if (!(least_change_ > 0.0)) return {};  // constant, or not a number somewhere
    std::size_t first = 0;
    for (std::size_t n = 0; n + 1 < looks_.size(); ++n) {
      const bool jumps = std::abs(looks_[n + 1] - looks_[n]) > least_change_ && add_jump(n);
      if (jumps && ++jumps_ > most_jumps) return {};
      if (!jumps && (n + 1) % fine != 0) continue;
      divide(first, jumps ? n : n + 1);
      first = n + 1;
    }
    return std::move(times_);
  }

 private:
  double time(std::size_t look) const { return start_ + static_cast<double>(look) * step_; }
  double at(double t) const { return (*value_)(place_.x, place_.y, t); }

  /// Closes in on what lies between two looks; false when it is steep but no jump.
  bool add_jump(std::size_t look) {
    double a = time(look);
    double b = time(look + 1);
    double value_a = looks_[look];
    double value_b = looks_[look + 1];
    while (b - a > width_of_jump * step_) {
      const double middle = a + 0.5 * (b - a);
      if (middle == a || middle == b) break;
      const double value = at(middle);
      const bool nearer_to_a = std::abs(value - value_a) <= std::abs(value - value_b);
      (nearer_to_a ? a : b) = middle;
      (nearer_to_a ? value_a : value_b) = value;
    }
    if (!(std::abs(value_b - value_a) > 0.5 * least_change_)) return false;
    times_.insert(times_.end(), {a, b});
    return true;
  }

  /// Halves a part of the looks until lines between the times come close to all of them.
  void divide(std::size_t first, std::size_t last) {
    if (last - first < 2) return;
    const double slope = (looks_[last] - looks_[first]) / static_cast<double>(last - first);
    double worst = 0.0;
    for (std::size_t n = first + 1; n < last; ++n) {
      const double line = looks_[first] + slope * static_cast<double>(n - first);
      worst = std::max(worst, std::abs(looks_[n] - line));
    }
    if (worst <= least_change_) return;
    const std::size_t middle = first + (last - first) / 2;
    times_.push_back(time(middle));
    divide(first, middle);
    divide(middle, last);
  }

  const Value* value_;
  Point place_;
  double start_;
  double step_;
  double least_change_ = 0.0;
  std::size_t jumps_ = 0;
  std::vector<double> looks_;
  std::vector<double> times_;
};

/// Where a value is least and where it is largest. Samples: the additive recurrence of Roberts (2018), in
/// three dimensions.
std::vector<Point> telling_places(const Value& value, const Domain& domain, double start, double end) {
  if (!value.depends_on_place()) return {domain.origin};
  constexpr double g = 1.2207440846057596;  // g^4 = g + 1
  const auto fraction = [](double x) { return x - std::floor(x); };
  Point least = domain.origin;
  Point most = domain.origin;
  double least_value = std::numeric_limits<double>::infinity();
  double most_value = -least_value;
  for (int n = 1; n <= samples; ++n) {
    const Point place{domain.origin.x + domain.lx * fraction(n / g),
                      domain.origin.y + domain.ly * fraction(n / (g * g))};
    const double found = value(place.x, place.y, start + (end - start) * fraction(n / (g * g * g)));
    if (found < least_value) least = place, least_value = found;
    if (found > most_value) most = place, most_value = found;
  }
  return {least, most};
}

}  // namespace

std::vector<double> times_of_change(const Value& value, const Domain& domain, double start, double end) {
  std::vector<double> times;
  for (const Point place : telling_places(value, domain, start, end)) {
    const std::vector<double> here = Changes(value, place, start, end).find();
    times.insert(times.end(), here.begin(), here.end());
  }
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

}  // namespace isotherm
