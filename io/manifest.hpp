#pragma once
// The text that makes a checkpoint verifiable byte by byte, before any library parses it.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/checkpoint_state.hpp"
#include "io/checksum.hpp"
#include "io/file_system.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// Where a field's ny * nx cells lie in a file, one after another, and their checksums.
struct FieldEntry {
  std::string name;
  std::int64_t offset = 0;              ///< byte of the first cell
  std::vector<std::int64_t> checksums;  ///< one per block of rows, see ChecksumBlocks
};

/// One file of a checkpoint: every byte from `first_byte` on belongs to a field or to the rest.
struct FileEntry {
  std::string name;  ///< without folder
  std::int64_t bytes = 0;
  std::int64_t first_byte = 0;     ///< where the manifest itself ends, if it lies in this file
  std::uint64_t rest = 0;          ///< hash of the bytes that belong to no field
  std::vector<FieldEntry> fields;  ///< by increasing offset
  /// As in HDF5. Such a file is the whole checkpoint, whatever it is called by now.
  bool holds_manifest() const { return first_byte > 0; }
};

/// All that is known of a checkpoint. As text it is JSON whose first line carries the length of the text and
/// a hash of all other lines: a flipped bit or a cut in it is found like one in the data.
struct Manifest {
  static constexpr std::int64_t format_version = 1;
  std::int64_t nx = 0;
  std::int64_t ny = 0;
  CheckpointState state;
  std::vector<FileEntry> files;

  bool has_field(std::string_view name) const;
  ChecksumBlocks blocks() const { return {nx, ny}; }

  /// The text, filled up with blanks to `bytes` if that is longer.
  std::string to_text(std::int64_t bytes = 0) const;
  /// The manifest that a text holds. IoError, naming `path`, when it is damaged.
  static Manifest from_text(std::string_view text, const std::filesystem::path& path);
};

/// The text of the manifest at the beginning of a file, its checksum verified. IoError when there is none or
/// it is damaged. Not collective.
std::string read_manifest_text(const std::filesystem::path& path);

/// Rank 0 reads the manifest, all ranks get it or the same IoError. Collective.
Manifest read_manifest(const Communicator& comm, const std::filesystem::path& path);

/// Hash of the bytes of an open file that belong to no field of `entry`. Not collective.
std::uint64_t hash_rest(const File& file, const FileEntry& entry, const ChecksumBlocks& blocks);

/// Where a file of the manifest in `main_file` lies: that file itself, or beside it under the name that it
/// was written with.
std::filesystem::path place_of(const FileEntry& entry, const std::filesystem::path& main_file);

/// Opens a file of the manifest in `main_file`. IoError, too, when it has another length than it should.
/// `suffix` is what the names of the files carry while they are being written. Not collective.
File open_entry(const FileEntry& entry, const std::filesystem::path& main_file,
                const std::string& suffix = {});

/// Reads the rows of block b of a field and compares them with their checksum. IoError. Not collective.
void read_block(const File& file, const FieldEntry& field, const ChecksumBlocks& blocks, std::int64_t b,
                std::vector<double>& rows);

/// Reads every byte of the files of the manifest in `main_file` and compares it with the checksums, each rank
/// its share. Throws IoError on all ranks, which names the damaged rows. Collective.
void verify_files(const Communicator& comm, const Manifest& manifest, const std::filesystem::path& main_file,
                  const std::string& suffix = {});

/// The same by one process alone. Not collective.
void verify_files(const Manifest& manifest, const std::filesystem::path& main_file);

}  // namespace isotherm
