#pragma once
// Checkpoints as HDF5: the manifest in the user block, then /temperature and other fields, attributes,
// /state.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/field_rows.hpp"
#include "io/manifest.hpp"

namespace isotherm {

/// Creates the file with its space reserved, everything but the fields written, and the manifest completed by
/// where the fields lie. `manifest` has one file with the fields' names and checksums. IoError. Not
/// collective.
void create_hdf5_checkpoint(const std::filesystem::path& path, Manifest& manifest,
                            const std::map<std::string, std::string>& provenance);

/// Fills in the fields, in the order of the manifest's file. IoError on all ranks. Collective.
void write_hdf5_fields(const Decomposition& decomposition, const std::filesystem::path& path,
                       const FileEntry& entry, const std::vector<FieldRows>& rows);

/// Hands over the owned rows of a field. IoError on all ranks. Collective.
void read_hdf5_field(const Decomposition& decomposition, const std::filesystem::path& path,
                     const std::string& name, const TakeRows& take);

/// The length of the file that create_hdf5_checkpoint() makes for these fields; only names and lengths of
/// what is in `state` count. Nothing is written. Not collective.
std::int64_t hdf5_checkpoint_bytes(std::int64_t nx, std::int64_t ny, const CheckpointState& state,
                                   const std::vector<std::string>& fields,
                                   const std::map<std::string, std::string>& provenance);

}  // namespace isotherm
