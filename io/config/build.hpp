#pragma once
// A resolved, checked tree as a Case.

#include "io/config/case.hpp"
#include "io/config/images.hpp"
#include "io/config/node.hpp"

namespace isotherm::config {

/// The tree must be without fault, and `images` those of the tree. `resolved` is left empty.
Case build_case(const Node& root, const Images& images);

/// The wall condition of a side, a stretch or a void.
WallCondition build_wall(const Node& node);

}  // namespace isotherm::config
