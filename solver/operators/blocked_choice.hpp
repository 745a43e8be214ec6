#pragma once
// How many explicit steps to fuse, and how wide the strips are.

#include <optional>

#include "solver/grid/decomposition.hpp"

namespace isotherm {

/// Steps between two halo exchanges, and the most columns of a strip (0: plain sweeps).
struct TimeBlock {
  int steps = 1;
  int width = 0;
  bool past_caches = false;  ///< whether results are written past the caches
};

/// What is fused: forward Euler steps, or the stages of super steps, which need two states and a slope.
enum class Fused { steps, stages };

/// Rules: as many steps as pay for moving a row in and out of the vectors' layout (56 for one material, 32
/// with arrays of coefficients), or `wanted_steps`; never more than the smallest subdomain is wide or high,
/// and by default not more than a sixteenth of it, since ghost cells are swept too. Strips as wide as the
/// rows of all these steps fit into part of a core's own cache, or `wanted_width`. Past the caches where the
/// last one could not hold the subdomain. One step where subdomains are too narrow for that, and on devices.
/// Results do not depend on the choice. Steps and width are the same on all
/// ranks.
/// Collective.
TimeBlock choose_time_block(const Decomposition& decomposition, bool uniform, std::optional<int> wanted_steps,
                            std::optional<int> wanted_width, Fused what = Fused::steps);

/// The block with as many steps as the rank that can take the fewest, `most` on this one. Nothing is fused
/// where these are few, unless few were wanted, or strips would be too narrow. Collective.
TimeBlock with_fewer_steps(const Decomposition& decomposition, TimeBlock block, double most);

}  // namespace isotherm
