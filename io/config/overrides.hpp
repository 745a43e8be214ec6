#pragma once
// `--set key=value` on top of the tree of a case.

#include <string>
#include <vector>

#include "io/config/node.hpp"

namespace isotherm::config {

/// Replaces or adds the values that `--set` names. Lists are addressed by index. The new nodes carry the
/// `--set` as their source, so that later faults are shown there.
void apply_overrides(Node& root, const std::vector<std::string>& overrides, Faults& faults);

}  // namespace isotherm::config
