#pragma once
// YAML text to a tree, more strictly than YAML. The only code that includes yaml-cpp is document.cpp.

#include <memory>
#include <string>

#include "io/config/node.hpp"

namespace isotherm::config {

inline constexpr std::size_t largest_text = std::size_t{1} << 20U;  ///< bytes
inline constexpr int deepest = 32;                                  ///< levels of lists and maps
inline constexpr std::size_t most_nodes = 200'000;

/// The tree of one YAML document. Everything that YAML would let pass and that a case must not hold is a
/// fault: binary bytes, tags, anchors, aliases, duplicate keys, keys that are no plain text, a second
/// document, too much text, depth or nodes. Syntax errors end the pass: throws ConfigError.
Node parse_document(const std::shared_ptr<const SourceText>& source, Faults& faults);

}  // namespace isotherm::config
