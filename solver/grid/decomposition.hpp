#pragma once
// Which rank owns which cells.

#include <array>
#include <cstdint>
#include <vector>

#include "physics/geometry.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// Half-open range of global indices.
struct Range {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
  bool contains(std::int64_t index) const { return index >= begin && index < end; }
};

/// The owned cells of one rank in global indices.
struct Subdomain {
  Range x;
  Range y;
  int nx() const { return static_cast<int>(x.size()); }
  int ny() const { return static_cast<int>(y.size()); }
};

/// Global index spaces that a decomposition cuts.
struct IndexSpace {
  std::int64_t nx = 0;
  std::int64_t ny = 0;
  bool periodic_x = false;
  bool periodic_y = false;
};

/// Cells per segment of a row: the unit of sums, and of cuts in x (DESIGN of exact sums in solver/README.md).
constexpr std::int64_t segment_length(std::int64_t nx) {
  return nx >= 1024 ? 64 : 16;
}

/// px by py blocks of cells on a Cartesian communicator. Cuts in x lie on multiples of segment_length, so
/// that every segment is summed by one rank.
class Decomposition {
 public:
  /// px = py = 0 lets the program choose: the blocks with the least halo, cut in y first. Throws
  /// std::invalid_argument (on all ranks alike) when px * py differs from the number of ranks or when a
  /// rank would own no cell. Collective over `parent`.
  Decomposition(const Communicator& parent, IndexSpace space, int px = 0, int py = 0);

  const Communicator& comm() const { return cart_; }
  const IndexSpace& space() const { return space_; }
  int px() const { return dims_[0]; }
  int py() const { return dims_[1]; }

  /// The cells of this rank.
  const Subdomain& owned() const { return owned_; }
  /// The cells of any rank of comm(). Not collective.
  Subdomain subdomain_of(int rank) const;
  /// The rank dx blocks to the right and dy blocks up (-1, 0, 1 each), MPI_PROC_NULL beyond a wall.
  int neighbour(int dx, int dy) const;
  /// The smallest owned extent in x or y of any rank: an upper bound for the depth of a halo.
  int smallest_extent() const;

 private:
  std::array<int, 2> coordinates_of(int rank) const;
  Communicator cart_;
  IndexSpace space_;
  std::array<int, 2> dims_{};
  std::array<int, 2> at_{};
  Subdomain owned_;
};

/// The blocks that `ranks` ranks would get ({0, 0} when none fit), by the rule of Decomposition's `auto`.
std::array<int, 2> choose_blocks(const IndexSpace& space, int ranks);

}  // namespace isotherm
