#pragma once
// The heat flux vector at the centres of cells.

#include "solver/diagnostics/face_flows.hpp"

namespace isotherm {

/// Heat flux, W/m2, of the owned cells: in each direction the mean of the flux densities through the two
/// faces of a cell, walls included. Not collective.
void evaluate_heat_flux(const FaceFlows& faces, Field& flux_x, Field& flux_y);

}  // namespace isotherm
