#pragma once
// Coarsening a periodic direction with an odd number of points.

#include "solver/linear/level.hpp"

namespace isotherm {

/// Computes fine.transfer (shaped) and the owned entries of the coarse operator for a level with an odd ring.
///
/// The points 0 and n - 1 of an odd ring are neighbours and both lie between coarse points. Interpolation
/// does as if the ring were cut between them: each follows its own coarse neighbour. The coarse operator is
/// the Galerkin product of the cut level plus that of the couplings across the cut, of which each rank learns
/// all (a few numbers per point along the cut). Collective over `comm`; null when the level is held whole.
void coarsen_odd_ring(Level& fine, const Lattice& coarse_lattice, Stencil& coarse, const Communicator* comm);

}  // namespace isotherm
