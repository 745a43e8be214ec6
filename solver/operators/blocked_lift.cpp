#include "solver/operators/blocked_lift.hpp"

#include <algorithm>

namespace isotherm::blocked {
namespace {

/// Transposes squares: the last one overlaps the one before it where `count` is no multiple of lanes.
void lift_inside(const double* from, int stride, int count, Vec* to) {
  for (int l = 0; l < count; l += lanes) {
    const int at = std::min(l, count - lanes);
    Vec square[lanes];
    for (int lane = 0; lane < lanes; ++lane) square[lane] = load(from + lane * stride + at);
    transpose(square);
    for (int n = 0; n < lanes; ++n) to[at + n] = square[n];
  }
}

void lower_inside(const Vec* from, int stride, double* to) {
  for (int l = 0; l < stride; l += lanes) {
    const int at = std::min(l, stride - lanes);
    Vec square[lanes];
    for (int n = 0; n < lanes; ++n) square[n] = from[at + n];
    transpose(square);
    for (int lane = 0; lane < lanes; ++lane) store(to + lane * stride + at, square[lane]);
  }
}

}  // namespace

StripPlan::StripPlan(Columns columns, int steps, int width) : data(columns), depth(steps) {
  const int vectors = (data.end - data.begin + depth + lanes - 1) / lanes;
  const int most = std::max(width / lanes, 1);
  const int count = (vectors + most - 1) / most;
  int first = data.begin;
  for (int n = 0; n < count; ++n) {
    strips.push_back({first, vectors / count + (n < vectors % count ? 1 : 0)});
    first += strips.back().width();
  }
}

bool StripPlan::usable() const {
  const Strip& last = strips.back();
  return last.stride >= std::max(lanes, 3) && last.width() >= depth && last.first < data.end;
}

void Lifter::lift(const double* row, int first, int stride, int count, Columns data, Vec* to) {
  const int end = first + (lanes - 1) * stride + count;
  if (first >= data.begin && end <= data.end) return lift_inside(row + first, stride, count, to);
  const int begin = std::clamp(data.begin, first, end);
  const int stop = std::clamp(data.end, begin, end);
  border_.resize(static_cast<std::size_t>(end - first));
  auto at = std::fill_n(border_.begin(), begin - first, 0.0);
  at = std::copy(row + begin, row + stop, at);
  std::fill_n(at, end - stop, 0.0);
  lift_inside(border_.data(), stride, count, to);
}

void Lifter::lower(const Vec* from, int first, int stride, Columns data, double* row) {
  const int end = first + lanes * stride;
  if (first >= data.begin && end <= data.end) return lower_inside(from, stride, row + first);
  border_.resize(static_cast<std::size_t>(end - first));
  lower_inside(from, stride, border_.data());
  const int begin = std::clamp(data.begin, first, end);
  const int stop = std::clamp(data.end, begin, end);
  std::copy(border_.begin() + (begin - first), border_.begin() + (stop - first), row + begin);
}

LiftedField::LiftedField(const StripPlan& plan, FieldView<const double> field, int row_begin, int row_end)
    : first_row_(row_begin - 1), depth_(plan.depth) {
  const auto rows = static_cast<std::size_t>(row_end - row_begin + 3);
  std::size_t size = 0;
  for (const Strip& strip : plan.strips) {
    parts_.push_back({size, static_cast<std::size_t>(strip.stride + depth_)});
    size += rows * parts_.back().pitch;
  }
  cells_.assign(size, Vec{});
  Lifter lifter;
  for (std::size_t n = 0; n < parts_.size(); ++n) {
    const Strip strip = plan.strips[n];
    for (int j = row_begin; j < row_end; ++j) {
      Vec* const to =
          cells_.data() + parts_[n].begin + static_cast<std::size_t>(j - first_row_) * parts_[n].pitch;
      lifter.lift(field.row(j), strip.first - depth_, strip.stride, strip.stride + depth_, plan.data, to);
    }
  }
}

}  // namespace isotherm::blocked
