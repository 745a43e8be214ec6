#pragma once
// One snapshot as an HDF5 file in the form of netCDF-4.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/field_rows.hpp"
#include "io/snapshot.hpp"

namespace isotherm {

struct SnapshotFacts {
  std::string title;
  std::int64_t step = 0;
  double time = 0.0;
  std::map<std::string, std::string> provenance;
};

/// Creates the file with its space reserved and everything but the fields' cells. IoError. Not collective.
void create_snapshot(const std::filesystem::path& path, const Grid& grid, const SnapshotFacts& facts,
                     const std::vector<SnapshotField>& fields);

/// What the file takes on the disk. Not collective.
std::int64_t snapshot_bytes(const Grid& grid, const SnapshotFacts& facts,
                            const std::vector<SnapshotField>& fields);

/// Fills in the cells. IoError on all ranks. Collective.
void write_snapshot_fields(const Decomposition& decomposition, const std::filesystem::path& path,
                           const std::vector<std::string>& names, const std::vector<FieldRows>& rows);

}  // namespace isotherm
