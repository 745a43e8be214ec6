#include "solver/linear/transfer.hpp"

#include <algorithm>
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

}  // namespace

void Transfer::reshape(const Lattice& fine, Coarsening how) {
  how_ = how;
  pairs_ = fine.x.pairs();
  rows_ = halves_y() ? fine.y.pairs() : fine.y.end();
  weights_[0].reshape(pairs_, rows_);
  if (how != Coarsening::x_only) weights_[1].reshape(pairs_, rows_);
  if (how != Coarsening::both) return;
  weights_[2].reshape(pairs_, rows_);
  weights_[3].reshape(pairs_, rows_);
}

void Transfer::reshape_sparse(const Lattice& fine, Coarsening how) {
  how_ = how;
  pairs_ = fine.x.pairs();
  rows_ = halves_y() ? fine.y.pairs() : fine.y.end();
  weights_[2].reshape(pairs_, fine.y.pairs());
  if (how == Coarsening::both) weights_[3].reshape(pairs_, rows_);
}

void Transfer::keep_even_rows() {
  constexpr int ghosts = SplitArray::ghost_pairs;
  const int pairs = halves_y() ? rows_ : (rows_ + 1) / 2;
  for (int q = -SplitArray::ghost_rows / 2; q < pairs + SplitArray::ghost_rows / 2; ++q) {
    const double* const from[2] = {halves_y() ? down(q, 0) : left(2 * q),
                                   halves_y() ? up(q, 0) : right(2 * q)};
    std::copy_n(from[0] - ghosts, pairs_ + 2 * ghosts, before(q) - ghosts);
    std::copy_n(from[1] - ghosts, pairs_ + 2 * ghosts, after(q) - ghosts);
  }
}

std::size_t Transfer::bytes() const {
  std::size_t sum = 0;
  for (const auto& array : weights_) sum += array.bytes();
  return sum;
}

template <class Operator>
void Transfer::compute_horizontal(const Operator& fine, int row, int j) {
  const auto a = row_of(fine, j, 0);
  double* const l = left(row);
  double* const r = right(row);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double west = clamp(a.west(p));
    const double east = clamp(a.east(p));
    const double whole = (west + east) + a.rest(p);
    l[p] = ratio(west, whole);
    r[p] = ratio(east, whole);
  });
}

template <class Operator>
void Transfer::compute_vertical(const Operator& fine, int q, int c) {
  const auto a = row_of(fine, 2 * q, c);
  double* const d = down(q, c);
  double* const u = up(q, c);
  each_pair(-SplitArray::ghost_pairs, pairs_ + SplitArray::ghost_pairs, [=](int p) {
    const double south = clamp(a.south(p));
    const double north = clamp(a.north(p));
    const double whole = (south + north) + a.rest(p);
    d[p] = ratio(south, whole);
    u[p] = ratio(north, whole);
  });
}

template <class Operator>
void Transfer::compute_corners(const Operator& fine, int q) {
  const auto row = row_of(fine, 2 * q, 0);
  const auto a = row.a;
  const double* const d = down(q, 1);
  const double* const u = up(q, 1);
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
  if (!halves_y()) {
    for (int j = -SplitArray::ghost_rows; j < rows_ + SplitArray::ghost_rows; ++j)
      compute_horizontal(fine, j, j);
    return;
  }
  const int first = -SplitArray::ghost_rows / 2;
  const int last = rows_ + SplitArray::ghost_rows / 2;
  for (int q = first; q < last; ++q) {
    if (how_ == Coarsening::y_only) compute_vertical(fine, q, 0);
    compute_vertical(fine, q, 1);
    if (how_ == Coarsening::both) compute_horizontal(fine, q, 2 * q + 1);
    // Row 2q needs the weights of the rows on its either side.
    if (how_ == Coarsening::both && q > first) compute_corners(fine, q);
  }
}

void Transfer::compute(const Stencil& fine) {
  compute_from(fine);
}

void Transfer::compute(const FivePoint& fine) {
  compute_from(fine);
}

void Transfer::set(const Lattice& fine, Coarsening how, const Chain& x, const Chain& y) {
  how_ = how;
  pairs_ = fine.x.pairs();
  rows_ = halves_y() ? fine.y.pairs() : fine.y.end();
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
  const std::size_t arrays = how == Coarsening::both ? 4 : how == Coarsening::y_only ? 2 : 1;
  for (std::size_t k = 0; k < arrays; ++k) {
    weights_[k].reshape_repeated(shape, static_cast<int>(kinds.size()),
                                 [&](int q) { return kinds.at(key(q)); });
  }
  for (const auto& [vertical, kind] : kinds) {
    const auto [d, u] = vertical;
    for (int p = -SplitArray::ghost_pairs; p < pairs_ + SplitArray::ghost_pairs; ++p) {
      const double l = halves_x() ? weight(x.left, fine.x, p) : 0.0;
      const double r = halves_x() ? weight(x.right, fine.x, p) : 0.0;
      const auto set = [&, number = kind](std::size_t array, int c, double value) {
        weights_[array].kind_half(number, c)[p] = value;
      };
      if (how == Coarsening::x_only) {
        set(0, 0, l);
        set(0, 1, r);
        continue;
      }
      set(0, 0, how == Coarsening::both ? l : d);
      set(1, 0, how == Coarsening::both ? r : u);
      set(0, 1, d);
      set(1, 1, u);
      if (how == Coarsening::y_only) continue;
      set(2, 0, l * d);
      set(2, 1, r * d);
      set(3, 0, l * u);
      set(3, 1, r * u);
    }
  }
}

}  // namespace isotherm
