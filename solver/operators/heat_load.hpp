#pragma once
// Volume sources: the power that each cell receives.

#include <vector>

#include "solver/grid/field.hpp"
#include "solver/operators/material_map.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The sources of a case on the local cells, ghosts included. Void cells receive nothing.
class HeatLoad {
 public:
  /// Throws std::invalid_argument (on all ranks alike) when the shape of a total power claims no cell, or a
  /// value is not finite. Collective.
  HeatLoad(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
           const Decomposition& decomposition);

  /// Whether the case has sources at all.
  bool any() const { return !sources_.empty(); }
  bool depends_on_time() const { return depends_on_time_; }
  /// Power of each cell, W, at the time last set; with the halo of the local cells. Empty without sources.
  const Field& power() const { return power_; }
  /// Whether a source may touch local row j of [-halo, ny + halo).
  bool touches(int j) const { return touched_[static_cast<std::size_t>(j + halo_)]; }
  /// Total power at the time last set, W, rounded once. The same on all ranks.
  double total() const { return total_; }

  /// Evaluates at time t (s). Does nothing when it is known already. Collective when depends_on_time().
  void set_time(double t);

 private:
  struct CellOf {
    int j;
    int i;
  };
  struct LocalSource {
    const Value* density = nullptr;  ///< W/m3; or
    const Value* total = nullptr;    ///< W, shared by the shape's cells by volume
    double total_volume = 0.0;       ///< m3, of all cells that the shape claims on all ranks
    double amplitude = 0.0;          ///< the value at the time last set, if it does not depend on place
    std::vector<CellOf> cells;
  };
  bool amplitudes_changed(double t);
  void fill(double t);

  const LocalCells* cells_;
  const Decomposition* decomposition_;
  std::vector<LocalSource> sources_;
  Field power_;
  std::vector<char> touched_;
  double total_ = 0.0;
  double time_ = 0.0;
  int halo_;
  bool known_ = false;
  bool depends_on_time_ = false;
};

}  // namespace isotherm
