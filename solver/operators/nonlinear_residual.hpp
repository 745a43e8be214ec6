#pragma once
// The right-hand side of (15) of physics/README.md as power per cell.

#include <vector>

#include "solver/grid/halo_exchange.hpp"
#include "solver/operators/energy_balance.hpp"
#include "solver/operators/nonlinear_operator.hpp"

namespace isotherm {

/// Evaluates R(T, t) in W: the power that each owned cell receives through its faces and from sources.
class NonlinearResidual {
 public:
  /// What evaluate() makes known besides: what the explicit step needs, or nothing.
  enum class Also { nothing, explicit_rate };
  /// `op` and the sources must outlive it. Collective.
  NonlinearResidual(const NonlinearOperator& op, HeatLoad& sources, Also also = Also::nothing);

  /// Sets `out` (owned cells) to R(T, t): fluxes first, then their divergence. T's ghost cells are exchanged.
  /// Keeps T of the cells at walls. Collective.
  void evaluate(Field& T, double t, Field& out);
  /// What NonlinearOperator::require_known() has against the first surface of the state last evaluated, at a
  /// wall or where materials join, and `when`; empty: nothing. Not collective.
  std::string surface_fault(const std::string& when) const;
  /// 1 over the longest stable explicit step of this rank's cells from the state last evaluated, 1/s: (18) of
  /// physics/README.md with the largest dU/dH between a cell's temperature and those that it exchanges heat
  /// with.
  double explicit_rate(const Field& T) const;
  /// The Jacobian -dR/dU_x of the state last evaluated: through a face flows before dU_a - beyond dU_b (a:
  /// west or south); walls are on the diagonal. A wall whose h(T) is zero at the moment counts there with the
  /// share `least_hold` of its half conductance. Not collective.
  void linearize(const Field& T, FaceConductances& before, FaceConductances& beyond, Field& diagonal,
                 double least_hold = 0.0) const;
  /// Adds the heat that enters in dt (s) with the power of the state last evaluated. Not collective.
  void add_heat(double dt, EnergyBalance& energy) const;

 private:
  double largest_slope(const Field& T, int j, int i, int axis) const;
  void add_joins(const Field& T, Field& out);
  void add_walls(const Field& T, double t, Field& out);

  const NonlinearOperator* op_;
  HeatLoad* sources_;
  HaloExchange halo_;
  std::array<Field, 2> U_;      ///< the second is empty when both axes conduct alike
  std::array<Field, 2> slope_;  ///< dU/dH, only for the explicit rate; the second likewise
  std::vector<JoinFlux> join_fluxes_;
  std::vector<double> wall_slopes_;    ///< by face
  std::vector<double> wall_surfaces_;  ///< temperatures, by face
  std::vector<double> taps_;
  double t_ = 0.0;
  double source_power_ = 0.0;
};

}  // namespace isotherm
