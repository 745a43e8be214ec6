#pragma once
// The heat that crosses faces, one by one.

#include <array>

#include "solver/operators/nonlinear_operator.hpp"

namespace isotherm {

/// Heat through faces between cells and through walls, W (W/m in the plane), at one temperature and time.
class FaceFlows {
 public:
  /// `nonlinear` is that of a case that is not linear, else nullptr; both must outlive it. Not collective.
  explicit FaceFlows(const HeatOperator& op, const NonlinearOperator* nonlinear = nullptr);

  const HeatOperator& op() const { return *op_; }
  /// Takes the temperature at time t (s) that the others speak of; T needs one valid ghost layer and must
  /// not change meanwhile. Not collective.
  void set(const Field& T, double t);

  /// From cell (j, i - 1) to (j, i): (4), or (15) and (16), of physics/README.md. Both exist and are no
  /// voids.
  double across_x(int j, int i) const { return across(0, j, i, j, i - 1); }
  /// From cell (j - 1, i) to (j, i), likewise.
  double across_y(int j, int i) const { return across(1, j, i, j - 1, i); }
  /// Into the body through face `f` of op().walls().
  double wall(std::size_t f) const;

 private:
  double across(int axis, int j, int i, int before_j, int before_i) const;

  const HeatOperator* op_;
  const NonlinearOperator* nonlinear_;
  std::array<Field, 2> U_;  ///< Kirchhoff's potentials; the second is empty when both axes conduct alike
  FieldView<const double> T_;
  double t_ = 0.0;
};

}  // namespace isotherm
