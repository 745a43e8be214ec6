#pragma once
// A system whose preconditioner works on the nine-point form of its finest level.

#include <memory>
#include <vector>

#include "solver/linear/five_point.hpp"
#include "solver/linear/hierarchy.hpp"
#include "solver/linear/linear_system.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm {

/// For every lattice: odd rings, levels that are gathered at once. And for bodies of which one part conducts
/// far better along x, another not, or better along y: no order of coarsening serves all of them with a
/// smoother of points, so that several hierarchies, which favour x or y differently, are added up (multiple
/// semicoarsening, Mulder 1989, J. Comput. Phys. 83). A sum of symmetric positive definite cycles is one too.
class PlainSystem : public LinearSystem {
 public:
  /// Collective.
  explicit PlainSystem(const Decomposition& decomposition);
  /// Sets up all levels for these coefficients, a hierarchy for each favour_x. Collective.
  void set(const LinearOperator& a, const CycleOptions& options, const std::vector<double>& favours);

  void load(const Field& b, Field& x) override;
  ExactSum residual() override;
  ExactSum advance(double alpha) override;
  ExactSum precondition() override;
  ExactSum direction(double beta) override;
  ExactSum load_norm() override;
  ExactSum floor_norm() override;
  SolveSeconds seconds() const override;
  std::size_t bytes() const override;

 private:
  const SplitArray& r() const { return hierarchies_[0]->b(); }
  const SplitArray& z() const { return hierarchies_[0]->x(); }
  void fill_first(Hierarchy& hierarchy) const;
  void add_cycle(Hierarchy& other) const;
  void apply_row(int j) const;
  void subtract_row(double alpha, int j) const;

  Lattice lattice_;
  const Decomposition& decomposition_;
  std::vector<std::unique_ptr<Hierarchy>> hierarchies_;
  FivePoint a_;  ///< without D
  SplitArray p_, q_;
  LevelHalo halo_;
  const Field* load_ = nullptr;
  Field* x_ = nullptr;
};

}  // namespace isotherm
