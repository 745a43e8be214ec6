#pragma once
// One forward Euler step, or a stage of a super step, row by row: the plain sweep. The expressions below are
// the definition of the bits; every other way to compute them must give the same.

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
  /// Whether both directions count alike, as in square cells: one multiplication less.
  bool square() const { return cx == cy; }
  template <bool alike>
  KOKKOS_FORCEINLINE_FUNCTION double next(double C, double W, double E, double S, double N) const {
    if constexpr (alike) return std::fma(cx, (W + E) + (S + N), c0 * C);
    return std::fma(cy, S + N, std::fma(cx, W + E, c0 * C));
  }
};

/// A stage of a super step of length dt in terms of the change D since its start,
///   D_new = mu D + nu D_before + share dt/C (f' - K D) + rho S,    S = dt/C (f(t0) - K T(t0)),
/// where f' is what walls and sources have gained since.
struct Stage {
  double mu = 0.0;
  double nu = 0.0;
  double share = 0.0;  ///< of the step's length
  double rho = 0.0;
};

/// The stage with one constant material: D_new = c0 D + cx (W + E) + cy (S + N) + nu D_before + rho S.
struct UniformStage {
  double c0 = 0.0;
  double cx = 0.0;
  double cy = 0.0;
  double nu = 0.0;
  double rho = 0.0;
  double rc = 0.0;  ///< share dt / C

  UniformStage(const UniformStep& step, const Stage& stage)
      : cx(stage.share * step.cx),
        cy(stage.share * step.cy),
        nu(stage.nu),
        rho(stage.rho),
        rc(stage.share * step.rc) {
    c0 = stage.mu - 2.0 * (cx + cy);
  }
  KOKKOS_FORCEINLINE_FUNCTION double operator()(double C, double W, double E, double S, double N,
                                                double before, double slope) const {
    return std::fma(cy, S + N, std::fma(cx, W + E, std::fma(c0, C, std::fma(nu, before, rho * slope))));
  }
};

/// What a cell of general material gets, W: fluxes through its faces first, then their divergence.
KOKKOS_FORCEINLINE_FUNCTION double face_power(double gW, double gE, double gS, double gN, double C, double W,
                                              double E, double S, double N) {
  const double west = gW * (C - W);
  const double east = gE * (E - C);
  const double south = gS * (C - S);
  const double north = gN * (N - C);
  return (east - west) + (north - south);
}

/// The step in a cell of general material.
KOKKOS_FORCEINLINE_FUNCTION double general_step(double rc, double gW, double gE, double gS, double gN,
                                                double C, double W, double E, double S, double N) {
  return std::fma(rc, face_power(gW, gE, gS, gN, C, W, E, S, N), C);
}

/// dt / C of a cell, 0 in voids.
struct StepOverCapacity {
  FieldView<const double> capacity;  ///< of general material
  double dt = 0.0;
  double alike = 0.0;  ///< the value in one constant material

  StepOverCapacity(const HeatOperator& op, double length)
      : dt(length), alike(op.uniform() ? UniformStep(*op.uniform(), length).rc : 0.0) {
    if (!op.uniform()) capacity = op.capacity().view();
  }
  KOKKOS_FORCEINLINE_FUNCTION double operator()(int j, int i) const {
    if (capacity.origin == nullptr) return alike;
    return capacity(j, i) > 0.0 ? dt / capacity(j, i) : 0.0;
  }
};

/// Plain sweeps of steps of a fixed length, or of their stages, for the cells of a rank.
class ExplicitSweep {
 public:
  explicit ExplicitSweep(const HeatOperator& op) : op_(&op) {}

  /// Sets the step length (s).
  void set_step(double dt);

  /// T_new = T + dt/C (-K T + f) in the box, from T with one valid ghost layer around it; `loads` are those
  /// of Walls at the step's start, and the operator's sources must be set to that time. Writes the old
  /// temperature of each wall entry in the box into `taps`. Not collective.
  void sweep(const Field& T, Field& T_new, Box box, const WallLoads& loads, std::vector<double>& taps) const;

  /// One stage on all owned cells: `before` becomes the stage value after `newest`, which has one valid ghost
  /// layer. `gained`: what sources have gained, W, empty when nothing; `loads` are those of the walls in
  /// terms of the change, and its old values at the wall entries go into `taps`. Not collective.
  void sweep_stage(const Stage& stage, const Field& newest, Field& before, const Field& slope,
                   const Field& gained, const WallLoads& loads, std::vector<double>& taps) const;

 private:
  template <bool alike>
  void sweep_uniform(const UniformStep& step, const Field& T, Field& T_new, Box box) const;
  void sweep_general(const Field& T, Field& T_new, Box box) const;
  void add_sources(double share, const Field& power, Field& T_new, Box box) const;
  void stage_uniform(const Stage& stage, const Field& newest, Field& before, const Field& slope) const;
  void stage_general(const Stage& stage, const Field& newest, Field& before, const Field& slope) const;
  void add_walls(double share, const Field& T, Field& T_new, Box box, const WallLoads& loads,
                 std::vector<double>& taps) const;

  const HeatOperator* op_;
  Field rc_;  ///< dt / C, 0 in voids; empty for a uniform material
  double dt_ = 0.0;
};

}  // namespace isotherm
