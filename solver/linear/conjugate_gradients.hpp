#pragma once
// Preconditioned conjugate gradients with order-independent sums.

#include "solver/grid/decomposition.hpp"
#include "solver/linear/linear_system.hpp"

namespace isotherm {

struct SolveOptions {
  double tolerance = 1e-8;  ///< of |b - A x| / |b|
  int max_iterations = 500;
};

struct SolveResult {
  int iterations = 0;
  /// |r| / |b| of the recurrence, of b - A x, and what rounding x to double leaves of it.
  double recursive_residual = 0.0;
  double true_residual = 0.0;
  double rounding_floor = 0.0;
  bool converged = false;  ///< true residual <= max(tolerance, 5 rounding_floor)
  bool stagnated = false;  ///< stopped because the true residual no longer falls
  SolveSeconds seconds;    ///< of LinearSolver::solve
};

/// Solves A x = b from the first guess in x (Hestenes and Stiefel 1952; residual replacement: van der Vorst
/// and Ye 2000). When the recurrence has reached the tolerance the true residual is computed; where rounding
/// has parted them and the floor allows better, the iteration starts again from it, until it falls no
/// further. The same bits for any number of ranks. Allocates nothing. Collective.
SolveResult conjugate_gradients(LinearSystem& system, const Communicator& comm, const Field& b, Field& x,
                                const SolveOptions& options);

}  // namespace isotherm
