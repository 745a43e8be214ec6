#pragma once
// Heat content, mean and extremes of the temperature in one pass over memory.

#include "solver/operators/heat_operator.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// What the owned cells of this rank hold; void cells are left out.
struct Totals {
  ExactSum heat;            ///< integral of rho c T, J
  ExactSum volume_times_T;  ///< m3 times the case's temperature unit
  double t_min = 0.0;       ///< NaN when a cell is NaN; +inf and -inf without cells
  double t_max = 0.0;
};

/// Where the case is not linear, `H` is its enthalpy and the heat is the integral of that. Not collective.
/// Host only.
Totals local_totals(const HeatOperator& op, const Field& T, const Field* H = nullptr);

}  // namespace isotherm
