#pragma once
// One forward Euler step, row by row: the plain sweep. The expressions below are the definition of the
// explicit step's bits; every other way to compute it must give the same.

#include <cmath>
#include <vector>

#include "solver/grid/loops.hpp"
#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Coefficients of the step with one constant material: C' = c0 C + cx (W + E) + cy (S + N), where a
/// neighbour beyond a wall is the cell itself, so that the wall conducts nothing.
struct UniformStep {
  double c0 = 0.0;
  double cx = 0.0;
  double cy = 0.0;
  double rc = 0.0;  ///< dt / C

  UniformStep(const UniformCoefficients& c, double dt)
      : cx(dt * c.conductance_x / c.capacity), cy(dt * c.conductance_y / c.capacity), rc(dt / c.capacity) {
    c0 = 1.0 - 2.0 * (cx + cy);
  }
  KOKKOS_FORCEINLINE_FUNCTION double operator()(double C, double W, double E, double S, double N) const {
    return std::fma(cy, S + N, std::fma(cx, W + E, c0 * C));
  }
};

/// The step in a cell of general material: fluxes through its faces first, then their divergence.
KOKKOS_FORCEINLINE_FUNCTION double general_step(double rc, double gW, double gE, double gS, double gN,
                                                double C, double W, double E, double S, double N) {
  const double west = gW * (C - W);
  const double east = gE * (E - C);
  const double south = gS * (C - S);
  const double north = gN * (N - C);
  return std::fma(rc, (east - west) + (north - south), C);
}

/// Plain sweeps of a forward Euler step of a fixed length for the cells of a rank.
class ExplicitSweep {
 public:
  explicit ExplicitSweep(const HeatOperator& op) : op_(&op) {}

  /// Sets the step length (s).
  void set_step(double dt);

  /// T_new = T + dt/C (-K T + f) in the box, from T with one valid ghost layer around it; `loads` are those
  /// of Walls at the step's start, and the operator's sources must be set to that time. Writes the old
  /// temperature of each wall entry in the box into `taps`. Not collective.
  void sweep(const Field& T, Field& T_new, Box box, const WallLoads& loads, std::vector<double>& taps) const;

 private:
  void sweep_uniform(const Field& T, Field& T_new, Box box) const;
  void sweep_general(const Field& T, Field& T_new, Box box) const;
  void add_sources(Field& T_new, Box box) const;
  void add_walls(const Field& T, Field& T_new, Box box, const WallLoads& loads,
                 std::vector<double>& taps) const;

  const HeatOperator* op_;
  Field rc_;  ///< dt / C, 0 in voids; empty for a uniform material
  double dt_ = 0.0;
};

}  // namespace isotherm
