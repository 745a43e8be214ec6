#pragma once
// Faces where materials meet of which one conducts by its temperature.

#include <optional>
#include <vector>

#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// One such face, between the cell before it (a: left or below) and that after it (b), at (j, i).
struct MaterialJoin {
  int j = 0;
  int i = 0;
  int axis = 0;             ///< 0: a is (j, i - 1); 1: a is (j - 1, i)
  double half_a = 0.0;      ///< 2 k A / d of a with its reference conductivity, W/K
  double half_b = 0.0;      ///< of b
  double resistance = 0.0;  ///< of the contact, K/W
  PropertyView table_a;
  PropertyView table_b;
};

/// Heat from a to b.
struct JoinFlux {
  double power = 0.0;    ///< W
  double slope_a = 0.0;  ///< d power / d U_a, W/K
  double slope_b = 0.0;  ///< -d power / d U_b, W/K
  double T_a = 0.0;      ///< of the face on a's side
  double T_b = 0.0;      ///< on b's, which differs where the contact resists
};

/// The heat that crosses when the cells have these temperatures: the face's temperature is such that what a
/// half cell conducts to it the other conducts away, each with its mean conductivity in between. (16) of
/// physics/README.md.
JoinFlux join_flux(const MaterialJoin& join, double T_a, double T_b);

/// The join at the face between the cell before it along the axis and local cell (j, i), if it is one. Not
/// collective.
std::optional<MaterialJoin> material_join(const HeatOperator& op, int j, int i, int axis);

/// The joins around the owned cells, by rows, then columns, then axis: for each cell the same order whatever
/// the decomposition. Not collective.
std::vector<MaterialJoin> find_material_joins(const HeatOperator& op);

}  // namespace isotherm
