#include "solver/linear/plain_system.hpp"

#include <cmath>
#include <limits>

#include "solver/linear/field_copy.hpp"
#include "solver/linear/split_sum.hpp"

namespace isotherm {

PlainSystem::PlainSystem(const Decomposition& decomposition)
    : lattice_(Lattice::of(decomposition, decomposition.comm().rank())),
      hierarchy_(decomposition),
      p_(lattice_),
      q_(lattice_),
      halo_(lattice_, Neighbours::of(decomposition), 1, 1) {
  a_.W.reshape(lattice_);
  a_.S.reshape(lattice_);
  a_.diagonal.reshape(lattice_);
}

void PlainSystem::set(const LinearOperator& a, const CycleOptions& options) {
  load_operator(a, lattice_, a_);
  hierarchy_.begin(options);
  auto& first = hierarchy_.first();
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const Around k = faces_around(a_, j, c);
      const double* const diagonal = a_.diagonal.half(j, c);
      float* const west = first.W.half(j, c);
      float* const south = first.S.half(j, c);
      double* const rest = first.D.half(j, c);
      each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) {
        west[p] = static_cast<float>(k.w[p]);
        south[p] = static_cast<float>(k.s[p]);
        rest[p] = diagonal[p];
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
    const Around k = faces_around(a_, j, c);
    const double* const diagonal = a_.diagonal.half(j, c);
    const Around v = values_around(p_, j, c);
    const double* const own = p_.half(j, c);
    double* const out = q_.half(j, c);
    each_pair(0, (lattice_.x.size() + 1 - c) / 2,
              [=](int p) { out[p] = apply_faces(k, v, diagonal, own, p); });
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
      const Around k = faces_around(a_, j, c);
      const double* const diagonal = a_.diagonal.half(j, c);
      const double* const x = p_.half(j, c);
      double* const out = q_.half(j, c);
      constexpr double u = 0.5 * std::numeric_limits<double>::epsilon();
      each_pair(0, (lattice_.x.size() + 1 - c) / 2,
                [=](int p) { out[p] = u * (full_diagonal(k, diagonal, p) * x[p]); });
    }
  }
  return local_product(lattice_, q_, q_);
}

std::size_t PlainSystem::bytes() const {
  return hierarchy_.bytes() + a_.bytes() + p_.bytes() + q_.bytes();
}

}  // namespace isotherm
