#include "solver/linear/fused_system.hpp"

#include <algorithm>

#include "solver/linear/split_sum.hpp"

namespace isotherm {
namespace {

constexpr int no_row = -1000;

}  // namespace

bool FusedSystem::possible(const Decomposition& decomposition, const CycleOptions& options) {
  // Only what is the same for all decompositions may decide: the bits of the systems differ.
  const auto whole = Lattice::of(decomposition, 0);
  return !whole.odd_ring() && whole.x.n >= 4 && whole.y.n >= 4 && whole.cells() > options.gather_cells;
}

FusedSystem::FusedSystem(const Decomposition& decomposition)
    : lattice_(Lattice::of(decomposition, decomposition.comm().rank())),
      hierarchy_(decomposition, 1),
      r_(lattice_),
      p_(lattice_),
      q_(lattice_),
      halo_(lattice_, Neighbours::of(decomposition)) {
  a_.reshape(lattice_);
  rows_.reshape(6, lattice_.x.pairs());
  const auto at = Neighbours::of(decomposition);
  constexpr int pairs = 2;  // the sweeps reach 4 cells and the residual 1 more than the owned ones
  constexpr int rows = 4;
  p0_ = at.west == MPI_PROC_NULL ? 0 : -pairs;
  p1_ = lattice_.x.pairs() + (at.east == MPI_PROC_NULL ? 0 : pairs);
  j0_ = at.south == MPI_PROC_NULL ? 0 : lattice_.y.offset() - rows;
  j1_ = lattice_.y.end() + (at.north == MPI_PROC_NULL ? 0 : rows);
}

void FusedSystem::set(const LinearOperator& a, const CycleOptions& options, Coarsening how) {
  load_operator(a, lattice_, a_);
  for (const auto* array : {&a_.W, &a_.S, &a_.diagonal}) halo_.exchange(*array);
  transfer_.reshape_sparse(lattice_, how);
  if (how == Coarsening::both) transfer_.swap_edges(p_, q_);
  transfer_.compute(a_);
  hierarchy_.begin(options, how);
  galerkin(a_, transfer_, hierarchy_.first_lattice(), hierarchy_.first());
  if (how == Coarsening::both) transfer_.swap_edges(p_, q_);
  for (auto* array : {&p_, &q_}) array->fill(0.0);  // what lies beyond walls stays 0
  hierarchy_.finish();
}

void FusedSystem::load(const Field& b, Field& x) {
  load_ = &b;
  x_ = &x;
}

void FusedSystem::apply_row(int j) {
  for (int c = 0; c < 2; ++c) {
    const Around k = faces_around(a_, j, c);
    const Around v = values_around(p_, j, c);
    const double* const diagonal = a_.diagonal.half(j, c);
    const double* const own = p_.half(j, c);
    double* const out = q_.half(j, c);
    each_pair(p0_, p1_, [=](int p) { out[p] = apply_faces(k, v, diagonal, own, p); });
  }
}

ExactSum FusedSystem::residual() {
  split_field(*x_, lattice_, p_);
  halo_.exchange(p_);
  split_field(*load_, lattice_, r_);
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    apply_row(j);
    for (int c = 0; c < 2; ++c) {
      const double* const q = q_.half(j, c);
      double* const r = r_.half(j, c);
      each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) { r[p] -= q[p]; });
    }
    add_row_products(sum, lattice_, r_, r_, j);
  }
  halo_.exchange(r_);
  swept_ = false;
  return sum;
}

/// r -= alpha q and z = r / diagonal on the red cells of row j.
template <bool update>
void FusedSystem::red_from_zero(int j, double alpha) {
  const int c = j & 1;
  double* const r = r_.half(j, c);
  double* const z = q_.half(j, c);
  const Around k = faces_around(a_, j, c);
  const double* const diagonal = a_.diagonal.half(j, c);
  each_pair(p0_, p1_, [=](int p) {
    const double residual = update ? std::fma(-alpha, z[p], r[p]) : r[p];
    if constexpr (update) r[p] = residual;
    z[p] = divided(residual, k, diagonal, p);
  });
}

void FusedSystem::advance_black(int j, double alpha) {
  const int c = 1 - (j & 1);
  double* const r = r_.half(j, c);
  const double* const q = q_.half(j, c);
  each_pair(p0_, p1_, [=](int p) { r[p] = std::fma(-alpha, q[p], r[p]); });
}

/// z = (r + sum of g z) / diagonal on one colour of row j.
void FusedSystem::relax(int j, int c) {
  const Around k = faces_around(a_, j, c);
  const Around v = values_around(q_, j, c);
  const double* const r = r_.half(j, c);
  const double* const diagonal = a_.diagonal.half(j, c);
  double* const z = q_.half(j, c);
  each_pair(p0_, p1_, [=](int p) { z[p] = divided(r[p] + face_sum(k, v, p), k, diagonal, p); });
}

void FusedSystem::residual_of_red(int j, double* out) {
  const int c = j & 1;
  const Around k = faces_around(a_, j, c);
  const Around v = values_around(q_, j, c);
  each_pair(0, lattice_.x.pairs() + 1, [=](int p) { out[p] = face_sum(k, v, p); });
}

/// Coarse row `row` from the residuals of red cells; center is the fine row on it.
void FusedSystem::restrict_row(int row, const double* below, const double* center, const double* above) {
  if (transfer_.how() == Coarsening::y_only) return restrict_y(row, below, center, above);
  const auto& coarse = hierarchy_.first_lattice();
  double* const out = rows_.row(5);
  transfer_.restrict_red(row, below, center, above, coarse.x.size(), out);
  const int j = row + coarse.y.offset();
  const auto& b = hierarchy_.b();
  split_row(out, coarse.x.size(), coarse.x.offset(), b.half(j, 0), b.half(j, 1));
}

/// The same where rows are not halved: from row j alone.
void FusedSystem::restrict_x(int j, double* red) {
  const auto& coarse = hierarchy_.first_lattice();
  double* const out = (j & 1) != 0 ? red : rows_.row(5);
  if ((j & 1) == 0) {
    const float* const before = transfer_.before(j, 0);
    const float* const after = transfer_.after(j, 0);
    each_pair(0, coarse.x.size(),
              [=](int p) { out[p] = std::fma(wide(after[p]), red[p], wide(before[p + 1]) * red[p + 1]); });
  }
  const auto& b = hierarchy_.b();
  split_row(out, coarse.x.size(), coarse.x.offset(), b.half(j, 0), b.half(j, 1));
}

/// The same where columns are not halved.
void FusedSystem::restrict_y(int row, const double* below, const double* center, const double* above) {
  const int j = row + hierarchy_.first_lattice().y.offset();
  const float* const after = transfer_.after(row, 0);
  const float* const before = transfer_.before(row + 1, 0);
  double* const even = hierarchy_.b().half(j, 0);
  double* const odd = hierarchy_.b().half(j, 1);
  each_pair(0, lattice_.x.pairs(), [=](int p) {
    even[p] = std::fma(wide(after[p]), below[p], wide(before[p]) * above[p]);
    odd[p] = center[p];
  });
}

/// The first half of the cycle in one pass; rows follow each other as closely as colours allow.
template <bool update>
ExactSum FusedSystem::down(double alpha) {
  ExactSum sum;
  const int begin = lattice_.y.offset();
  const int end = lattice_.y.end();
  const int coarse_rows = hierarchy_.first_lattice().y.size();
  double* even_below = rows_.row(0);
  double* even_above = rows_.row(1);
  double* const odd = rows_.row(2);
  for (int j = j0_; j < std::max(j1_, end) + 3; ++j) {
    if (j < j1_) {
      if constexpr (update) {
        if (j >= begin && j < end) add_to_field_row(*x_, lattice_, alpha, p_, j);
        advance_black(j, alpha);
      }
      red_from_zero<update>(j, alpha);
      if (update && j >= begin && j < end) add_row_products(sum, lattice_, r_, r_, j);
    }
    if (j - 1 >= j0_ && j - 1 < j1_) relax(j - 1, 1 - ((j - 1) & 1));
    const int done = j - 2;  // black is final on the rows around it
    if (transfer_.how() == Coarsening::x_only) {
      if (done < begin || done >= end) continue;
      residual_of_red(done, odd);
      restrict_x(done, odd);
      continue;
    }
    if (done < 0 || done > 2 * coarse_rows) continue;
    if ((done & 1) != 0) {
      residual_of_red(done, odd);
    } else {
      residual_of_red(done, even_above);
      if (done > 0) restrict_row(done / 2 - 1, even_below, odd, even_above);
      std::swap(even_below, even_above);
    }
  }
  swept_ = true;
  return sum;
}

ExactSum FusedSystem::advance(double alpha) {
  return down<true>(alpha);
}

const double* FusedSystem::coarse_row(int row) {
  double* const joined = rows_.row(3 + (row & 1));
  if (joined_[row & 1] != row) {
    joined_[row & 1] = row;
    const auto& e = hierarchy_.x();
    join_row(e.half(row, 0), e.half(row, 1), hierarchy_.first_lattice().x.offset(), p0_ / 2 - 1, p1_, joined);
  }
  return joined;
}

void FusedSystem::correct_red_x(int j) {
  double* const z = q_.half(j, j & 1);
  const double* const e = coarse_row(j);
  if ((j & 1) != 0) {
    each_pair(p0_ / 2, p1_, [=](int p) { z[p] += e[p]; });
    return;
  }
  const float* const before = transfer_.before(j, 0);
  const float* const after = transfer_.after(j, 0);
  each_pair(p0_ / 2, p1_, [=](int p) { z[p] += std::fma(wide(before[p]), e[p - 1], wide(after[p]) * e[p]); });
}

void FusedSystem::correct_red_y(int j) {
  const int row = (j >> 1) + hierarchy_.first_lattice().y.offset();
  double* const z = q_.half(j, j & 1);
  const double* const upper = hierarchy_.x().half(row, j & 1);
  if ((j & 1) != 0) {
    each_pair(p0_ / 2, p1_, [=](int p) { z[p] += upper[p]; });
    return;
  }
  const double* const lower = hierarchy_.x().half(row - 1, 0);
  const float* const before = transfer_.before(j >> 1, 0);
  const float* const after = transfer_.after(j >> 1, 0);
  each_pair(p0_ / 2, p1_,
            [=](int p) { z[p] += std::fma(wide(before[p]), lower[p], wide(after[p]) * upper[p]); });
}

/// z += P e on the red cells of row j.
void FusedSystem::correct_red(int j) {
  if (transfer_.how() == Coarsening::x_only) return correct_red_x(j);
  if (transfer_.how() == Coarsening::y_only) return correct_red_y(j);
  const int row = (j >> 1) + hierarchy_.first_lattice().y.offset();
  double* const z = q_.half(j, j & 1);
  if ((j & 1) != 0) {
    const double* const e = coarse_row(row);
    each_pair(p0_ / 2, p1_, [=](int p) { z[p] += e[p]; });
    return;
  }
  const double* const lower = coarse_row(row - 1);
  const double* const upper = coarse_row(row);
  const double* const sw = transfer_.south_west(j >> 1);
  const double* const se = transfer_.south_east(j >> 1);
  const double* const nw = transfer_.north_west(j >> 1);
  const double* const ne = transfer_.north_east(j >> 1);
  each_pair(p0_ / 2, p1_, [=](int p) {
    const double below = std::fma(sw[p], lower[p - 1], se[p] * lower[p]);
    const double above = std::fma(nw[p], upper[p - 1], ne[p] * upper[p]);
    z[p] += below + above;
  });
}

ExactSum FusedSystem::precondition() {
  if (!swept_) down<false>(0.0);
  hierarchy_.apply();
  joined_[0] = joined_[1] = no_row;
  const int begin = lattice_.y.offset();
  const int end = lattice_.y.end();
  const int first = std::max(j0_, begin - 2);
  const int last = std::min(j1_, end + 2);
  ExactSum sum;
  for (int j = first; j < end + 2; ++j) {
    if (j < last) correct_red(j);
    if (j - 1 >= std::max(j0_, begin - 1) && j - 1 < std::min(j1_, end + 1)) relax(j - 1, 1 - ((j - 1) & 1));
    if (j - 2 >= begin) {
      relax(j - 2, (j - 2) & 1);
      add_row_products(sum, lattice_, r_, q_, j - 2);
    }
  }
  halo_.exchange(q_);
  return sum;
}

ExactSum FusedSystem::direction(double beta) {
  ExactSum sum;
  const int begin = lattice_.y.offset();
  const int end = lattice_.y.end();
  const int first = j0_ == 0 ? 0 : j0_ - 1;
  const int last = j1_ == end ? end : j1_ + 1;
  constexpr int ghosts = SplitArray::ghost_pairs;
  for (int j = first; j < last + 1; ++j) {
    if (j < last) {
      for (int c = 0; c < 2; ++c) {
        const double* const z = q_.half(j, c);
        double* const p = p_.half(j, c);
        // Not beta * p when there is no p yet: it may hold anything.
        if (beta == 0.0) {
          each_pair(-ghosts, lattice_.x.pairs() + ghosts, [=](int k) { p[k] = z[k]; });
        } else {
          each_pair(-ghosts, lattice_.x.pairs() + ghosts, [=](int k) { p[k] = std::fma(beta, p[k], z[k]); });
        }
      }
    }
    const int row = j - 1;
    if (row < j0_ || row >= j1_) continue;
    apply_row(row);
    if (row >= begin && row < end) add_row_products(sum, lattice_, p_, q_, row);
  }
  swept_ = false;
  return sum;
}

ExactSum FusedSystem::load_norm() {
  split_field(*load_, lattice_, q_);
  return local_product(lattice_, q_, q_);
}

ExactSum FusedSystem::floor_norm() {
  split_field(*x_, lattice_, p_);
  rounding_floor(a_, lattice_, p_, q_);
  return local_product(lattice_, q_, q_);
}

std::size_t FusedSystem::bytes() const {
  return a_.bytes() + transfer_.bytes() + hierarchy_.bytes() + r_.bytes() + p_.bytes() + q_.bytes();
}

}  // namespace isotherm
