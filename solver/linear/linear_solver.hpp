#pragma once
// Solves the systems of implicit and steady heat conduction.

#include <memory>
#include <optional>

#include "solver/grid/decomposition.hpp"
#include "solver/linear/conjugate_gradients.hpp"
#include "solver/linear/hierarchy.hpp"
#include "solver/linear/null_space.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm {

class UniformSolver;
class FusedSystem;
class PlainSystem;

/// Conjugate gradients preconditioned by black-box multigrid; for a uniform material multigrid alone. The
/// same bits for any number of ranks and any decomposition; nothing is allocated by solve(), and set() reuses
/// what an earlier set() allocated.
class LinearSolver {
 public:
  /// `decomposition` must outlive the solver. Collective.
  LinearSolver(const Decomposition& decomposition, CycleOptions options = {});
  ~LinearSolver();

  /// Sets up all levels for these coefficients. Throws std::invalid_argument, on all ranks alike, when a part
  /// of the body floats (see find_null_space). Collective.
  void set(const LinearOperator& a);
  /// The same for a uniform material, without arrays of coefficients wherever possible. Collective.
  void set(const UniformOperator& a);

  /// Solves A x = b (b: W; x: first guess and result, K; owned cells). When A is singular b must balance,
  /// else std::invalid_argument on all ranks; x then gets a mean of zero over the cells that are not void.
  /// Collective.
  SolveResult solve(const Field& b, Field& x, const SolveOptions& options = {});

  NullSpace null_space() const { return null_space_; }
  /// Bytes of matrices and vectors on this rank, all levels.
  std::size_t bytes() const;

 private:
  void set_general(const LinearOperator& a);
  void require_balance(const Field& b) const;
  void remove_mean(Field& x) const;

  const Decomposition& decomposition_;
  CycleOptions options_;
  NullSpace null_space_ = NullSpace::none;
  Field active_;  ///< 1 where a cell is not void; only for a singular system
  std::unique_ptr<FusedSystem> fused_;
  std::unique_ptr<PlainSystem> plain_;
  std::unique_ptr<UniformSolver> uniform_;
  enum class Use { fused, plain, uniform };
  Use use_ = Use::plain;
};

}  // namespace isotherm
