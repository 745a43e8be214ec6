#include "solver/linear/uniform_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "solver/grid/algebra.hpp"
#include "solver/linear/field_copy.hpp"
#include "solver/linear/split_sum.hpp"

namespace isotherm {
namespace {

constexpr int no_row = -1000;
constexpr double floors = 5.0;  ///< see conjugate_gradients

TensorOperator tensor_of(const IndexSpace& space, const UniformOperator& a) {
  return {Chain::uniform(space.nx, space.periodic_x, a.left / a.gx, a.right / a.gx),
          Chain::uniform(space.ny, space.periodic_y, a.bottom / a.gy, a.top / a.gy), a.gx, a.gy, a.diagonal};
}

}  // namespace

bool UniformSolver::possible(const Decomposition& decomposition, const UniformOperator& a,
                             const CycleOptions& options) {
  if (!(a.gx > 0.0 && a.gy > 0.0)) return false;
  if (a.gx > options.semicoarsening * a.gy || a.gy > options.semicoarsening * a.gx) return false;
  // Only what is the same for all decompositions may decide: the bits of the systems differ.
  const auto whole = Lattice::of(decomposition, 0);
  return !whole.odd_ring() && whole.x.n >= 4 && whole.y.n >= 4 && whole.cells() > options.gather_cells;
}

UniformSolver::UniformSolver(const Decomposition& decomposition)
    : decomposition_(decomposition),
      lattice_(Lattice::of(decomposition, decomposition.comm().rank())),
      hierarchy_(decomposition, 1),
      x_(lattice_),
      b_(lattice_),
      halo_(lattice_, Neighbours::of(decomposition)) {
  rows_.reshape(7, lattice_.x.pairs());
  const auto at = Neighbours::of(decomposition);
  constexpr int pairs = 3;  // the correction of black reaches 6 cells beyond the owned ones
  constexpr int rows = 6;
  p0_ = at.west == MPI_PROC_NULL ? 0 : -pairs;
  p1_ = lattice_.x.pairs() + (at.east == MPI_PROC_NULL ? 0 : pairs);
  j0_ = at.south == MPI_PROC_NULL ? 0 : lattice_.y.offset() - rows;
  j1_ = lattice_.y.end() + (at.north == MPI_PROC_NULL ? 0 : rows);
}

void UniformSolver::set(const UniformOperator& a, const CycleOptions& options) {
  gx_ = a.gx;
  gy_ = a.gy;
  auto tensor = tensor_of(decomposition_.space(), a);
  tensor.fill_diagonal(lattice_, diagonal_, inverse_);
  auto coarse = tensor.coarsened(Coarsening::both);
  transfer_.set(lattice_, Coarsening::both, tensor.x, tensor.y);
  auto cycle = options;
  if (cycle.w_depth < 0) cycle.w_depth = 2;
  hierarchy_.build(cycle, std::move(coarse));
}

/// P^T b to the first coarse level, from all points.
void UniformSolver::restrict_load() {
  const auto& coarse = hierarchy_.first_lattice();
  double* const sum = rows_.row(6);
  for (int q = 0; q < coarse.y.size(); ++q) {
    const double* const center = b_.half(2 * q + 1, 1);
    const double* const side = b_.half(2 * q + 1, 0);
    const double* const below = b_.half(2 * q, 1);
    const double* const above = b_.half(2 * q + 2, 1);
    const double* const l = transfer_.left(q);
    const double* const r = transfer_.right(q);
    const double* const d = transfer_.down(q + 1);
    const double* const u = transfer_.up(q);
    each_pair(0, coarse.x.size(), [=](int p) {
      const double row = std::fma(r[p], side[p], l[p + 1] * side[p + 1]);
      const double column = std::fma(u[p], below[p], d[p] * above[p]);
      sum[p] = center[p] + (row + column);
    });
    restrict_row(q, b_.half(2 * q, 0), sum, b_.half(2 * q + 2, 0));
  }
}

const double* UniformSolver::coarse_row(int row) {
  double* const joined = rows_.row(3 + (row & 1));
  if (joined_[row & 1] != row) {
    joined_[row & 1] = row;
    const auto& e = hierarchy_.x();
    join_row(e.half(row, 0), e.half(row, 1), hierarchy_.first_lattice().x.offset(), p0_ - 1, p1_, joined);
  }
  return joined;
}

/// x = P e or x += P e on the black cells of row j.
void UniformSolver::correct_black(int j, Start start) {
  const int q = j >> 1;
  const int row = q + hierarchy_.first_lattice().y.offset();
  const bool odd = (j & 1) != 0;
  double* const x = x_.half(j, odd ? 0 : 1);
  const auto correct = [&](const double* one, const double* a, const double* other, const double* b) {
    if (start == Start::assign) {
      each_pair(p0_, p1_, [=](int p) { x[p] = std::fma(a[p], one[p], b[p] * other[p]); });
    } else {
      each_pair(p0_, p1_, [=](int p) { x[p] += std::fma(a[p], one[p], b[p] * other[p]); });
    }
  };
  if (odd) {
    const double* const e = coarse_row(row);
    correct(e - 1, transfer_.left(q), e, transfer_.right(q));
  } else {
    const double* const lower = coarse_row(row - 1);
    const double* const upper = coarse_row(row);
    correct(lower, transfer_.down(q), upper, transfer_.up(q));
  }
}

void UniformSolver::relax(int j, int c) {
  const Around v = values_around(x_, j, c);
  const double* const b = b_.half(j, c);
  const double* const inverse = inverse_.half(j, c);
  double* const x = x_.half(j, c);
  const double gx = gx_;
  const double gy = gy_;
  each_pair(p0_, p1_, [=](int p) {
    x[p] = std::fma(gx, v.w[p] + v.e[p], std::fma(gy, v.s[p] + v.n[p], b[p])) * inverse[p];
  });
}

/// Relaxes red, whose residual before that is all of the residual there is.
void UniformSolver::relax_and_measure(int j, ExactSum& sum) {
  const int c = j & 1;
  const Around v = values_around(x_, j, c);
  const double* const b = b_.half(j, c);
  const double* const inverse = inverse_.half(j, c);
  const double* const diagonal = diagonal_.half(j, c);
  double* const x = x_.half(j, c);
  double* const r = rows_.row(5);
  const double gx = gx_;
  const double gy = gy_;
  each_pair(p0_, p1_, [=](int p) {
    const double all = std::fma(gx, v.w[p] + v.e[p], std::fma(gy, v.s[p] + v.n[p], b[p]));
    r[p] = std::fma(-diagonal[p], x[p], all);
    x[p] = all * inverse[p];
  });
  if (j < lattice_.y.offset() || j >= lattice_.y.end()) return;
  const int half = static_cast<int>(segment_length(lattice_.x.n)) / 2;
  const int count = (lattice_.x.size() + 1 - c) / 2;
  for (int p = 0; p < count; p += half) sum.add(product_sum(r + p, r + p, std::min(half, count - p)));
}

void UniformSolver::residual_of_red(int j, double* out) {
  const int c = j & 1;
  const Around v = values_around(x_, j, c);
  const double* const b = b_.half(j, c);
  const double* const diagonal = diagonal_.half(j, c);
  const double* const x = x_.half(j, c);
  const double gx = gx_;
  const double gy = gy_;
  each_pair(0, lattice_.x.pairs() + 1, [=](int p) {
    const double all = std::fma(gx, v.w[p] + v.e[p], std::fma(gy, v.s[p] + v.n[p], b[p]));
    out[p] = std::fma(-diagonal[p], x[p], all);
  });
}

void UniformSolver::restrict_row(int row, const double* below, const double* center, const double* above) {
  const auto& coarse = hierarchy_.first_lattice();
  double* const out = rows_.row(5);
  transfer_.restrict_red(row, below, center, above, coarse.x.size(), out);
  const int j = row + coarse.y.offset();
  const auto& b = hierarchy_.b();
  split_row(out, coarse.x.size(), coarse.x.offset(), b.half(j, 0), b.half(j, 1));
}

/// Correction, red, black, red, black, residual, restriction, each as many rows behind as it must. Returns
/// |r|^2 after the first two sweeps.
ExactSum UniformSolver::cycle_pass(Start start) {
  ExactSum sum;
  const int coarse_rows = hierarchy_.first_lattice().y.size();
  double* even_below = rows_.row(0);
  double* even_above = rows_.row(1);
  double* const odd = rows_.row(2);
  joined_[0] = joined_[1] = no_row;
  const auto inside = [&](int j) { return j >= j0_ && j < j1_; };
  for (int j = j0_; j < std::max(j1_, lattice_.y.end()) + 6; ++j) {
    if (inside(j)) correct_black(j, start);
    if (inside(j - 1)) relax(j - 1, (j - 1) & 1);
    if (inside(j - 2)) relax(j - 2, 1 - ((j - 2) & 1));
    if (inside(j - 3)) relax_and_measure(j - 3, sum);
    if (inside(j - 4)) relax(j - 4, 1 - ((j - 4) & 1));
    const int done = j - 5;
    if (done < 0 || done > 2 * coarse_rows) continue;
    if ((done & 1) != 0) {
      residual_of_red(done, odd);
    } else {
      residual_of_red(done, even_above);
      if (done > 0) restrict_row(done / 2 - 1, even_below, odd, even_above);
      std::swap(even_below, even_above);
    }
  }
  halo_.exchange(x_);
  return sum;
}

/// r = b - A x on half row (j, c), from differences; what the diagonal has beyond four faces is walls and
/// shift.
void UniformSolver::residual_row(int j, int c, double* r) {
  const Around v = values_around(x_, j, c);
  const double* const b = b_.half(j, c);
  const double* const diagonal = diagonal_.half(j, c);
  const double* const x = x_.half(j, c);
  const double gx = gx_;
  const double gy = gy_;
  const double faces = 2.0 * (gx_ + gy_);
  each_pair(0, (lattice_.x.size() + 1 - c) / 2, [=](int p) {
    const double row = (v.w[p] - x[p]) + (v.e[p] - x[p]);
    const double column = (v.s[p] - x[p]) + (v.n[p] - x[p]);
    r[p] = std::fma(gx, row, std::fma(gy, column, std::fma(faces - diagonal[p], x[p], b[p])));
  });
}

ExactSum UniformSolver::residual_norm() {
  ExactSum sum;
  const int half = static_cast<int>(segment_length(lattice_.x.n)) / 2;
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      double* const r = rows_.row(c);
      residual_row(j, c, r);
      const int count = (lattice_.x.size() + 1 - c) / 2;
      for (int p = 0; p < count; p += half) sum.add(product_sum(r + p, r + p, std::min(half, count - p)));
    }
  }
  return sum;
}

/// From a first guess the same solver works on the correction: b becomes b - A x. Returns |x|^2.
double UniformSolver::load_guess(const Field& x) {
  split_field(x, lattice_, x_);
  const double x2 = global_value(decomposition_.comm(), local_product(lattice_, x_, x_));
  if (x2 == 0.0) return x2;
  halo_.exchange(x_);
  for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) residual_row(j, c, b_.half(j, c));
  }
  return x2;
}

SolveResult UniformSolver::solve(const Field& b, Field& x, const SolveOptions& options) {
  const auto& comm = decomposition_.comm();
  SolveResult result;
  split_field(b, lattice_, b_);
  const double b2 = global_value(comm, local_product(lattice_, b_, b_));
  if (b2 == 0.0) {
    x.fill(0.0);
    result.converged = true;
    return result;
  }
  if (!std::isfinite(b2)) {
    result.true_residual = b2;
    return result;
  }
  const auto relative = [b2](double squared) { return std::sqrt(squared / b2); };
  const double guess2 = load_guess(x);
  if (guess2 != 0.0) {
    result.true_residual = relative(global_value(comm, local_product(lattice_, b_, b_)));
    result.recursive_residual = result.true_residual;
    result.converged = result.true_residual <= options.tolerance;
    if (result.converged) return result;
  }
  start_full();
  double before = std::numeric_limits<double>::infinity();
  for (Start start = Start::assign;; start = Start::add) {
    const double r = relative(global_value(comm, cycle_pass(start)));
    const bool slow = !(r < 0.7 * before);
    const bool last = result.iterations >= options.max_iterations;
    result.recursive_residual = r;
    if (r <= options.tolerance || slow || last) {
      constexpr double u = 0.5 * std::numeric_limits<double>::epsilon();
      result.true_residual = relative(global_value(comm, residual_norm()));
      const double x2 = global_value(comm, local_product(lattice_, x_, x_));
      result.rounding_floor = u * 2.0 * (gx_ + gy_) * (relative(x2) + relative(guess2));
      result.converged = result.true_residual <= std::max(options.tolerance, floors * result.rounding_floor);
      result.stagnated = !result.converged && slow;
      if (result.converged || result.stagnated || last) break;
    }
    before = r;
    hierarchy_.apply();
    hierarchy_.exchange_x();
    ++result.iterations;
  }
  if (guess2 == 0.0) {
    join_field(x_, lattice_, x);
  } else {
    for (int j = lattice_.y.offset(); j < lattice_.y.end(); ++j) add_to_field_row(x, lattice_, 1.0, x_, j);
  }
  return result;
}

/// The coarse levels' solution for b.
void UniformSolver::start_full() {
  halo_.exchange(b_);
  restrict_load();
  hierarchy_.apply_full();
  hierarchy_.exchange_x();
}

void UniformSolver::full_multigrid(const Field& b, Field& x) {
  split_field(b, lattice_, b_);
  start_full();
  cycle_pass(Start::assign);
  hierarchy_.apply();
  hierarchy_.exchange_x();
  joined_[0] = joined_[1] = no_row;
  for (int j = j0_; j < std::max(j1_, lattice_.y.end()) + 3; ++j) {
    if (j >= j0_ && j < j1_) correct_black(j, Start::add);
    if (j - 1 >= j0_ && j - 1 < j1_) relax(j - 1, (j - 1) & 1);
    if (j - 2 >= j0_ && j - 2 < j1_) relax(j - 2, 1 - ((j - 2) & 1));
  }
  join_field(x_, lattice_, x);
}

std::size_t UniformSolver::bytes() const {
  return x_.bytes() + b_.bytes() + diagonal_.bytes() + inverse_.bytes() + transfer_.bytes() +
         hierarchy_.bytes();
}

}  // namespace isotherm
