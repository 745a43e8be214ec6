#pragma once
// The size of the heat flux, for pictures.

#include "physics/problem.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"
#include "solver/grid/grid.hpp"

namespace isotherm {

/// Sets the owned cells of `flux` to |q| in W/m2: the flux along each axis is the mean of those through the
/// two faces, (T_a - T_b) / (d_a / (2 k_a) + d_b / (2 k_b)); at walls that of the inner face. NaN in voids.
/// Fills the ghost cells of T, one layer. Collective.
void fill_flux_size(const HeatProblem& problem, const Decomposition& decomposition, const Grid& grid,
                    Field& T, double time, Field& flux);

}  // namespace isotherm
