#pragma once
// Systems that are nearly symmetric: what flows between two cells does not feel both alike.

#include <vector>

#include "solver/grid/halo_exchange.hpp"
#include "solver/linear/linear_solver.hpp"

namespace isotherm {

/// (A x)_c = diagonal_c x_c + what leaves c through its faces; before x_a - beyond x_b flows through the face
/// between a (west or south) and b. Only views: the caller keeps all alive.
struct UnevenOperator {
  const FaceConductances& before;  ///< W/K; the four faces of the owned cells, not negative
  const FaceConductances& beyond;
  const Field& diagonal;  ///< W/K, owned

  /// What leaves an owned cell through its faces; x with one valid ghost layer.
  template <class View>
  double outflow(const View& x, int j, int i) const {
    const auto bx = before.x.view();
    const auto ex = beyond.x.view();
    const auto by = before.y.view();
    const auto ey = beyond.y.view();
    const double C = x(j, i);
    return ((ex(j, i) * C - bx(j, i) * x(j, i - 1)) + (bx(j, i + 1) * C - ex(j, i + 1) * x(j, i + 1))) +
           ((ey(j, i) * C - by(j, i) * x(j - 1, i)) + (by(j + 1, i) * C - ey(j + 1, i) * x(j + 1, i)));
  }
};

/// Flexible generalised minimal residuals (Saad 1993) with a solver of a symmetric system nearby as
/// preconditioner. The same bits for any number of ranks.
class UnevenSolver {
 public:
  /// `decomposition` must outlive it. Collective.
  explicit UnevenSolver(const Decomposition& decomposition);

  /// Solves A x = b; x: first guess and result, with one ghost layer. `near` has been set. Collective.
  SolveResult solve(const UnevenOperator& a, LinearSolver& near, const Field& b, Field& x,
                    const SolveOptions& options);

 private:
  void cycle(const UnevenOperator& a, LinearSolver& near, double size, double goal, int limit, Field& x,
             SolveResult& result);
  double orthogonalize(std::size_t n, std::vector<double>& column);
  void apply(const UnevenOperator& a, Field& x, Field& y);
  double dot(const Field& a, const Field& b) const;
  void need(std::size_t directions);

  const Decomposition* decomposition_;
  HaloExchange halo_;
  std::vector<Field> basis_;       ///< orthonormal
  std::vector<Field> directions_;  ///< preconditioned, one ghost layer
};

}  // namespace isotherm
