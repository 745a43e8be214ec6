// Restriction, correction and interpolation between a level and the next, row by row.

#include "solver/linear/level.hpp"

namespace isotherm {
/// One row of P^T r. `below`, `above`: residuals of even rows (of row `row` itself where y is not halved);
/// `odd`: of the even columns of an odd row. At the other points of odd rows the residual is zero.
template <Coarsening how>
void Level::restrict_row(int row, const double* const below[2], const double* odd,
                         const double* const above[2], const SplitArray& coarse_b, const Lattice& coarse) {
  if constexpr (how == Coarsening::y_only) {
    for (int c = 0; c < 2; ++c) {
      const float* const u = transfer.after(row, c);
      const float* const d = transfer.before(row + 1, c);
      const double* const lower = below[c];
      const double* const upper = above[c];
      double* const out = coarse_b.half(row + coarse.y.offset(), c);
      each_pair(0, lattice.x.pairs(), [=](int p) {
        const double sum = wide(u[p]) * lower[p] + wide(d[p]) * upper[p];
        out[p] = c == 0 ? sum + odd[p] : sum;
      });
    }
    return;
  }
  double* const out = correction_.row(0);
  if constexpr (how == Coarsening::x_only) {
    const float* const r = transfer.after(row, 0);
    const float* const l = transfer.before(row, 0);
    const double* const even = below[0];
    const double* const own = below[1];
    each_pair(0, coarse.x.size(), [=](int p) {
      const double sum = wide(r[p]) * even[p] + wide(l[p + 1]) * even[p + 1];
      out[p] = own == nullptr ? sum : sum + own[p];
    });
    split_row(out, coarse.x.size(), coarse.x.offset(), coarse_b.half(row, 0), coarse_b.half(row, 1));
  } else {
    const double* const r = transfer.right(row);
    const double* const l = transfer.left(row);
    const double* const u = transfer.up(row);
    const double* const d = transfer.down(row + 1);
    const double* const ne = transfer.north_east(row);
    const double* const nw = transfer.north_west(row);
    const double* const se = transfer.south_east(row + 1);
    const double* const sw = transfer.south_west(row + 1);
    const double* const b0 = below[0];
    const double* const b1 = below[1];
    const double* const a0 = above[0];
    const double* const a1 = above[1];
    each_pair(0, coarse.x.size(), [=](int p) {
      const double sides = (r[p] * odd[p] + l[p + 1] * odd[p + 1]) + (u[p] * b1[p] + d[p] * a1[p]);
      const double lower = ne[p] * b0[p] + nw[p + 1] * b0[p + 1];
      const double upper = se[p] * a0[p] + sw[p + 1] * a0[p + 1];
      out[p] = sides + (lower + upper);
    });
    const int j = row + coarse.y.offset();
    split_row(out, coarse.x.size(), coarse.x.offset(), coarse_b.half(j, 0), coarse_b.half(j, 1));
  }
}

/// x += P e on row j, except where the next relaxation overwrites it: odd columns of odd rows.
template <Coarsening how>
void Level::correct_row(int j, const SplitArray& e, const Lattice& coarse) {
  double* const x0 = x.half(j, 0);
  double* const x1 = x.half(j, 1);
  const bool odd_row = (j & 1) != 0;
  const int q = j >> 1;
  if constexpr (how == Coarsening::y_only) {
    for (int c = 0; c < 2; ++c) {
      double* const out = c == 0 ? x0 : x1;
      const int below = q - 1 + coarse.y.offset();
      const double* const lower = e.half(below, c);
      const double* const upper = e.half(below + 1, c);
      const float* const d = transfer.before(q, c);
      const float* const u = transfer.after(q, c);
      if (!odd_row) {
        each_pair(p0_, p1_, [=](int p) { out[p] += wide(d[p]) * lower[p] + wide(u[p]) * upper[p]; });
      } else if (c == 0) {
        each_pair(p0_, p1_, [=](int p) { out[p] += upper[p]; });
      }
    }
    return;
  }
  const auto joined = [&](int row) {  // coarse rows arrive in order: the older one is replaced
    if (correction_rows_[row & 1] != row) {
      correction_rows_[row & 1] = row;
      join_row(e.half(row, 0), e.half(row, 1), coarse.x.offset(), p0_ - 1, p1_, correction_.row(row & 1));
    }
    return correction_.row(row & 1);
  };
  if constexpr (how == Coarsening::x_only) {
    const double* const c = joined(j);
    const float* const l = transfer.before(j, 0);
    const float* const r = transfer.after(j, 0);
    each_pair(p0_, p1_, [=](int p) { x0[p] += wide(l[p]) * c[p - 1] + wide(r[p]) * c[p]; });
    if (!odd_row) each_pair(p0_, p1_, [=](int p) { x1[p] += c[p]; });
    return;
  }
  if (odd_row) {
    const double* const c = joined(q + coarse.y.offset());
    const double* const l = transfer.left(q);
    const double* const r = transfer.right(q);
    each_pair(p0_, p1_, [=](int p) { x0[p] += l[p] * c[p - 1] + r[p] * c[p]; });
  } else {
    const double* const lower = joined(q - 1 + coarse.y.offset());
    const double* const upper = joined(q + coarse.y.offset());
    const double* const d = transfer.down(q);
    const double* const u = transfer.up(q);
    const double* const sw = transfer.south_west(q);
    const double* const se = transfer.south_east(q);
    const double* const nw = transfer.north_west(q);
    const double* const ne = transfer.north_east(q);
    each_pair(p0_, p1_, [=](int p) {
      const double below = sw[p] * lower[p - 1] + se[p] * lower[p];
      const double above = nw[p] * upper[p - 1] + ne[p] * upper[p];
      x0[p] += below + above;
    });
    each_pair(p0_, p1_, [=](int p) { x1[p] += d[p] * lower[p] + u[p] * upper[p]; });
  }
}

template void Level::restrict_row<Coarsening::both>(int, const double* const[2], const double*,
                                                    const double* const[2], const SplitArray&,
                                                    const Lattice&);
template void Level::correct_row<Coarsening::both>(int, const SplitArray&, const Lattice&);
template void Level::restrict_row<Coarsening::x_only>(int, const double* const[2], const double*,
                                                      const double* const[2], const SplitArray&,
                                                      const Lattice&);
template void Level::correct_row<Coarsening::x_only>(int, const SplitArray&, const Lattice&);
template void Level::restrict_row<Coarsening::y_only>(int, const double* const[2], const double*,
                                                      const double* const[2], const SplitArray&,
                                                      const Lattice&);
template void Level::correct_row<Coarsening::y_only>(int, const SplitArray&, const Lattice&);

template <Coarsening how>
void Level::restrict_load_as(const SplitArray& coarse_b, const Lattice& coarse) {
  constexpr bool halved_y = how != Coarsening::x_only;
  for (int k = 0; k < coarse.y.size(); ++k) {
    const int j = halved_y ? 2 * k : k + lattice.y.offset();
    const double* const below[2] = {b.half(j, 0), b.half(j, 1)};
    const double* const above[2] = {b.half(j + 2, 0), b.half(j + 2, 1)};
    restrict_row<how>(halved_y ? k : j, below, b.half(j + 1, 0), above, coarse_b, coarse);
    if constexpr (!halved_y) continue;
    // restrict_row leaves out the points whose residual a sweep makes zero.
    const double* const center = b.half(j + 1, 1);
    const int row = k + coarse.y.offset();
    if constexpr (how == Coarsening::both) {
      for (int p = 0; p < coarse.x.size(); ++p) coarse_b(row, p + coarse.x.offset()) += center[p];
    } else {
      double* const out = coarse_b.half(row, 1);
      each_pair(0, lattice.x.pairs(), [=](int p) { out[p] += center[p]; });
    }
  }
}

template <Coarsening how>
void Level::interpolate_as(const SplitArray& e, const Lattice& coarse) {
  constexpr int none = -1000;
  correction_rows_[0] = correction_rows_[1] = none;
  x.fill(0.0);
  for (int j = 0; j < lattice.y.end(); ++j) {
    correct_row<how>(j, e, coarse);
    if ((j & 1) == 0) continue;
    double* const out = x.half(j, 1);  // left out by correct_row
    const int row = how == Coarsening::x_only ? j : (j >> 1) + coarse.y.offset();
    if constexpr (how == Coarsening::y_only) {
      const double* const from = e.half(row, 1);
      each_pair(p0_, p1_, [=](int p) { out[p] = from[p]; });
    } else {
      const double* const from = correction_.row(row & 1);
      each_pair(p0_, p1_, [=](int p) { out[p] = from[p]; });
    }
  }
}

void Level::restrict_load(const SplitArray& coarse_b, const Lattice& coarse) {
  halo->exchange(b);
  switch (transfer.how()) {
    case Coarsening::both:
      return restrict_load_as<Coarsening::both>(coarse_b, coarse);
    case Coarsening::x_only:
      return restrict_load_as<Coarsening::x_only>(coarse_b, coarse);
    case Coarsening::y_only:
      return restrict_load_as<Coarsening::y_only>(coarse_b, coarse);
  }
}

void Level::interpolate(const SplitArray& e, const Lattice& coarse) {
  switch (transfer.how()) {
    case Coarsening::both:
      return interpolate_as<Coarsening::both>(e, coarse);
    case Coarsening::x_only:
      return interpolate_as<Coarsening::x_only>(e, coarse);
    case Coarsening::y_only:
      return interpolate_as<Coarsening::y_only>(e, coarse);
  }
}

}  // namespace isotherm
