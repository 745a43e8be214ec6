#include "solver/operators/blocked_lift.hpp"

#include <algorithm>
#include <cstdint>

namespace isotherm::blocked {
namespace {

/// Transposes squares: the last one overlaps the one before it where `count` is no multiple of lanes.
void lift_lanes(const double* const (&lane_of)[lanes], int count, Vec* to) {
  for (int l = 0; l < count; l += lanes) {
    const int at = std::min(l, count - lanes);
    Vec square[lanes];
    for (int lane = 0; lane < lanes; ++lane) square[lane] = load(lane_of[lane] + at);
    transpose(square);
    for (int n = 0; n < lanes; ++n) to[at + n] = square[n];
  }
}

template <bool past_caches>
void lower_lanes(const Vec* from, int count, double* const (&lane_of)[lanes]) {
  for (int l = 0; l < count; l += lanes) {
    const int at = std::min(l, count - lanes);
    Vec square[lanes];
    for (int n = 0; n < lanes; ++n) square[n] = from[at + n];
    transpose(square);
    for (int lane = 0; lane < lanes; ++lane) {
      double* const to = lane_of[lane] + at;
      if (past_caches && reinterpret_cast<std::uintptr_t>(to) % sizeof(Vec) == 0) {
        stream(to, square[lane]);
      } else {
        store(to, square[lane]);
      }
    }
  }
}

/// The part of [begin, begin + count) that holds data.
Columns inside(int begin, int count, Columns data) {
  const int first = std::clamp(data.begin, begin, begin + count);
  return {first, std::clamp(data.end, first, begin + count)};
}

}  // namespace

StripPlan::StripPlan(Columns columns, int steps, int width) : data(columns), depth(steps) {
  const int vectors = (data.end - data.begin + depth + lanes - 1) / lanes;
  const bool wide = std::min(vectors, width / lanes) >= 4 * lanes;
  const int unit = wide ? lanes : 1;  // of a stride: lanes of wide strips begin where lines of the cache do
  const int units = (vectors + unit - 1) / unit;
  const int most = std::max(width / (lanes * unit), 1);
  const int count = (units + most - 1) / most;
  int first = data.begin;
  for (int n = 0; n < count; ++n) {
    strips.push_back({first, (units / count + (n < units % count ? 1 : 0)) * unit});
    first += strips.back().width();
  }
}

bool StripPlan::usable() const {
  const Strip& last = strips.back();
  return last.stride >= std::max(lanes, 3) && last.width() >= depth && last.first < data.end;
}

void Lifter::lift(const double* row, int first, int stride, int count, Columns data, Vec* to) {
  const double* lane_of[lanes];
  border_.resize(static_cast<std::size_t>(lanes * count));
  for (int lane = 0; lane < lanes; ++lane) {
    const int begin = first + lane * stride;
    const Columns part = inside(begin, count, data);
    lane_of[lane] = row + begin;
    if (part.end - part.begin == count) continue;
    double* const border = border_.data() + std::ptrdiff_t{lane} * count;
    std::fill_n(border, count, 0.0);
    std::copy(row + part.begin, row + part.end, border + (part.begin - begin));
    lane_of[lane] = border;
  }
  lift_lanes(lane_of, count, to);
}

void Lifter::lower(const Vec* from, int first, int stride, Columns data, double* row, bool past_caches) {
  double* lane_of[lanes];
  border_.resize(static_cast<std::size_t>(lanes * stride));
  const auto is_inside = [&](Columns part) { return part.end - part.begin == stride; };
  for (int lane = 0; lane < lanes; ++lane) {
    const int begin = first + lane * stride;
    lane_of[lane] =
        is_inside(inside(begin, stride, data)) ? row + begin : border_.data() + std::ptrdiff_t{lane} * stride;
  }
  past_caches ? lower_lanes<true>(from, stride, lane_of) : lower_lanes<false>(from, stride, lane_of);
  for (int lane = 0; lane < lanes; ++lane) {
    const int begin = first + lane * stride;
    const Columns part = inside(begin, stride, data);
    if (!is_inside(part))
      std::copy_n(lane_of[lane] + (part.begin - begin), part.end - part.begin, row + part.begin);
  }
}

}  // namespace isotherm::blocked
