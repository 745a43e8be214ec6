#pragma once
// Whether a system has one solution.

#include <string>

#include "solver/grid/decomposition.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm {

enum class NullSpace {
  none,      ///< every connected part of the body touches a wall conductance or has a shift
  constant,  ///< the body is one connected part without any: x is known up to a constant
};

/// Finds out by following the faces with g > 0 from cell to cell. Throws std::invalid_argument, on all ranks
/// alike and naming a cell, when one of several parts floats: its temperature is undetermined, whatever the
/// others do. Collective.
NullSpace find_null_space(const Decomposition& decomposition, const LinearOperator& a);

}  // namespace isotherm
