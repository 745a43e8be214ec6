#include "solver/linear/plain_system.hpp"

#include <cmath>
#include <limits>

#include "solver/linear/field_copy.hpp"
#include "solver/linear/split_sum.hpp"

namespace isotherm {

PlainSystem::PlainSystem(const Decomposition& decomposition, const CycleOptions& options)
    : lattice_(Lattice::of(decomposition, decomposition.comm().rank())),
      hierarchy_(decomposition, options),
      w_(lattice_),
      s_(lattice_),
      diagonal_(lattice_),
      p_(lattice_),
      q_(lattice_),
      halo_(lattice_, Neighbours::of(decomposition), 1, 1) {}

void PlainSystem::set(const LinearOperator& a) {
  split_field(a.g.x, lattice_, w_, 1, 0);
  split_field(a.g.y, lattice_, s_, 0, 1);
  split_field(a.diagonal, lattice_, diagonal_);
  hierarchy_.begin();
  auto& first = hierarchy_.first();
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const w = w_.half(j, c);
      const double* const e = w_.half(j, 1 - c) + c;
      const double* const s = s_.half(j, c);
      const double* const n = s_.half(j + 1, c);
      const double* const diagonal = diagonal_.half(j, c);
      double* const west = first.W.half(j, c);
      double* const south = first.S.half(j, c);
      double* const center = first.C.half(j, c);
      each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) {
        west[p] = w[p];
        south[p] = s[p];
        center[p] = ((w[p] + e[p]) + (s[p] + n[p])) + diagonal[p];
      });
    }
  }
  hierarchy_.finish();
}

void PlainSystem::load(const Field& b, Field& x) {
  load_ = &b;
  x_ = &x;
}

/// q = A p from differences across faces.
void PlainSystem::apply_row(int j) const {
  for (int c = 0; c < 2; ++c) {
    const double* const w = w_.half(j, c);
    const double* const e = w_.half(j, 1 - c) + c;
    const double* const s = s_.half(j, c);
    const double* const n = s_.half(j + 1, c);
    const double* const diagonal = diagonal_.half(j, c);
    const Around v = values_around(p_, j, c);
    const double* const own = p_.half(j, c);
    double* const out = q_.half(j, c);
    each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) {
      const double x = std::fma(w[p], own[p] - v.w[p], e[p] * (own[p] - v.e[p]));
      const double y = std::fma(s[p], own[p] - v.s[p], n[p] * (own[p] - v.n[p]));
      out[p] = std::fma(diagonal[p], own[p], x + y);
    });
  }
}

ExactSum PlainSystem::residual() {
  split_field(*x_, lattice_, p_);
  halo_.exchange(p_);
  const auto& r = hierarchy_.b();
  split_field(*load_, lattice_, r);
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    apply_row(j);
    subtract_row(1.0, j);
    add_row_products(sum, lattice_, r, r, j);
  }
  return sum;
}

/// r -= alpha q.
void PlainSystem::subtract_row(double alpha, int j) const {
  for (int c = 0; c < 2; ++c) {
    const double* const q = q_.half(j, c);
    double* const r = hierarchy_.b().half(j, c);
    each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) { r[p] = std::fma(-alpha, q[p], r[p]); });
  }
}

ExactSum PlainSystem::advance(double alpha) {
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    add_to_field_row(*x_, lattice_, alpha, p_, j);
    subtract_row(alpha, j);
    add_row_products(sum, lattice_, hierarchy_.b(), hierarchy_.b(), j);
  }
  return sum;
}

ExactSum PlainSystem::precondition() {
  hierarchy_.apply();
  return local_product(lattice_, hierarchy_.b(), hierarchy_.x());
}

ExactSum PlainSystem::direction(double beta) {
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const z = hierarchy_.x().half(j, c);
      double* const p = p_.half(j, c);
      // Not beta * p when there is no p yet: it may hold anything.
      if (beta == 0.0) {
        each_pair(0, lattice_.x.pairs(), [=](int k) { p[k] = z[k]; });
      } else {
        each_pair(0, lattice_.x.pairs(), [=](int k) { p[k] = std::fma(beta, p[k], z[k]); });
      }
    }
  }
  halo_.exchange(p_);
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    apply_row(j);
    add_row_products(sum, lattice_, p_, q_, j);
  }
  return sum;
}

ExactSum PlainSystem::load_norm() {
  split_field(*load_, lattice_, q_);
  return local_product(lattice_, q_, q_);
}

ExactSum PlainSystem::floor_norm() {
  split_field(*x_, lattice_, p_);
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const w = w_.half(j, c);
      const double* const e = w_.half(j, 1 - c) + c;
      const double* const s = s_.half(j, c);
      const double* const n = s_.half(j + 1, c);
      const double* const diagonal = diagonal_.half(j, c);
      const double* const x = p_.half(j, c);
      double* const out = q_.half(j, c);
      constexpr double u = 0.5 * std::numeric_limits<double>::epsilon();
      each_pair(0, (lattice_.x.size() + 1 - c) / 2,
                [=](int p) { out[p] = u * ((((w[p] + e[p]) + (s[p] + n[p])) + diagonal[p]) * x[p]); });
    }
  }
  return local_product(lattice_, q_, q_);
}

std::size_t PlainSystem::bytes() const {
  return hierarchy_.bytes() + w_.bytes() + s_.bytes() + diagonal_.bytes() + p_.bytes() + q_.bytes();
}

}  // namespace isotherm
