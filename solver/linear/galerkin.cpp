// The Galerkin product P^T A P, a vector of coarse points of a row at a time.
//
// For each coarse point the column p of P (3 x 3 values around it, or 3 in a row or column) is multiplied by
// A, which gives y on 5 x 5 points; the coarse couplings are the products of y with the columns of the
// neighbours.

#include <cstring>
#include <type_traits>
#include <utility>

#include "solver/grid/short_vector.hpp"
#include "solver/linear/transfer.hpp"

namespace isotherm {
namespace {

using blocked::load;
using Vector = blocked::Vec;
constexpr int width = blocked::lanes;
using FloatVector = float __attribute__((vector_size(width * sizeof(float))));

inline Vector load(const float* from) {
  FloatVector v;
  std::memcpy(&v, from, sizeof v);
  return __builtin_convertvector(v, Vector);
}

constexpr int half_of(int i) {
  return i & 1;
}
constexpr int pair_of(int i) {
  return i >> 1;
}

/// Calls body(integral constant) for Begin <= k < End, unrolled.
template <int Begin, int End, class Body>
inline void unroll(Body&& body) {
  [&]<int... k>(std::integer_sequence<int, k...>) {
    (body(std::integral_constant<int, Begin + k>{}), ...);
  }
  (std::make_integer_sequence<int, End - Begin>{});
}

/// Coarse points P, P + 1, ... of one coarse row; Sx, Sy: spacing of the coarse points (1 or 2); c: parity of
/// their column (1 when x is halved).
template <int Sx, int Sy, class Operator>
struct Products {
  static constexpr bool corners = std::is_same_v<Operator, Stencil>;
  const Operator& a;
  const Transfer& t;
  int row;  ///< Q of the coarse row when y is halved, else the fine row
  int pair;
  int c;

  int fine_row(int dy) const { return (Sy == 2 ? 2 * row + 1 : row) + dy; }
  template <class Real>
  Vector at(const SplitRows<Real>& array, int dx, int dy) const {
    return load(array.half(fine_row(dy), half_of(c + dx)) + pair + pair_of(c + dx));
  }
  template <int x, int y>
  Vector diagonal() const {
    if constexpr (corners) {
      const Vector inverse = at(a.D, x, y);
      return inverse > 0.0 ? 1.0 / inverse : Vector{};
    } else {
      return ((at(a.W, x, y) + at(a.W, x + 1, y)) + (at(a.S, x, y) + at(a.S, x, y + 1))) +
             at(a.diagonal, x, y);
    }
  }
  /// Coupling between (x, y) and (x + ex, y + ey), relative to the coarse point.
  template <int x, int y, int ex, int ey>
  Vector coupling() const {
    if constexpr (ey == 0) {
      return at(a.W, ex < 0 ? x : x + 1, y);
    } else if constexpr (ex == 0) {
      return at(a.S, x, ey < 0 ? y : y + 1);
    } else if constexpr (ey < 0) {
      return ex < 0 ? at(a.SW, x, y) : at(a.SE, x, y);
    } else {
      return ex > 0 ? at(a.SW, x + 1, y + 1) : at(a.SE, x - 1, y + 1);
    }
  }
  /// The column of P of the coarse neighbour (kx, ky) at (dx, dy) from that neighbour.
  template <int kx, int ky, int dx, int dy>
  Vector column() const {
    if constexpr (dx == 0 && dy == 0) return Vector{} + 1.0;
    const int q = row + ky + (dy > 0 ? 1 : 0);
    const int k = pair + kx + (dx > 0 ? 1 : 0);
    if constexpr (dy == 0 && Sy == 2) return load((dx < 0 ? t.right(q) : t.left(q)) + k);
    if constexpr (dy == 0 && Sy == 1) return load((dx < 0 ? t.after(q, 0) : t.before(q, 0)) + k);
    if constexpr (dx == 0) {
      // With x not halved, kx counts columns: the neighbour may lie in the other half.
      const int half = half_of(c + kx);
      if constexpr (Sx == 2) return load((dy < 0 ? t.up(q) : t.down(q)) + pair + kx);
      return load((dy < 0 ? t.after(q, half) : t.before(q, half)) + pair + pair_of(c + kx));
    }
    if constexpr (dy < 0) return load((dx < 0 ? t.north_east(q) : t.north_west(q)) + k);
    return load((dx < 0 ? t.south_east(q) : t.south_west(q)) + k);
  }

  static constexpr int rx = Sx - 1;
  static constexpr int ry = Sy - 1;
  static constexpr bool inside(int x, int y) { return x >= -rx && x <= rx && y >= -ry && y <= ry; }

  Vector p[3][3];
  Vector y[5][5];

  template <int x, int y_>
  void apply() {
    Vector sum{};
    if constexpr (inside(x, y_)) sum = diagonal<x, y_>() * p[y_ + 1][x + 1];
    unroll<-1, 2>([&](auto ey) {
      unroll<-1, 2>([&](auto ex) {
        constexpr int nx = x + ex;
        constexpr int ny = y_ + ey;
        if constexpr ((ex != 0 || ey != 0) && (corners || ex == 0 || ey == 0) && inside(nx, ny)) {
          sum -= coupling<x, y_, ex, ey>() * p[ny + 1][nx + 1];
        }
      });
    });
    y[y_ + 2][x + 2] = sum;
  }
  /// Coarse matrix entry of the neighbour (kx, ky): the product of y with its column.
  template <int kx, int ky>
  Vector entry() const {
    Vector sum{};
    unroll<-ry, ry + 1>([&](auto dy) {
      unroll<-rx, rx + 1>([&](auto dx) {
        constexpr int at_x = kx * Sx + dx;
        constexpr int at_y = ky * Sy + dy;
        if constexpr (at_x >= -rx - 1 && at_x <= rx + 1 && at_y >= -ry - 1 && at_y <= ry + 1) {
          sum += column<kx, ky, dx, dy>() * y[at_y + 2][at_x + 2];
        }
      });
    });
    return sum;
  }

  /// Of the coarse matrix, from its eight couplings, of which four are known. Less than 1e-13 of the diagonal
  /// is rounding.
  Vector row_sum(const Vector known[4]) const {
    const Vector diagonal = entry<0, 0>();
    const Vector others = (entry<1, 0>() + entry<0, 1>()) + (entry<1, 1>() + entry<-1, 1>());
    const Vector sum = ((diagonal - known[0]) + (others - known[1])) - (known[2] + known[3]);
    return sum < 1e-13 * diagonal ? Vector{} : sum;
  }

  void compute() {
    unroll<-ry, ry + 1>(
        [&](auto dy) { unroll<-rx, rx + 1>([&](auto dx) { p[dy + 1][dx + 1] = column<0, 0, dx, dy>(); }); });
    unroll<-ry - 1, ry + 2>([&](auto dy) { unroll<-rx - 1, rx + 2>([&](auto dx) { apply<dx, dy>(); }); });
  }
};

template <int Sx, int Sy, class Operator>
void coarse_row(const Operator& fine, const Transfer& transfer, const Lattice& lattice, int row,
                Stencil& coarse) {
  const int j = Sy == 2 ? row + lattice.y.offset() : row;
  const auto points = [&](int c, int p, int count, auto&& column_of) {
    Products<Sx, Sy, Operator> products{fine, transfer, row, p, c, {}, {}};
    products.compute();
    const Vector couplings[4] = {-products.template entry<-1, 0>(), -products.template entry<0, -1>(),
                                 -products.template entry<-1, -1>(), -products.template entry<1, -1>()};
    const Vector rest = products.row_sum(couplings);
    const SplitRows<float>* const to[4] = {&coarse.W, &coarse.S, &coarse.SW, &coarse.SE};
    for (int k = 0; k < count; ++k) {
      coarse.D(j, column_of(p + k)) = rest[k];
      for (int m = 0; m < 4; ++m) (*to[m])(j, column_of(p + k)) = static_cast<float>(couplings[m][k]);
    }
  };
  const auto blocks = [&](int c, int begin, int end, auto&& column_of) {
    for (int p = begin; p < end; p += width) points(c, p, end - p < width ? end - p : width, column_of);
  };
  if constexpr (Sx == 2) {
    const int offset = lattice.x.offset();
    blocks(1, 0, lattice.x.size(), [offset](int p) { return p + offset; });
  } else {
    for (int c = 0; c < 2; ++c) {
      // Pairs whose column 2p + c is owned.
      const int begin = (lattice.x.offset() + 1 - c) / 2;
      const int end = (lattice.x.end() + 1 - c) / 2;
      blocks(c, begin, end, [c](int p) { return 2 * p + c; });
    }
  }
}

template <int Sx, int Sy, class Operator>
void coarse_rows(const Operator& fine, const Transfer& transfer, const Lattice& lattice, Stencil& coarse) {
  const int begin = Sy == 2 ? 0 : lattice.y.offset();
  for (int k = 0; k < lattice.y.size(); ++k)
    coarse_row<Sx, Sy, Operator>(fine, transfer, lattice, begin + k, coarse);
}

template <class Operator>
void multiply(const Operator& fine, const Transfer& transfer, const Lattice& lattice, Stencil& coarse) {
  switch (transfer.how()) {
    case Coarsening::both:
      return coarse_rows<2, 2>(fine, transfer, lattice, coarse);
    case Coarsening::x_only:
      return coarse_rows<2, 1>(fine, transfer, lattice, coarse);
    case Coarsening::y_only:
      return coarse_rows<1, 2>(fine, transfer, lattice, coarse);
  }
}

}  // namespace

void galerkin(const Stencil& fine, const Transfer& transfer, const Lattice& coarse_lattice, Stencil& coarse) {
  multiply(fine, transfer, coarse_lattice, coarse);
}

void galerkin(const FivePoint& fine, const Transfer& transfer, const Lattice& coarse_lattice,
              Stencil& coarse) {
  multiply(fine, transfer, coarse_lattice, coarse);
}

}  // namespace isotherm
