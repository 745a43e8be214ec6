#pragma once

#include <filesystem>

#include "io/guarded.hpp"

namespace isotherm {

/// What a snapshot says of itself: step, time, title, and its fields with their extents, units, smallest and
/// largest values. HDF5 may crash on a damaged file: see run_guarded. IoError. Not collective.
Facts read_snapshot_facts(const std::filesystem::path& path);

/// "time" in s, then a "field" for each name of one, without reading the fields. Errors as above. Not
/// collective.
Facts read_snapshot_entry(const std::filesystem::path& path);

/// "nx", "ny" and "unit" of its temperature, in this order, after reading all of it. Errors as above. Not
/// collective.
Facts read_snapshot_shape(const std::filesystem::path& path);

}  // namespace isotherm
