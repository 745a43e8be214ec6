#pragma once
// One direction of the uniform operator, and its coarsening.

#include <cstdint>
#include <vector>

namespace isotherm {

/// Symmetric tridiagonal (on a ring: cyclic) matrices of one direction on one level: stiffness K and mass M,
/// and the interpolation to this level from the next. With a uniform material all levels of multigrid are
/// sums of tensor products of these, so that O(nx + ny) numbers describe them: see TensorOperator. Every rank
/// holds all.
struct Chain {
  /// n points; K has conductance 1 between neighbours and `first`, `last` to the walls at the ends; M is 1.
  static Chain uniform(std::int64_t n, bool periodic, double first, double last);
  /// Points with odd index; P^T K P and P^T M P. Computes this level's weights on the way.
  Chain coarsened();

  std::int64_t size() const { return static_cast<std::int64_t>(k.size()); }
  /// Index of a point wrapped into a ring; -1 beyond a wall.
  std::int64_t inside(std::int64_t i) const;
  double mean_stiffness() const;  ///< mean coupling between neighbours
  double mean_mass() const;       ///< mean row sum of M

  bool periodic = false;
  std::vector<double> k, m;          ///< diagonals
  std::vector<double> k_off, m_off;  ///< entry (i, i - 1), at i; that of 0 is 0 but on a ring
  std::vector<double> left, right;   ///< even point 2q follows coarse q - 1 and q
};

}  // namespace isotherm
