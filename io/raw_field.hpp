#pragma once
// Raw fields over MPI-IO: 16 bytes of two little-endian int64 (ny, nx), then ny * nx float64 in C order.

#include <cstdint>
#include <filesystem>

#include "io/field_rows.hpp"

namespace isotherm {

inline constexpr std::int64_t raw_header_bytes = 16;

/// Creates the file with its space reserved and its header written. IoError. Not collective.
void create_raw_field(const std::filesystem::path& path, std::int64_t nx, std::int64_t ny);

/// Fills the cells of a file made by create_raw_field, with MPI_File_write_at_all through a subarray view.
/// IoError on all ranks. Collective.
void write_raw_field(const Decomposition& decomposition, const std::filesystem::path& path,
                     const FieldRows& rows);

/// Hands over the owned rows. IoError on all ranks. Collective.
void read_raw_field(const Decomposition& decomposition, const std::filesystem::path& path,
                    const TakeRows& take);

}  // namespace isotherm
