#pragma once
// Direct solution on the coarsest level.

#include <vector>

#include "solver/linear/stencil.hpp"

namespace isotherm {

/// Dense Cholesky factor of a level that is held whole. A pivot that is rounding (voids, a body without any
/// contact with a temperature) is skipped and its unknown set to zero, which leaves a symmetric positive
/// semi-definite inverse.
class Coarsest {
 public:
  /// `singular`: the constant is known to be in the null space.
  void factor(const Lattice& lattice, const Stencil& a, bool singular);
  void solve(const SplitArray& b, const SplitArray& x);

 private:
  std::size_t at(int j, int i) const { return static_cast<std::size_t>(j * nx_ + i); }
  double& entry(std::size_t row, std::size_t column) { return l_[row * n_ + column]; }
  int nx_ = 0;
  int ny_ = 0;
  std::size_t n_ = 0;
  std::vector<double> l_;
  std::vector<double> inverse_pivot_;
  std::vector<double> y_;
};

}  // namespace isotherm
