#include "solver/linear/plain_system.hpp"

#include <algorithm>
#include <cmath>

#include "solver/linear/field_copy.hpp"
#include "solver/linear/split_sum.hpp"

namespace isotherm {

PlainSystem::PlainSystem(const Decomposition& decomposition)
    : lattice_(Lattice::of(decomposition, decomposition.comm().rank())),
      decomposition_(decomposition),
      p_(lattice_),
      q_(lattice_),
      halo_(lattice_, Neighbours::of(decomposition), 1, 1) {
  a_.W.reshape(lattice_);
  a_.S.reshape(lattice_);
  a_.diagonal.reshape(lattice_);
}

void PlainSystem::fill_first(Hierarchy& hierarchy) const {
  auto& first = hierarchy.first();
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
}

void PlainSystem::set(const LinearOperator& a, const CycleOptions& options,
                      const std::vector<double>& favours) {
  load_operator(a, lattice_, a_);
  hierarchies_.resize(favours.size());
  for (std::size_t k = 0; k < favours.size(); ++k) {
    if (!hierarchies_[k]) hierarchies_[k] = std::make_unique<Hierarchy>(decomposition_);
    auto favoured = options;
    favoured.favour_x = favours[k];
    hierarchies_[k]->begin(favoured);
    fill_first(*hierarchies_[k]);
    hierarchies_[k]->finish();
  }
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
  split_field(*load_, lattice_, r());
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    apply_row(j);
    subtract_row(1.0, j);
    add_row_products(sum, lattice_, r(), r(), j);
  }
  return sum;
}

/// r -= alpha q.
void PlainSystem::subtract_row(double alpha, int j) const {
  for (int c = 0; c < 2; ++c) {
    const double* const q = q_.half(j, c);
    double* const r = this->r().half(j, c);
    each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) { r[p] = std::fma(-alpha, q[p], r[p]); });
  }
}

ExactSum PlainSystem::advance(double alpha) {
  ExactSum sum;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    add_to_field_row(*x_, lattice_, alpha, p_, j);
    subtract_row(alpha, j);
    add_row_products(sum, lattice_, r(), r(), j);
  }
  return sum;
}

/// z += what the other hierarchy makes of r.
void PlainSystem::add_cycle(Hierarchy& other) const {
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) std::copy_n(r().half(j, c), lattice_.x.pairs(), other.b().half(j, c));
  }
  other.apply();
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const more = other.x().half(j, c);
      double* const z = this->z().half(j, c);
      each_pair(0, lattice_.x.pairs(), [=](int p) { z[p] += more[p]; });
    }
  }
}

ExactSum PlainSystem::precondition() {
  hierarchies_[0]->apply();
  for (std::size_t k = 1; k < hierarchies_.size(); ++k) add_cycle(*hierarchies_[k]);
  return local_product(lattice_, r(), z());
}

ExactSum PlainSystem::direction(double beta) {
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const double* const z = this->z().half(j, c);
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
  rounding_floor(a_, lattice_, p_, q_);
  return local_product(lattice_, q_, q_);
}

SolveSeconds PlainSystem::seconds() const {
  SolveSeconds sum;
  for (const auto& hierarchy : hierarchies_) {
    const SolveSeconds one = hierarchy->seconds();
    sum.coarse += one.coarse;
    sum.exchange += one.exchange;
  }
  return with_exchange(sum, halo_);
}

std::size_t PlainSystem::bytes() const {
  std::size_t sum = a_.bytes() + p_.bytes() + q_.bytes();
  for (const auto& hierarchy : hierarchies_) sum += hierarchy->bytes();
  return sum;
}

}  // namespace isotherm
