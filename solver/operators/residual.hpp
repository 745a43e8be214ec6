#pragma once
// The right-hand side of (1) of physics/README.md as power per cell.

#include <vector>

#include "solver/grid/halo_exchange.hpp"
#include "solver/operators/energy_balance.hpp"
#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Evaluates R(T, t) = f(t) - K(t) T in W: the power that each owned cell receives. The steppers that are not
/// plain forward Euler are written with it.
class HeatResidual {
 public:
  explicit HeatResidual(HeatOperator& op);

  /// Sets `out` (owned cells) to R(T, t); fluxes first, then their divergence, so that what leaves one cell
  /// enters its neighbour to the bit. T's ghost cells are exchanged. Keeps T of the cells at walls.
  /// Collective.
  void evaluate(Field& T, double t, Field& out);

  /// Adds the heat that enters in dt (s) with the power of the state last evaluated. Not collective.
  void add_heat(double dt, EnergyBalance& energy) const;

 private:
  void sweep(const Field& T, Field& out, Box box) const;

  HeatOperator* op_;
  HaloExchange halo_;
  WallLoads loads_;
  std::vector<double> taps_;
  double t_ = 0.0;
  double source_power_ = 0.0;
};

}  // namespace isotherm
