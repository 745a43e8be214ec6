#include "solver/linear/odd_ring.hpp"

#include <algorithm>
#include <vector>

namespace isotherm {
namespace {

constexpr int ghost_columns = LevelHalo::all_columns;
constexpr int ghost_rows = LevelHalo::all_rows;

void copy(const SplitArray& from, const SplitArray& to) {
  for (int j = -ghost_rows; j < from.rows() + ghost_rows; ++j) {
    for (int c = 0; c < 2; ++c) {
      std::copy_n(from.half(j, c) - SplitArray::ghost_pairs, from.pairs() + 2 * SplitArray::ghost_pairs,
                  to.half(j, c) - SplitArray::ghost_pairs);
    }
  }
}

/// Local indices (from the first ghost but one on) whose global index is 0 modulo n.
std::vector<int> first_points(const Span& span, int ghosts) {
  std::vector<int> found;
  const auto base = span.owned.begin - span.offset();
  for (int i = 1 - ghosts; i < span.end() + ghosts; ++i) {
    if ((((base + i) % span.n) + span.n) % span.n == 0) found.push_back(i);
  }
  return found;
}

/// The part of fine point `row` (local, relative to coarse point q of the pair rows) that belongs to q.
struct Share {
  int row;
  double part;
};
std::array<Share, 3> shares(const Span& fine, int q, bool halved) {
  if (!halved) return {{{q, 1.0}, {q, 0.0}, {q, 0.0}}};
  const auto coarse = (fine.owned.begin - fine.offset()) / 2 + q;  // global
  const bool ring = fine.periodic && !fine.odd_ring();
  const bool below = coarse > 0 || ring;
  const bool above = coarse + 1 < fine.n / 2 || ring;
  return {{{2 * q, below ? 0.5 : 1.0}, {2 * q + 1, 1.0}, {2 * q + 2, above ? 0.5 : 1.0}}};
}

/// Owned coarse points (as q, fine pair or fine point) whose global index is 0 and n/2 - 1.
void add_across(const Span& fine, const Span& coarse, auto&& add_first, auto&& add_last) {
  if (coarse.owned.begin == 0) add_first();
  if (coarse.owned.end == fine.n / 2) add_last();
}

/// Conductance that crosses the seam west of column i in row j, and south of row j in column i.
double across_x(const Stencil& a, int j, int i) { return (a.W(j, i) + a.SW(j, i)) + a.SE(j + 1, i - 1); }
double across_y(const Stencil& a, int j, int i) { return (a.S(j, i) + a.SW(j, i)) + a.SE(j, i); }

void give_back_x(const Level& fine, const Stencil& a, const Lattice& coarse_lattice, Stencil& coarse) {
  const bool halves_y = fine.transfer.halves_y();
  const auto& y = coarse_lattice.y;
  const int first = halves_y ? 0 : y.offset();
  for (int k = 0; k < y.size(); ++k) {
    const int q = first + k;
    const int j = halves_y ? q + y.offset() : q;
    const auto lump = [&](int i) {
      double sum = 0.0;
      for (const auto& [row, part] : shares(fine.lattice.y, q, halves_y)) {
        if (part > 0.0) sum += part * across_x(a, row, i);
      }
      return sum;
    };
    const auto& x = coarse_lattice.x;
    add_across(fine.lattice.x, x,
               [&] {
                 const double g = lump(0);
                 coarse.W(j, 0) += g;
                 coarse.C(j, 0) += g;
               },
               [&] { coarse.C(j, x.end() - 1) += lump(fine.lattice.x.end()); });
  }
}

void give_back_y(const Level& fine, const Stencil& a, const Lattice& coarse_lattice, Stencil& coarse) {
  const bool halves_x = fine.transfer.halves_x();
  const auto& x = coarse_lattice.x;
  const int first = halves_x ? 0 : x.offset();
  for (int k = 0; k < x.size(); ++k) {
    const int q = first + k;
    const int i = halves_x ? q + x.offset() : q;
    const auto lump = [&](int j) {
      double sum = 0.0;
      for (const auto& [column, part] : shares(fine.lattice.x, q, halves_x)) {
        if (part > 0.0) sum += part * across_y(a, j, column);
      }
      return sum;
    };
    const auto& y = coarse_lattice.y;
    add_across(fine.lattice.y, y,
               [&] {
                 const double g = lump(0);
                 coarse.S(0, i) += g;
                 coarse.C(0, i) += g;
               },
               [&] { coarse.C(y.end() - 1, i) += lump(fine.lattice.y.end()); });
  }
}

void cut_x(const Stencil& a, const Lattice& lattice) {
  for (const int i : first_points(lattice.x, ghost_columns)) {
    for (int j = -ghost_rows; j < lattice.y.end() + ghost_rows - 1; ++j) {
      a.C(j, i) -= across_x(a, j, i);
      a.C(j, i - 1) -= (a.W(j, i) + a.SW(j + 1, i)) + a.SE(j, i - 1);
    }
    for (int j = -ghost_rows; j < lattice.y.end() + ghost_rows; ++j) {
      a.W(j, i) = a.SW(j, i) = a.SE(j, i - 1) = 0.0;
    }
  }
}

void cut_y(const Stencil& a, const Lattice& lattice) {
  for (const int j : first_points(lattice.y, ghost_rows)) {
    for (int i = 1 - ghost_columns; i < lattice.x.end() + ghost_columns - 1; ++i) {
      a.C(j, i) -= across_y(a, j, i);
      a.C(j - 1, i) -= (a.S(j, i) + a.SW(j, i + 1)) + a.SE(j, i - 1);
    }
    for (int i = -ghost_columns; i < lattice.x.end() + ghost_columns; ++i) a.S(j, i) = a.SW(j, i) = a.SE(j, i) = 0.0;
  }
}

}  // namespace

void coarsen_odd_ring(Level& fine, const Lattice& coarse_lattice, Stencil& coarse) {
  const bool ring_x = fine.lattice.x.odd_ring() && fine.transfer.halves_x();
  const bool ring_y = fine.lattice.y.odd_ring() && fine.transfer.halves_y();
  Stencil cut;
  cut.reshape(fine.lattice);
  copy(fine.a.C, cut.C);
  copy(fine.a.W, cut.W);
  copy(fine.a.S, cut.S);
  copy(fine.a.SW, cut.SW);
  copy(fine.a.SE, cut.SE);
  Stencil before_y;  // couplings across the seam in y, less those that cross both seams
  if (ring_x) cut_x(cut, fine.lattice);
  if (ring_y) {
    before_y.reshape(fine.lattice);
    copy(cut.S, before_y.S);
    copy(cut.SW, before_y.SW);
    copy(cut.SE, before_y.SE);
    cut_y(cut, fine.lattice);
  }
  for (int j = -ghost_rows; j < cut.C.rows() + ghost_rows; ++j) {
    for (int i = -ghost_columns; i < 2 * cut.C.pairs() + ghost_columns; ++i) {
      cut.D(j, i) = cut.C(j, i) > 0.0 ? 1.0 / cut.C(j, i) : 0.0;
    }
  }
  fine.transfer.compute(cut);
  galerkin(cut, fine.transfer, coarse_lattice, coarse);
  if (ring_x) give_back_x(fine, fine.a, coarse_lattice, coarse);
  if (ring_y) give_back_y(fine, before_y, coarse_lattice, coarse);
}

}  // namespace isotherm
