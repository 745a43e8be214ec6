#pragma once
// What conjugate gradients needs of a system and its preconditioner.

#include "solver/grid/field.hpp"
#include "solver/linear/solve_seconds.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// A symmetric system A x = b with its vectors and its preconditioner M, in the three passes of conjugate
/// gradients: so that each may be fused with what comes before and after it in memory. Sums are this rank's
/// shares. All functions are collective over the decomposition unless said otherwise.
class LinearSystem {
 public:
  virtual ~LinearSystem() = default;
  /// Takes b and the first guess x (owned cells), which must live until the last call; x is updated in place.
  virtual void load(const Field& b, Field& x) = 0;
  /// r = b - A x, evaluated from differences across faces. Returns |r|^2. Ends a sequence of directions.
  virtual ExactSum residual() = 0;
  /// z = M r. Returns r . z.
  virtual ExactSum precondition() = 0;
  /// p = z + beta p (p = z when beta is 0), q = A p. Returns p . q.
  virtual ExactSum direction(double beta) = 0;
  /// x += alpha p, r -= alpha q. Returns |r|^2.
  virtual ExactSum advance(double alpha) = 0;
  /// |b|^2. Only between load() and residual() or after the last advance().
  virtual ExactSum load_norm() = 0;
  /// The square of u |diag(A) |x||, u = 2^-53: what rounding of x alone leaves of |r|^2. The same.
  virtual ExactSum floor_norm() = 0;
  /// See Hierarchy::seconds(), the finest level's exchanges included. Not collective.
  virtual SolveSeconds seconds() const = 0;
  /// Memory of matrices and vectors on this rank. Not collective.
  virtual std::size_t bytes() const = 0;
};

}  // namespace isotherm
