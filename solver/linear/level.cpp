#include "solver/linear/level.hpp"

#include <algorithm>

namespace isotherm {
namespace {

template <bool WithRow, bool WithColumns>
void relax(const Stencil& a, const SplitArray& b, const SplitArray& x, int j, int c, int p0, int p1) {
  const Couplings k = couplings_around(a, j, c);
  const Around v = values_around(x, j, c);
  const double* const rhs = b.half(j, c);
  const double* const inverse = a.D.half(j, c);
  double* const out = x.half(j, c);
  each_pair(p0, p1, [=](int p) {
    double sum = rhs[p];
    if constexpr (WithColumns) sum += column_sum(k, v, p);
    if constexpr (WithRow) sum += row_sum(k, v, p);
    out[p] = sum * inverse[p];
  });
}

/// Residual of a row after the sweep from zero: what the points relaxed later have added around it.
template <bool WithRow, bool WithColumns>
void late_sum(const Stencil& a, const SplitArray& x, int j, int c, int p1, double* out) {
  const Couplings k = couplings_around(a, j, c);
  const Around v = values_around(x, j, c);
  each_pair(0, p1, [=](int p) {
    double sum = 0.0;
    if constexpr (WithColumns) sum += column_sum(k, v, p);
    if constexpr (WithRow) sum += row_sum(k, v, p);
    out[p] = sum;
  });
}

}  // namespace

void RowBuffer::reshape(int rows, int pairs) {
  pitch_ = 2 * margin + (std::ptrdiff_t{pairs} + 7) / 8 * 8;
  data_.assign(static_cast<std::size_t>(pitch_ * rows), 0.0);
}

void Level::reshape(const Lattice& shape, const Neighbours& at, bool uniform) {
  lattice = shape;
  if (!uniform) a.reshape(lattice);
  b.reshape(lattice);
  x.reshape(lattice);
  halo = std::make_unique<LevelHalo>(lattice, at);
  constexpr int pairs = SplitArray::ghost_pairs;
  constexpr int rows = SplitArray::ghost_rows / 2;
  p0_ = at.west == MPI_PROC_NULL ? 0 : -pairs;
  p1_ = lattice.x.pairs() + (at.east == MPI_PROC_NULL ? 0 : pairs);
  q0_ = at.south == MPI_PROC_NULL ? 0 : -rows;
  q1_ = lattice.y.pairs() + (at.north == MPI_PROC_NULL ? 0 : rows);
  residual_.reshape(5, lattice.x.pairs());
  correction_.reshape(2, lattice.x.pairs());
  if (lattice.odd_ring()) r_.reshape(lattice);
}

std::size_t Level::bytes() const {
  return a.bytes() + b.bytes() + x.bytes() + saved.bytes() + r_.bytes() + transfer.bytes();
}

void Level::finish_operator() {
  halo->exchange(a.D);
  for (const auto* array : {&a.W, &a.S, &a.SW, &a.SE}) halo->exchange(*array);
  if (lattice.x.periodic && lattice.x.n == 1) fold_ring_x();
  if (lattice.y.periodic && lattice.y.n == 1) fold_ring_y();
  a.invert_diagonal();
}

/// A ring of one point is its own neighbour: what couples it to itself is nothing.
void Level::fold_ring_x() {
  for (int j = -SplitArray::ghost_rows; j < lattice.y.end() + SplitArray::ghost_rows; ++j) {
    for (int i = -LevelHalo::all_columns; i < lattice.x.end() + LevelHalo::all_columns; ++i) {
      a.S(j, i) += a.SW(j, i) + a.SE(j, i);
      a.W(j, i) = a.SW(j, i) = a.SE(j, i) = 0.0F;
    }
  }
}

void Level::fold_ring_y() {
  for (int j = -SplitArray::ghost_rows; j < lattice.y.end() + SplitArray::ghost_rows; ++j) {
    float east = 0.0F;  // the south-eastern coupling of the point to the west
    for (int i = -LevelHalo::all_columns; i < lattice.x.end() + LevelHalo::all_columns; ++i) {
      a.W(j, i) += a.SW(j, i) + east;
      east = a.SE(j, i);
      a.S(j, i) = a.SW(j, i) = a.SE(j, i) = 0.0F;
    }
  }
}

void Level::smooth_even_row_from_zero(int q) {
  relax<false, false>(a, b, x, 2 * q, 0, p0_, p1_);
  relax<true, false>(a, b, x, 2 * q, 1, p0_, p1_);
}

void Level::smooth_odd_row_from_zero(int q) {
  relax<false, true>(a, b, x, 2 * q + 1, 0, p0_, p1_);
  relax<true, true>(a, b, x, 2 * q + 1, 1, p0_, p1_);
}

template <Coarsening how>
void Level::down_fused(const SplitArray& coarse_b, const Lattice& coarse) {
  const int end = lattice.x.pairs() + 1;
  double* even_below[2] = {residual_.row(0), residual_.row(1)};
  double* even_above[2] = {residual_.row(2), residual_.row(3)};
  double* const odd = residual_.row(4);
  const int last = how == Coarsening::x_only ? lattice.y.pairs() : coarse.y.size() + 1;
  if (q0_ < q1_) smooth_even_row_from_zero(q0_);
  for (int q = q0_; q < std::max(q1_, last); ++q) {
    if (q + 1 < q1_) smooth_even_row_from_zero(q + 1);
    if (q < q1_) smooth_odd_row_from_zero(q);
    if (q < 0 || q >= last) continue;
    // Rows 2q - 1, 2q, 2q + 1 are final: the residual of row 2q completes coarse row q - 1.
    late_sum<true, true>(a, x, 2 * q, 0, end, even_above[0]);
    late_sum<false, true>(a, x, 2 * q, 1, end, even_above[1]);
    if constexpr (how == Coarsening::x_only) {
      restrict_row<how>(2 * q, even_above, nullptr, nullptr, coarse_b, coarse);
      late_sum<true, false>(a, x, 2 * q + 1, 0, end, odd);
      const double* const own[2] = {odd, nullptr};
      if (2 * q + 1 < lattice.y.end()) restrict_row<how>(2 * q + 1, own, nullptr, nullptr, coarse_b, coarse);
    } else {
      if (q > 0) restrict_row<how>(q - 1, even_below, odd, even_above, coarse_b, coarse);
      if (q < last - 1) late_sum<true, false>(a, x, 2 * q + 1, 0, end, odd);
      std::swap(even_below[0], even_above[0]);
      std::swap(even_below[1], even_above[1]);
    }
  }
}

template <Coarsening how>
void Level::up_fused(const SplitArray& e, const Lattice& coarse) {
  constexpr int none = -1000;
  correction_rows_[0] = correction_rows_[1] = none;
  if (q0_ < q1_) correct_row<how>(2 * q0_, e, coarse);
  for (int q = q0_; q < q1_; ++q) {
    correct_row<how>(2 * q + 1, e, coarse);
    if (q + 1 < q1_) correct_row<how>(2 * q + 2, e, coarse);
    relax<true, true>(a, b, x, 2 * q + 1, 1, p0_, p1_);
    relax<true, true>(a, b, x, 2 * q + 1, 0, p0_, p1_);
    relax<true, true>(a, b, x, 2 * q, 1, p0_, p1_);
    relax<true, true>(a, b, x, 2 * q, 0, p0_, p1_);
  }
}

void Level::smooth_colour(int colour) {
  const int row_parity = colour / 2;
  for (int j = row_parity; j < lattice.y.end(); j += 2) {
    relax<true, true>(a, b, x, j, colour % 2, 0, lattice.x.pairs());
  }
  halo->exchange(x);
}

template <Coarsening how>
void Level::down_by_colours(const SplitArray& coarse_b, const Lattice& coarse) {
  x.fill(0.0);
  for (int colour = 0; colour < 4; ++colour) smooth_colour(colour);
  for (int j = 0; j < lattice.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const Couplings k = couplings_around(a, j, c);
      const Around v = values_around(x, j, c);
      const double* const rhs = b.half(j, c);
      const double* const inverse = a.D.half(j, c);
      const double* const own = x.half(j, c);
      double* const out = r_.half(j, c);
      each_pair(0, lattice.x.pairs(), [=](int p) {
        out[p] = (rhs[p] - times_diagonal(own[p], inverse[p])) + (column_sum(k, v, p) + row_sum(k, v, p));
      });
    }
  }
  halo->exchange(r_);
  for (int k = 0; k < coarse.y.size(); ++k) {
    const int j = how == Coarsening::x_only ? k + lattice.y.offset() : 2 * k;
    const double* const below[2] = {r_.half(j, 0),
                                    (how == Coarsening::x_only && (j & 1) != 0) ? nullptr : r_.half(j, 1)};
    const double* const above[2] = {r_.half(j + 2, 0), r_.half(j + 2, 1)};
    restrict_row<how>(how == Coarsening::x_only ? j : k, below, r_.half(j + 1, 0), above, coarse_b, coarse);
  }
}

template <Coarsening how>
void Level::up_by_colours(const SplitArray& e, const Lattice& coarse) {
  constexpr int none = -1000;
  correction_rows_[0] = correction_rows_[1] = none;
  for (int j = 0; j < lattice.y.end(); ++j) correct_row<how>(j, e, coarse);
  halo->exchange(x);
  for (int colour = 3; colour >= 0; --colour) smooth_colour(colour);
}

void Level::down(const SplitArray& coarse_b, const Lattice& coarse) {
  halo->exchange(b);
  const bool by_colours = lattice.odd_ring();
  switch (transfer.how()) {
    case Coarsening::both:
      return by_colours ? down_by_colours<Coarsening::both>(coarse_b, coarse)
                        : down_fused<Coarsening::both>(coarse_b, coarse);
    case Coarsening::x_only:
      return by_colours ? down_by_colours<Coarsening::x_only>(coarse_b, coarse)
                        : down_fused<Coarsening::x_only>(coarse_b, coarse);
    case Coarsening::y_only:
      return by_colours ? down_by_colours<Coarsening::y_only>(coarse_b, coarse)
                        : down_fused<Coarsening::y_only>(coarse_b, coarse);
  }
}

void Level::up(const SplitArray& e, const Lattice& coarse) {
  const bool by_colours = lattice.odd_ring();
  switch (transfer.how()) {
    case Coarsening::both:
      return by_colours ? up_by_colours<Coarsening::both>(e, coarse) : up_fused<Coarsening::both>(e, coarse);
    case Coarsening::x_only:
      return by_colours ? up_by_colours<Coarsening::x_only>(e, coarse)
                        : up_fused<Coarsening::x_only>(e, coarse);
    case Coarsening::y_only:
      return by_colours ? up_by_colours<Coarsening::y_only>(e, coarse)
                        : up_fused<Coarsening::y_only>(e, coarse);
  }
}

void Level::replace_by_residual_of(const SplitArray& v) {
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const Couplings k = couplings_around(a, j, c);
      const Around around = values_around(v, j, c);
      const double* const inverse = a.D.half(j, c);
      const double* const own = v.half(j, c);
      double* const out = b.half(j, c);
      each_pair(0, lattice.x.pairs(), [=](int p) {
        out[p] = (out[p] - times_diagonal(own[p], inverse[p])) +
                 (column_sum(k, around, p) + row_sum(k, around, p));
      });
    }
  }
}

void Level::add_saved() {
  for (int j = -SplitArray::ghost_rows; j < lattice.y.end() + SplitArray::ghost_rows; ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const from = saved.half(j, c);
      double* const to = x.half(j, c);
      each_pair(-SplitArray::ghost_pairs, lattice.x.pairs() + SplitArray::ghost_pairs,
                [=](int p) { to[p] += from[p]; });
    }
  }
}

}  // namespace isotherm
