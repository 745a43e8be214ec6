#include "physics/formula_changes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

namespace isotherm {
namespace {

constexpr std::size_t coarse = 200;       // parts that free steps do not exceed
constexpr std::size_t fine = 128;         // looks in each of them
constexpr double noticeable = 0.05;       // of the range of the value
constexpr double noticeable_jump = 1e-3;  // likewise
constexpr double settled = 1e-4;          // likewise
constexpr double width_of_jump = 1e-6;    // of the time between two looks
constexpr std::size_t most_jumps = 8000;  // a formula with more is noise, which steps cannot follow
constexpr std::size_t near = 2;           // looks: jumps so close tell of others between two looks
constexpr int boxes = 4;                  // of the domain along each axis, with a place each
constexpr int samples = 100'000;          // of place and time

class Changes {
 public:
  Changes(const Value& value, Point place, double start, double end)
      : value_(&value), place_(place), start_(start), step_((end - start) / (coarse * fine)) {
    for (std::size_t n = 0; n <= coarse * fine; ++n) looks_.push_back(at(time(n)));
    const auto [least, most] = std::ranges::minmax(looks_);
    range_ = most - least;
  }

  FormulaChanges find() {
    if (!(range_ > 0.0)) return {{}, range_ == 0.0 ? start_ : time(coarse * fine), false};
    std::size_t first = 0;
    std::optional<std::size_t> last_jump;
    std::size_t count = 0;
    bool too_fast = false;
    for (std::size_t n = 0; n + 1 < looks_.size(); ++n) {
      const bool jumps = std::abs(looks_[n + 1] - looks_[n]) > noticeable_jump * range_ && add_jump(n);
      if (jumps) {
        too_fast = too_fast || (last_jump && n - *last_jump <= near);
        last_jump = n;
        if (++count > most_jumps) return {{}, last_change(), true};
      }
      if (!jumps && (n + 1) % fine != 0) continue;
      divide(first, jumps ? n : n + 1);
      first = n + 1;
    }
    return {std::move(times_), last_change(), too_fast};
  }

 private:
  double time(std::size_t look) const { return start_ + static_cast<double>(look) * step_; }
  double at(double t) const { return (*value_)(place_.x, place_.y, t); }

  /// From when on the value is what it is at the end.
  double last_change() const {
    std::size_t n = looks_.size() - 1;
    while (n > 0 && std::abs(looks_[n - 1] - looks_.back()) <= settled * range_) --n;
    return time(n);
  }

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
    if (!(std::abs(value_b - value_a) > 0.5 * noticeable_jump * range_)) return false;
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
    if (worst <= noticeable * range_) return;
    const std::size_t middle = first + (last - first) / 2;
    times_.push_back(time(middle));
    divide(first, middle);
    divide(middle, last);
  }

  const Value* value_;
  Point place_;
  double start_;
  double step_;
  double range_ = 0.0;
  std::vector<double> looks_;
  std::vector<double> times_;
};

/// Where a value is least, and in each box of the domain where it is largest. Samples: the additive
/// recurrence of Roberts (2018), in three dimensions.
std::vector<Point> telling_places(const Value& value, const Domain& domain, double start, double end) {
  if (!value.depends_on_place()) return {domain.origin};
  constexpr double g = 1.2207440846057596;  // g^4 = g + 1
  const auto fraction = [](double x) { return x - std::floor(x); };
  struct Found {
    Point place;
    double value = -std::numeric_limits<double>::infinity();
  };
  Found least;  // its value with the other sign
  std::array<Found, static_cast<std::size_t>(boxes * boxes)> most;
  for (int n = 1; n <= samples; ++n) {
    const double x = fraction(n / g);
    const double y = fraction(n / (g * g));
    const Point place{domain.origin.x + domain.lx * x, domain.origin.y + domain.ly * y};
    const double found = value(place.x, place.y, start + (end - start) * fraction(n / (g * g * g)));
    Found& here =
        most[static_cast<std::size_t>(static_cast<int>(y * boxes) * boxes + static_cast<int>(x * boxes))];
    if (found > here.value) here = {place, found};
    if (-found > least.value) least = {place, -found};
  }
  std::vector<Point> places{least.place};
  for (const Found& here : most) places.push_back(here.place);
  return places;
}

}  // namespace

FormulaChanges changes_of(const Value& value, const Domain& domain, double start, double end) {
  FormulaChanges all{{}, start, false};
  for (const Point place : telling_places(value, domain, start, end)) {
    const FormulaChanges here = Changes(value, place, start, end).find();
    all.times.insert(all.times.end(), here.times.begin(), here.times.end());
    all.last = std::max(all.last, here.last);
    all.too_fast = all.too_fast || here.too_fast;
  }
  std::ranges::sort(all.times);
  all.times.erase(std::unique(all.times.begin(), all.times.end()), all.times.end());
  return all;
}

}  // namespace isotherm
