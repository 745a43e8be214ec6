#include "solver/linear/transfer.hpp"

#include <map>
#include <utility>

namespace isotherm {
namespace {

/// The stencil of a half row, collapsed across the line in x or in y through its points, and what else it
/// holds.
struct NinePointRow {
  NinePointRow(const Stencil& fine, int j, int c)
      : a(couplings_around(fine, j, c)), inverse(fine.D.half(j, c)) {}
  double divided(double load, std::ptrdiff_t p) const { return load * inverse[p]; }
  double west(std::ptrdiff_t p) const { return (a.sw[p] + a.nw[p]) + a.w[p]; }
  double east(std::ptrdiff_t p) const { return (a.se[p] + a.ne[p]) + a.e[p]; }
  double south(std::ptrdiff_t p) const { return (a.sw[p] + a.se[p]) + a.s[p]; }
  double north(std::ptrdiff_t p) const { return (a.nw[p] + a.ne[p]) + a.n[p]; }
  double rest(std::ptrdiff_t p) const { return row_sum_of(a, inverse[p], p); }
  double sw(std::ptrdiff_t p) const { return a.sw[p]; }
  double se(std::ptrdiff_t p) const { return a.se[p]; }
  double nw(std::ptrdiff_t p) const { return a.nw[p]; }
  double ne(std::ptrdiff_t p) const { return a.ne[p]; }
  Couplings a;
  const double* inverse;
};

struct FivePointRow {
  FivePointRow(const FivePoint& fine, int j, int c)
      : a(faces_around(fine, j, c)), diagonal(fine.diagonal.half(j, c)) {}
  double divided(double load, std::ptrdiff_t p) const { return isotherm::divided(load, a, diagonal, p); }
  double west(std::ptrdiff_t p) const { return a.w[p]; }
  double east(std::ptrdiff_t p) const { return a.e[p]; }
  double south(std::ptrdiff_t p) const { return a.s[p]; }
  double north(std::ptrdiff_t p) const { return a.n[p]; }
  double rest(std::ptrdiff_t p) const { return diagonal[p]; }
  static double sw(std::ptrdiff_t) { return 0.0; }
  static double se(std::ptrdiff_t) { return 0.0; }
  static double nw(std::ptrdiff_t) { return 0.0; }
  static double ne(std::ptrdiff_t) { return 0.0; }
  Around a;
  const double* diagonal;
};

NinePointRow row_of(const Stencil& fine, int j, int c) {
  return {fine, j, c};
}
FivePointRow row_of(const FivePoint& fine, int j, int c) {
  return {fine, j, c};
}

inline double clamp(double v) {
  return v > 0.0 ? v : 0.0;
}

inline double ratio(double part, double whole) {
  return whole > 0.0 ? part / whole : 0.0;
}

/// To a multiple of 2^-24, for 0 <= v <= 1: such numbers, their sums and their differences up to 1 are exact
/// in single precision.
inline double on_grid(double v) {
  constexpr double shift = 0x1p28;
  return (v + shift) - shift;
}

}  // namespace

void Transfer::shape(const Lattice& fine, Coarsening how) {
  how_ = how;
  pairs_ = fine.x.pairs();
  rows_ = halves_y() ? fine.y.pairs() : fine.y.end();
}

void Transfer::reshape(const Lattice& fine, Coarsening how) {
  reshape_sparse(fine, how);
  if (!both()) return;
  weights_[0].reshape(pairs_, rows_);
  weights_[1].reshape(pairs_, rows_);
}

void Transfer::reshape_sparse(const Lattice& fine, Coarsening how) {
  shape(fine, how);
  if (both()) {
    weights_[2].reshape(pairs_, rows_);
    weights_[3].reshape(pairs_, rows_);
    return;
  }
  one_way_[0].reshape(pairs_, rows_);
  if (how == Coarsening::y_only) one_way_[1].reshape(pairs_, rows_);
}

void Transfer::restrict_red(int row, const double* below, const double* center, const double* above, int n,
                            double* out) const {
  const double* const ne = north_east(row);
  const double* const nw = north_west(row);
  const double* const se = south_east(row + 1);
  const double* const sw = south_west(row + 1);
  each_pair(0, n, [=](int p) {
    const double lower = std::fma(ne[p], below[p], nw[p + 1] * below[p + 1]);
    const double upper = std::fma(se[p], above[p], sw[p + 1] * above[p + 1]);
    out[p] = center[p] + (lower + upper);
  });
}

std::size_t Transfer::bytes() const {
  std::size_t sum = 0;
  for (const auto& array : weights_) sum += array.bytes();
  for (const auto& array : one_way_) sum += array.bytes();
  return sum;
}

template <class Operator>
void Transfer::compute_horizontal(const Operator& fine, int q) {
  const auto a = row_of(fine, 2 * q + 1, 0);
  double* const l = left(q);
  double* const r = right(q);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double west = clamp(a.west(p));
    const double east = clamp(a.east(p));
    const double whole = (west + east) + a.rest(p);
    l[p] = ratio(west, whole);
    r[p] = ratio(east, whole);
  });
}

template <class Operator>
void Transfer::compute_vertical(const Operator& fine, int q) {
  const auto a = row_of(fine, 2 * q, 1);
  double* const d = down(q);
  double* const u = up(q);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double south = clamp(a.south(p));
    const double north = clamp(a.north(p));
    const double whole = (south + north) + a.rest(p);
    d[p] = ratio(south, whole);
    u[p] = ratio(north, whole);
  });
}

/// Fine row `row` when x is halved, the half c of row 2 row when y is.
template <class Operator>
void Transfer::compute_one_way(const Operator& fine, int row, int c) {
  const auto a = row_of(fine, halves_x() ? row : 2 * row, c);
  const bool along_x = halves_x();
  float* const first = before(row, c);
  float* const second = after(row, c);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double low = clamp(along_x ? a.west(p) : a.south(p));
    const double high = clamp(along_x ? a.east(p) : a.north(p));
    const double whole = (low + high) + a.rest(p);
    const double share = on_grid(ratio(low, whole));
    first[p] = static_cast<float>(share);
    second[p] = static_cast<float>(on_grid(ratio(low + high, whole)) - share);
  });
}

template <class Operator>
void Transfer::compute_corners(const Operator& fine, int q) {
  const auto row = row_of(fine, 2 * q, 0);
  const auto a = row.a;
  const double* const d = down(q);
  const double* const u = up(q);
  const double* const lower_l = left(q - 1);
  const double* const lower_r = right(q - 1);
  const double* const upper_l = left(q);
  const double* const upper_r = right(q);
  double* const sw = south_west(q);
  double* const se = south_east(q);
  double* const nw = north_west(q);
  double* const ne = north_east(q);
  each_pair(-SplitArray::ghost_pairs + 1, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    sw[p] = row.divided((a.w[p] * d[p - 1] + a.s[p] * lower_l[p]) + row.sw(p), p);
    se[p] = row.divided((a.e[p] * d[p] + a.s[p] * lower_r[p]) + row.se(p), p);
    nw[p] = row.divided((a.w[p] * u[p - 1] + a.n[p] * upper_l[p]) + row.nw(p), p);
    ne[p] = row.divided((a.e[p] * u[p] + a.n[p] * upper_r[p]) + row.ne(p), p);
  });
}

template <class Operator>
void Transfer::compute_from(const Operator& fine) {
  const int ghosts = halves_y() ? SplitArray::ghost_rows / 2 : SplitArray::ghost_rows;
  for (int q = -ghosts; q < rows_ + ghosts; ++q) {
    if (!both()) {
      compute_one_way(fine, q, 0);
      if (halves_y()) compute_one_way(fine, q, 1);
      continue;
    }
    compute_vertical(fine, q);
    compute_horizontal(fine, q);
    // Row 2q needs the weights of the rows on its either side.
    if (q > -ghosts) compute_corners(fine, q);
  }
}

void Transfer::compute(const Stencil& fine) {
  compute_from(fine);
}

void Transfer::compute(const FivePoint& fine) {
  compute_from(fine);
}

/// One weight pair of all rows of a kind.
void Transfer::set_one_way(int kind, int p, float low, float high) {
  one_way_[0].kind_half(kind, 0)[p] = low;
  if (how_ == Coarsening::x_only) {
    one_way_[0].kind_half(kind, 1)[p] = high;
    return;
  }
  one_way_[0].kind_half(kind, 1)[p] = low;
  one_way_[1].kind_half(kind, 0)[p] = high;
  one_way_[1].kind_half(kind, 1)[p] = high;
}

void Transfer::set(const Lattice& fine, Coarsening how, const Chain& x, const Chain& y) {
  this->shape(fine, how);
  // Weights of local pair p; zero beyond walls (and beyond the cut of an odd ring).
  const auto weight = [](const std::vector<double>& weights, const Span& span, int p) {
    std::int64_t q = (span.owned.begin - span.offset()) / 2 + p;
    const auto n = static_cast<std::int64_t>(weights.size());
    if (span.periodic && !span.odd_ring()) q = ((q % n) + n) % n;
    return q >= 0 && q < n ? weights[static_cast<std::size_t>(q)] : 0.0;
  };
  // Row pairs with the same two weights share their rows.
  std::map<std::pair<double, double>, int> kinds;
  const auto key = [&](int q) {
    return halves_y() ? std::pair{weight(y.left, fine.y, q), weight(y.right, fine.y, q)}
                      : std::pair{1.0, 1.0};
  };
  for (int q = -SplitArray::ghost_rows - 1; q <= rows_ + SplitArray::ghost_rows; ++q) {
    kinds.emplace(key(q), static_cast<int>(kinds.size()));
  }
  Lattice shape = fine;  // as many rows as weights have
  shape.y.owned = {0, rows_};
  const auto reshape_repeated = [&](auto& array) {
    array.reshape_repeated(shape, static_cast<int>(kinds.size()), [&](int q) { return kinds.at(key(q)); });
  };
  if (both()) {
    for (auto& array : weights_) reshape_repeated(array);
  } else {
    for (auto& array : one_way_) reshape_repeated(array);
  }
  for (const auto& [vertical, kind] : kinds) {
    const auto [d, u] = vertical;
    for (int p = -SplitArray::ghost_pairs; p < pairs_ + SplitArray::ghost_pairs; ++p) {
      const double l = halves_x() ? weight(x.left, fine.x, p) : 0.0;
      const double r = halves_x() ? weight(x.right, fine.x, p) : 0.0;
      const auto set = [&, number = kind](std::size_t array, int c, double value) {
        weights_[array].kind_half(number, c)[p] = value;
      };
      if (!both()) {
        const double low = on_grid(halves_x() ? l : d);
        const double high = on_grid(halves_x() ? l + r : d + u) - low;
        set_one_way(kind, p, static_cast<float>(low), static_cast<float>(high));
        continue;
      }
      set(0, 0, l);
      set(1, 0, r);
      set(0, 1, d);
      set(1, 1, u);
      set(2, 0, l * d);
      set(2, 1, r * d);
      set(3, 0, l * u);
      set(3, 1, r * u);
    }
  }
}

}  // namespace isotherm
