#pragma once
// What the user may have meant.

#include <string>
#include <string_view>
#include <vector>

#include "io/config/keys.hpp"

namespace isotherm::config {

/// Number of single-letter mistakes between two words (insert, delete, replace, swap; letter case is free).
int distance(std::string_view a, std::string_view b);

/// The candidate nearest to the word, or empty when none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The full key that was probably meant by an unknown key in a section: a near one of the same section
/// (keys already given are less likely), else one of the same or nearly the same name elsewhere.
std::string nearest_key(std::string_view key, const std::string& section_path, const Group& section,
                        const std::vector<std::string>& present);

}  // namespace isotherm::config
