#pragma once
// Rows in dimension-lifted layout (Henretty et al. 2011): the columns of a strip in `lanes` equal parts, one
// per lane, so that the western and eastern neighbours of a vector are the vectors beside it, aligned.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include "solver/grid/field.hpp"
#include "solver/grid/huge_pages.hpp"
#include "solver/grid/short_vector.hpp"

namespace isotherm::blocked {

/// Half-open range of columns.
struct Columns {
  int begin = 0;
  int end = 0;
};

/// `lanes * stride` columns. In a row lifted from column c on, lane n of vector l holds column
/// c + n * stride + l.
struct Strip {
  int first = 0;   ///< column
  int stride = 0;  ///< vectors in a row
  int width() const { return lanes * stride; }
  /// Where the cell `position` columns right of a lifted row's first one lies, in doubles from its vector 0.
  /// Just left of the first one lies lane 0 of vector -1, see Wavefront.
  int index(int position) const {
    return position < stride ? position * lanes : position % stride * lanes + position / stride;
  }
};

/// How the columns of a rank are cut into strips for up to `depth` fused steps.
struct StripPlan {
  /// Strips no wider than `width` and nearly alike; together they are `depth` columns wider than `data`,
  /// since each step shifts them by one to the left.
  StripPlan(Columns data, int depth, int width);
  /// Whether the wavefront can work on such strips: the last one must begin left of the last column, and a
  /// lane must hold more than the neighbours of its cells.
  bool usable() const;
  /// Columns left of this one are final after the sweep of strip n, and no later strip reads them.
  int final_end(std::size_t n) const {
    return std::clamp(strips[n].first + strips[n].width() - depth, data.begin, data.end);
  }

  Columns data;  ///< owned cells and ghosts
  int depth = 0;
  std::vector<Strip> strips;
};

/// One of so many nearly equal parts.
struct Part {
  int number = 0;
  int of = 1;
};

/// Fetches a part of `count` numbers into the core's second cache. GCC takes a function that does nothing but
/// prefetch for one without effect and drops the calls; the empty asm is one.
inline void prefetch_part(const double* row, int count, Part part) {
  constexpr int line = 8;  // numbers in 64 bytes
  const int lines = (count + line - 1) / line;
  const int each = (lines + part.of - 1) / part.of;
  const int end = std::min((part.number + 1) * each, lines);
  for (int n = part.number * each; n < end; ++n) __builtin_prefetch(row + std::ptrdiff_t{n} * line, 0, 2);
  asm volatile("");
}

/// Moves rows between memory and lifted layout. Columns without data are zero in lifted rows.
class Lifter {
 public:
  /// Lifts `count` vectors of a row from column `first` on, `row` being its column 0. count >= lanes.
  void lift(const double* row, int first, int stride, int count, Columns data, Vec* to);
  /// Writes the columns of `data` in a lifted row of `stride` vectors back, past the caches where asked to.
  void lower(const Vec* from, int first, int stride, Columns data, double* row, bool past_caches);

 private:
  std::vector<double> border_;  ///< lanes that reach beyond the data pass through here
};

/// What belongs to the vectors of cells in some rows, lifted once for many sweeps. `Element` is one vector or
/// several side by side, which a sweep then reads as one stream. Cells without data are zero.
template <class Element>
class LiftedRows {
 public:
  LiftedRows() = default;
  /// Rows [row_begin, row_end), all zero.
  LiftedRows(const StripPlan& plan, int row_begin, int row_end);
  /// Lifts the rows of a field into the vectors that `member` picks from the elements, with the same plan.
  template <class Member = std::identity>
  void fill(const StripPlan& plan, const Field& field, Member member = {});

  /// The wavefront takes a few rows at once, of which one is there, and looks at the one above them.
  static constexpr int margin = 4;

  bool empty() const { return elements_.empty(); }
  /// Row j of a strip, from `margin` below row_begin to as many beyond row_end - 1: element l belongs to the
  /// cells that vector l of the wavefront holds after step t.
  const Element* row(std::size_t strip, int j, int t) const {
    const Extent& extent = extents_[strip];
    return elements_.data() + extent.begin + static_cast<std::size_t>(j - first_row_) * extent.pitch +
           (depth_ - t);
  }
  /// Elements from a row of a strip to the one above.
  std::ptrdiff_t pitch(std::size_t strip) const { return static_cast<std::ptrdiff_t>(extents_[strip].pitch); }
  /// Fetches a part of a row into the core's second cache.
  void prefetch(std::size_t strip, int j, Part part) const {
    prefetch_part(reinterpret_cast<const double*>(row(strip, j, depth_)),
                  static_cast<int>(extents_[strip].pitch * sizeof(Element) / sizeof(double)), part);
  }

 private:
  struct Extent {
    std::size_t begin = 0;
    std::size_t pitch = 0;
  };
  std::vector<Extent> extents_;  ///< by strip
  std::vector<Element, OnHugePages<Element>> elements_;
  Lifter lifter_;
  std::vector<Vec> lifted_;  ///< a row on its way into the elements
  int row_begin_ = 0;
  int row_end_ = 0;
  int first_row_ = 0;
  int depth_ = 0;
};

using LiftedField = LiftedRows<Vec>;

template <class Element>
LiftedRows<Element>::LiftedRows(const StripPlan& plan, int row_begin, int row_end)
    : row_begin_(row_begin), row_end_(row_end), first_row_(row_begin - margin), depth_(plan.depth) {
  const auto rows = static_cast<std::size_t>(row_end - row_begin + 2 * margin);
  std::size_t size = 0;
  for (const Strip& strip : plan.strips) {
    extents_.push_back({size, static_cast<std::size_t>(strip.stride + depth_)});
    size += rows * extents_.back().pitch;
  }
  elements_.resize(size, Element{});
}

template <class Element>
template <class Member>
void LiftedRows<Element>::fill(const StripPlan& plan, const Field& field, Member member) {
  for (std::size_t n = 0; n < extents_.size(); ++n) {
    const Strip strip = plan.strips[n];
    const Extent extent = extents_[n];
    lifted_.resize(extent.pitch);
    for (int j = row_begin_; j < row_end_; ++j) {
      lifter_.lift(field.view().row(j), strip.first - depth_, strip.stride, strip.stride + depth_, plan.data,
                   lifted_.data());
      Element* const to =
          elements_.data() + extent.begin + static_cast<std::size_t>(j - first_row_) * extent.pitch;
      for (std::size_t l = 0; l < extent.pitch; ++l) std::invoke(member, to[l]) = lifted_[l];
    }
  }
}

}  // namespace isotherm::blocked
