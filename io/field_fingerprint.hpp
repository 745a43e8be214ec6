#pragma once
// Tells whether a file holds the same temperature as before.

#include <string>

namespace isotherm {

/// Of the temperature in a checkpoint or snapshot: of its extents and of 64 rows (XXH3, hexadecimal), so that
/// large files cost no more than small ones; empty when it cannot be read. Not collective.
std::string field_fingerprint(const std::string& path);

}  // namespace isotherm
