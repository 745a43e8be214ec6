#pragma once
// A resolved tree as YAML.

#include <string>

#include "io/config/node.hpp"

namespace isotherm::config {

/// YAML text that reads back as the same tree. Deterministic.
std::string write(const Node& root);

}  // namespace isotherm::config
