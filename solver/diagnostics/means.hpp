#pragma once
// Mean, smallest and largest temperature of named parts.

#include <vector>

#include "solver/operators/heat_operator.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// What this rank's cells of a part add up to.
struct PartShare {
  ExactSum volume_times_T;
  double t_min;  ///< +inf without cells; NaN when a cell is NaN
  double t_max;  ///< -inf without cells
};

/// Parts given as lists of regions; void cells belong to none.
class Means {
 public:
  /// Throws std::invalid_argument (on all ranks alike) naming a part that has no cell. `op` must outlive it.
  /// Collective.
  Means(const HeatOperator& op, const std::vector<std::pair<std::string, std::vector<std::size_t>>>& parts);

  std::size_t size() const { return parts_.size(); }
  /// Volume of a part on all ranks, m3.
  double volume(std::size_t part) const { return parts_[part].volume; }
  /// This rank's share of a part. Not collective.
  PartShare local(std::size_t part, const Field& T) const;

 private:
  struct Part {
    std::vector<char> has;  ///< by region
    double volume = 0.0;
  };
  bool holds(const Part& part, int j, int i) const {
    return part.has[static_cast<std::size_t>(op_->materials().region(j, i))] != 0;
  }
  const HeatOperator* op_;
  std::vector<Part> parts_;
};

}  // namespace isotherm
