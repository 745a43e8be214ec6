#pragma once
// Coarsening a periodic direction with an odd number of points.

#include "solver/linear/level.hpp"

namespace isotherm {

/// Computes fine.transfer (shaped) and the owned entries of the coarse operator for a level with an odd ring.
///
/// The points 0 and n - 1 of an odd ring are neighbours and both lie between coarse points. Interpolation does as
/// if the ring were cut between them; so does the Galerkin product. The conductance across the cut is then given
/// back to the coarse points 0 and n/2 - 1, shared among rows by linear weights: at least as stiff as the Galerkin
/// product (Jensen's inequality), which keeps the cycle convergent. Not collective.
void coarsen_odd_ring(Level& fine, const Lattice& coarse_lattice, Stencil& coarse);

}  // namespace isotherm
