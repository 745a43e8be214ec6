#pragma once
// Volume sources: the power that each cell receives.

#include <cstddef>
#include <span>
#include <vector>

#include "solver/grid/field.hpp"
#include "solver/operators/material_map.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The sources of a case on the local cells, ghosts included. Void cells receive nothing.
class HeatLoad {
 public:
  /// Sources whose power goes up and down together.
  struct Part {
    Field power;                    ///< W of each cell, with the halo, where the factor is 1
    const Value* factor = nullptr;  ///< of time alone; nullptr: always 1
    double total = 0.0;             ///< W, of all cells on all ranks, rounded once
    std::size_t source = 0;         ///< number of the first one in the case
  };
  /// Further sources that depend on time count as moving: each part takes the memory of a field.
  static constexpr std::size_t most_parts = 4;

  /// Throws std::invalid_argument (on all ranks alike) when the shape of a total power claims no cell, or a
  /// value that does not depend on time is not finite. Collective.
  HeatLoad(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
           const Decomposition& decomposition);

  /// Whether the case has sources at all.
  bool any() const { return !parts_.empty() || moves(); }
  bool depends_on_time() const { return !power_.empty(); }
  /// Whether there is power that parts() lack, since it depends on place and time at once.
  bool moves() const { return !moving_.empty(); }
  /// Those that such power may reach, ghosts included, row by row.
  const std::vector<LocalCell>& moving_cells() const { return moving_cells_; }
  std::span<const Part> parts() const { return parts_; }
  /// Appends the factors of the parts at time t (s).
  void append_factors(double t, std::vector<double>& factors) const;
  /// Appends that power of each moving cell at time t (s), W.
  void append_moving(double t, std::vector<double>& powers) const;
  /// Its totals over all cells and ranks, W, from so many appended ones. The same on all ranks. Collective.
  std::vector<double> moving_totals(std::span<const double> powers, std::size_t times) const;
  /// Sets `power` of the local cells, W, to the sum of factor times power of the parts, from the first one
  /// on, by fused multiply-add. It must be zero where no source touches a row.
  void combine(std::span<const double> factors, Field& power) const;
  /// Total power of all parts with these factors, W. The same on all ranks.
  double total(std::span<const double> factors) const;

  /// Power of each cell, W, at the time last set; with the halo of the local cells. Empty without sources.
  const Field& power() const { return depends_on_time() || !any() ? power_ : parts_.front().power; }
  /// Whether a source may touch local row j of [-halo, ny + halo).
  bool touches(int j) const { return touched_[static_cast<std::size_t>(j + halo_)]; }
  /// Total power at the time last set, W. The same on all ranks.
  double total() const { return total_; }

  /// Evaluates at time t (s). Throws std::invalid_argument, on all ranks alike, when a value is not finite
  /// the first time. Collective the first time and when moves().
  void set_time(double t);

 private:
  struct LocalSource {
    std::size_t number = 0;  ///< in the case
    const Value* value = nullptr;
    double share_of = 1.0;  ///< m3 that share a total power, on all ranks; 1 where the value is by volume
    std::vector<LocalCell> cells;     ///< until it is known to move,
    std::vector<std::size_t> moving;  ///< then their numbers in moving_cells()
  };
  LocalSource claim(const HeatProblem& problem, std::size_t number, const MaterialMap& map);
  Part* part_of(const LocalSource& source);
  /// W of a cell where the source has this value.
  double power_of(const LocalSource& source, double value, const LocalCell& cell) const;
  void number_moving_cells();
  double total_of(const Field& field) const;
  void require_finite(double t) const;

  const LocalCells* cells_;
  const Decomposition* decomposition_;
  std::vector<Part> parts_;
  std::vector<double> factors_;  ///< of the parts at the time last set
  std::vector<LocalSource> moving_;
  std::vector<LocalCell> moving_cells_;
  std::vector<double> moving_power_;  ///< of these cells at the time last set
  Field power_;                       ///< at the time last set; empty when no source depends on time
  std::vector<char> touched_;
  double total_ = 0.0;
  double time_ = 0.0;
  int halo_;
  bool known_ = false;
};

}  // namespace isotherm
