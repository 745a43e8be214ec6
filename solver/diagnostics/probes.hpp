#pragma once
// The temperature at named points.

#include <vector>

#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// A point to look at, or a cell whose plain value is wanted.
struct ProbePoint {
  Point at;
  bool is_cell = false;
  std::int64_t i = 0;
  std::int64_t j = 0;
};

/// Evaluates the temperature at points: linear between cell centres of one material; on faces and corners
/// where materials or walls meet the mean weighted by k / d over the touching cells; on walls the surface
/// temperature (DESIGN, value at a point). Where a contact resists, each side has its own surface temperature
/// up to the contact; just on it the mean is that of both. A point belongs to the rank that owns the cell
/// that holds it; T needs one valid ghost layer.
class Probes {
 public:
  Probes(const HeatOperator& op, std::vector<ProbePoint> points);

  std::size_t size() const { return points_.size(); }
  bool owns(std::size_t probe) const;
  /// Value of a probe that this rank owns, at time t (walls). NaN inside a void. Not collective.
  double value(std::size_t probe, const Field& T, double t) const;

 private:
  const HeatOperator* op_;
  std::vector<ProbePoint> points_;
};

}  // namespace isotherm
