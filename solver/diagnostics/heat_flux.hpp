#pragma once
// The heat flux vector at the centres of cells.

#include "solver/diagnostics/face_flows.hpp"
#include "solver/grid/halo_exchange.hpp"

namespace isotherm {

/// The heat flux of one state after another: in each direction the mean of the flux densities through the two
/// faces of a cell, walls included.
class HeatFlux {
 public:
  /// Both must outlive it; `nonlinear` as of FaceFlows. Collective.
  explicit HeatFlux(const HeatOperator& op, const NonlinearOperator* nonlinear = nullptr);

  /// Takes the temperature at time t (s), one layer of whose ghost cells it fills. Collective.
  void set(Field& T, double t);
  /// W/m2 along x and y of the owned cells, 0 in voids.
  const Field& x() const { return x_; }
  const Field& y() const { return y_; }
  /// |q| of the owned cells, W/m2, NaN in voids; with a ghost layer, which is not filled. Not collective.
  Field size() const;

 private:
  HaloExchange halo_;
  FaceFlows faces_;
  Field x_;
  Field y_;
};

}  // namespace isotherm
