#pragma once
// From a level that many ranks own parts of to one that every rank holds whole, and back.

#include <vector>

#include "solver/linear/level_halo.hpp"

namespace isotherm {

/// Coarse levels are too small to share: every rank takes all of them and does the same work with the same
/// bits, so that nothing has to be sent back.
class LevelGather {
 public:
  /// `parts`: the lattice as owned by each rank of the communicator. Not collective.
  LevelGather(std::vector<Lattice> parts, const Communicator& comm);

  /// Owned points of all ranks into `whole` (a lattice.whole()). Collective.
  template <class Real>
  void gather(const SplitRows<Real>& mine, const SplitRows<Real>& whole);
  /// Seconds of all gathering so far.
  double seconds() const { return seconds_; }
  /// This rank's owned points and all ghosts around it, with what lies beyond periodic sides. Not collective.
  void extract(const SplitArray& whole, const SplitArray& mine) const;

 private:
  std::vector<Lattice> parts_;
  MPI_Comm comm_;
  std::size_t rank_;
  std::vector<int> counts_;
  std::vector<int> starts_;
  std::vector<double> out_;
  std::vector<double> in_;
  double seconds_ = 0.0;
};

}  // namespace isotherm
