#pragma once
// The semi-discrete heat equation on this rank, C dT/dt = -K T + f(t): physics/README.md (1).

#include <memory>
#include <optional>

#include "solver/grid/face_conductances.hpp"
#include "solver/operators/heat_load.hpp"
#include "solver/operators/material_map.hpp"
#include "solver/operators/walls.hpp"

namespace isotherm {

/// The coefficients of a case with one constant material on a uniform grid: the same in every cell.
struct UniformCoefficients {
  double conductance_x = 0.0;  ///< W/K of a face between neighbours in x; 0 where there are none
  double conductance_y = 0.0;  ///< equals conductance_x where they differ by rounding only
  double capacity = 0.0;       ///< C of a cell, J/K
};

/// Everything that the steppers need of a case: C, the conductances of K, its walls and sources.
class HeatOperator {
 public:
  /// `halo` ghost layers (at least 1) get coefficients and walls too; arrays have one layer more. Throws
  /// std::invalid_argument, on all ranks alike, for what only the cells can tell (a cell in no region, a
  /// conductivity that is not positive). A case that is not linear needs its `tables`; conductances and
  /// capacities are then those of their references. Collective.
  HeatOperator(const HeatProblem& problem, const Grid& grid, const Decomposition& decomposition, int halo,
               const PropertyTables* tables = nullptr);
  HeatOperator(const HeatOperator&) = delete;
  HeatOperator& operator=(const HeatOperator&) = delete;

  const HeatProblem& problem() const { return *problem_; }
  const Grid& grid() const { return cells_.grid(); }
  const Decomposition& decomposition() const { return *decomposition_; }
  const LocalCells& cells() const { return cells_; }
  int halo() const { return cells_.halo(); }

  /// Set when one constant material fills a uniform grid; then there are no arrays of coefficients.
  const std::optional<UniformCoefficients>& uniform() const { return uniform_; }
  /// Conductances of interior faces, with the halo. Only without uniform().
  const FaceConductances& conductances() const { return *conductances_; }
  /// C of each cell, J/K, with the halo, 0 in voids. Only without uniform().
  const Field& capacity() const { return capacity_; }
  double capacity_at(int j, int i) const { return uniform_ ? uniform_->capacity : capacity_.view()(j, i); }
  bool is_void(int j, int i) const { return has_voids_ && map_->is_void(j, i); }
  /// 0 in voids and 1 elsewhere; empty when the case has no voids.
  const Field& mask() const { return mask_; }
  const MaterialMap& materials() const { return *map_; }
  const Walls& walls() const { return *walls_; }
  HeatLoad& sources() { return *sources_; }
  const HeatLoad& sources() const { return *sources_; }

  /// The largest explicit step (s) that Gershgorin's theorem calls stable, at any time of the case:
  /// min over cells of 2 C / (sum of all G + sum of interior G). Collective.
  double largest_stable_step() const;
  /// The largest step of the discrete maximum principle: min C / (sum of G). Collective.
  double largest_monotone_step() const;

  /// Volume of all cells that are not void, m3.
  double total_volume() const { return total_volume_; }

 private:
  void assemble();
  double face_x(int j, int i) const;
  double face_y(int j, int i) const;
  double least_ratio(double numerator, double interior_weight) const;

  const HeatProblem* problem_;
  const Decomposition* decomposition_;
  LocalCells cells_;
  std::optional<UniformCoefficients> uniform_;
  std::unique_ptr<MaterialMap> map_;
  std::unique_ptr<FaceConductances> conductances_;
  std::unique_ptr<Walls> walls_;
  std::unique_ptr<HeatLoad> sources_;
  Field capacity_;
  Field mask_;
  double total_volume_ = 0.0;
  bool has_voids_ = false;
};

}  // namespace isotherm
