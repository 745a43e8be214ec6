#include "solver/linear/uneven_solver.hpp"

#include <cmath>

#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

constexpr std::size_t longest_cycle = 20;
constexpr SolveOptions near_options{1e-2, 20};

/// Owned cells: y += factor x.
void add(double factor, const Field& x, Field& y) {
  const auto from = x.view();
  const auto to = y.view();
  for_each_cell(
      "add", {0, y.nx(), 0, y.ny()}, KOKKOS_LAMBDA(int j, int i) { to(j, i) += factor * from(j, i); });
}

void scale(double factor, Field& x) {
  const auto view = x.view();
  for_each_cell(
      "scale", {0, x.nx(), 0, x.ny()}, KOKKOS_LAMBDA(int j, int i) { view(j, i) *= factor; });
}

/// The rotations that make the small matrix triangular, and its right-hand side.
class Triangle {
 public:
  explicit Triangle(double size) : right_{size} {}

  /// Takes a column with its entry below the diagonal; the size of the residual then.
  double add(std::vector<double> column) {
    const std::size_t n = columns_.size();
    for (std::size_t k = 0; k < n; ++k) {
      const double upper = cosine_[k] * column[k] + sine_[k] * column[k + 1];
      column[k + 1] = cosine_[k] * column[k + 1] - sine_[k] * column[k];
      column[k] = upper;
    }
    const double length = std::sqrt(column[n] * column[n] + column[n + 1] * column[n + 1]);
    cosine_.push_back(length > 0.0 ? column[n] / length : 1.0);
    sine_.push_back(length > 0.0 ? column[n + 1] / length : 0.0);
    column[n] = length;
    right_.push_back(-sine_[n] * right_[n]);
    right_[n] *= cosine_[n];
    columns_.push_back(std::move(column));
    return std::abs(right_[n + 1]);
  }
  /// The factors of the directions.
  std::vector<double> solve() const {
    std::vector<double> y(columns_.size(), 0.0);
    for (std::size_t k = y.size(); k-- > 0;) {
      double rest = right_[k];
      for (std::size_t m = k + 1; m < y.size(); ++m) rest -= columns_[m][k] * y[m];
      y[k] = columns_[k][k] != 0.0 ? rest / columns_[k][k] : 0.0;
    }
    return y;
  }

 private:
  std::vector<std::vector<double>> columns_;
  std::vector<double> cosine_, sine_, right_;
};

}  // namespace

UnevenSolver::UnevenSolver(const Decomposition& decomposition)
    : decomposition_(&decomposition), halo_(decomposition, 1, HaloExchange::Corners::no) {}

void UnevenSolver::need(std::size_t directions) {
  const int nx = decomposition_->owned().nx();
  const int ny = decomposition_->owned().ny();
  while (basis_.size() < directions + 1) basis_.emplace_back("basis", nx, ny, 0);
  while (directions_.size() < directions) directions_.emplace_back("direction", nx, ny, 1);
}

double UnevenSolver::dot(const Field& a, const Field& b) const {
  const auto va = a.view();
  const auto vb = b.view();
  return global_value(decomposition_->comm(),
                      local_sum(*decomposition_, [&](int j, int i) { return va(j, i) * vb(j, i); }));
}

/// y = A x; exchanges the ghosts of x.
void UnevenSolver::apply(const UnevenOperator& a, Field& x, Field& y) {
  halo_.exchange(x);
  const auto from = static_cast<const Field&>(x).view();
  const auto to = y.view();
  const auto diagonal = a.diagonal.view();
  for (int j = 0; j < y.ny(); ++j) {
    for (int i = 0; i < y.nx(); ++i) to(j, i) = diagonal(j, i) * from(j, i) + a.outflow(from, j, i);
  }
}

/// Takes the shares of the basis out of vector n + 1; they, and the length of the rest, are the column.
double UnevenSolver::orthogonalize(std::size_t n, std::vector<double>& column) {
  column.assign(n + 2, 0.0);
  for (std::size_t k = 0; k <= n; ++k) {
    column[k] = dot(basis_[k], basis_[n + 1]);
    add(-column[k], basis_[k], basis_[n + 1]);
  }
  column[n + 1] = std::sqrt(dot(basis_[n + 1], basis_[n + 1]));
  return column[n + 1];
}

/// One cycle from the residual, of this size, in the first basis vector.
void UnevenSolver::cycle(const UnevenOperator& a, LinearSolver& near, double size, double goal, int limit,
                         Field& x, SolveResult& result) {
  scale(1.0 / size, basis_[0]);
  Triangle triangle(size);
  std::vector<double> column;
  for (std::size_t n = 0; n < longest_cycle && result.iterations < limit; ++n) {
    need(n + 1);
    directions_[n].fill(0.0);
    near.solve(basis_[n], directions_[n], near_options);
    apply(a, directions_[n], basis_[n + 1]);
    const double length = orthogonalize(n, column);
    ++result.iterations;
    const double left = triangle.add(column);
    if (!(left > goal) || !(length > 0.0)) break;
    scale(1.0 / length, basis_[n + 1]);
  }
  const std::vector<double> factors = triangle.solve();
  for (std::size_t k = 0; k < factors.size(); ++k) add(factors[k], directions_[k], x);
}

SolveResult UnevenSolver::solve(const UnevenOperator& a, LinearSolver& near, const Field& b, Field& x,
                                const SolveOptions& options) {
  SolveResult result;
  const double whole = std::sqrt(dot(b, b));
  if (whole == 0.0) {
    x.fill(0.0);
    result.converged = true;
    return result;
  }
  if (!std::isfinite(whole)) {
    result.true_residual = whole;
    return result;
  }
  const double goal = options.tolerance * whole;
  need(1);
  for (double before = HUGE_VAL;;) {
    apply(a, x, basis_[0]);
    scale(-1.0, basis_[0]);
    add(1.0, b, basis_[0]);
    const double size = std::sqrt(dot(basis_[0], basis_[0]));
    result.recursive_residual = result.true_residual = size / whole;
    result.converged = size <= goal;
    result.stagnated = !result.converged && !(size < 0.25 * before);
    if (result.converged || result.stagnated || result.iterations >= options.max_iterations) return result;
    cycle(a, near, size, goal, options.max_iterations, x, result);
    before = size;
  }
}

}  // namespace isotherm
