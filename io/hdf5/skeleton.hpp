#pragma once
// An HDF5 file but for its fields, drawn up in memory by one rank.

#include <cstdint>
#include <functional>
#include <hdf5.h>
#include <string>

#include "io/file_system.hpp"
#include "io/hdf5/handle.hpp"

namespace isotherm {

/// Everything that HDF5 itself writes (headers, groups, attributes, small datasets) goes to a sparse file in
/// memory, where `build` creates it; the fields are allocated but not written. So HDF5 meets no full disk,
/// and the parallel part only fills in cells. `user_block` bytes (0 or a power of 2 from 512) are left free
/// at the beginning; `field_bytes` is what the fields take. Object times are off. IoError. Not collective.
File draw_up_hdf5(const std::string& label, std::int64_t user_block, std::int64_t field_bytes,
                  const std::function<void(hid_t file)>& build);

/// Creates `path` with the space of the whole file reserved, and copies what `skeleton` holds. Not
/// collective.
File place_skeleton(const File& skeleton, const std::filesystem::path& path);

/// A new group without object times.
Hdf5Handle create_group(hid_t parent, const std::string& name);

/// Properties of a dataset whose space is allocated at once and never filled, without object times.
Hdf5Handle allocated_dataset_properties();

}  // namespace isotherm
