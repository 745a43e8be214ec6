#pragma once
// The index space of one multigrid level, and what one rank owns of it.

#include <cstdint>

#include "solver/grid/decomposition.hpp"

namespace isotherm {

/// One direction of a level. Local indices start at the largest even global index that is not above the first
/// owned cell, so that local and global parity agree: colours and coarse points are the same on any rank.
struct Span {
  std::int64_t n = 0;  ///< global
  bool periodic = false;
  Range owned;  ///< global

  int offset() const { return static_cast<int>(owned.begin & 1); }  ///< local index of the first owned cell
  int size() const { return static_cast<int>(owned.size()); }
  int end() const { return offset() + size(); }             ///< local, one past the last owned cell
  int pairs() const { return (end() + 1) / 2; }             ///< pairs (even, odd) that cover the owned cells
  bool odd_ring() const { return periodic && n % 2 != 0; }  ///< two even neighbours across the seam
  /// The points with odd global index. Each stays with the rank that owns it.
  Span halved() const { return {n / 2, periodic, {owned.begin / 2, owned.end / 2}}; }
};

/// Which directions a coarser level halves.
enum class Coarsening { both, x_only, y_only };

struct Lattice {
  Span x;
  Span y;

  /// The level that `decomposition` cuts, as owned by `rank`.
  static Lattice of(const Decomposition& decomposition, int rank) {
    const auto& space = decomposition.space();
    const auto owned = decomposition.subdomain_of(rank);
    return {{space.nx, space.periodic_x, owned.x}, {space.ny, space.periodic_y, owned.y}};
  }
  Lattice coarsened(Coarsening how) const {
    return {how == Coarsening::y_only ? x : x.halved(), how == Coarsening::x_only ? y : y.halved()};
  }
  /// The same level owned by one rank.
  Lattice whole() const { return {{x.n, x.periodic, {0, x.n}}, {y.n, y.periodic, {0, y.n}}}; }
  std::int64_t cells() const { return x.n * y.n; }
  bool odd_ring() const { return x.odd_ring() || y.odd_ring(); }
};

}  // namespace isotherm
