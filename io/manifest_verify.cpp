// Reading checkpoints back against their manifest.

#include <algorithm>
#include <fmt/format.h>

#include "io/file_system.hpp"
#include "io/manifest.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t cell_bytes = sizeof(double);

/// Adds the bytes [begin, end) of the file to the hash.
void hash_range(const File& file, std::int64_t begin, std::int64_t end, ByteHash& hash) {
  constexpr std::int64_t piece = std::int64_t{1} << 20;
  std::vector<char> buffer(static_cast<std::size_t>(std::clamp<std::int64_t>(end - begin, 0, piece)));
  for (std::int64_t at = begin; at < end; at += piece) {
    const auto bytes = static_cast<std::size_t>(std::min(piece, end - at));
    file.read(buffer.data(), bytes, at);
    hash.add(buffer.data(), bytes);
  }
}

/// A field's own file tells nothing of the checkpoint that it belongs to: a stranger may lie under its name.
std::string damage_of(const std::filesystem::path& path) {
  const bool may_be_stranger = path.extension() == ".bin";
  return fmt::format("'{}' is damaged{}", path.string(),
                     may_be_stranger ? ", or of another checkpoint than the description beside it" : "");
}

/// Which part of the work one of several processes does.
struct Share {
  int rank = 0;
  int size = 1;
};

void verify_share(Share share, const std::filesystem::path& main_file, const std::string& suffix,
                  const Manifest& manifest) {
  const ChecksumBlocks blocks = manifest.blocks();
  const std::int64_t n = blocks.count();
  std::vector<double> rows;
  for (const auto& entry : manifest.files) {
    const File file = open_entry(entry, main_file, suffix);
    for (const auto& field : entry.fields) {
      const std::int64_t end = n * (share.rank + 1) / share.size;
      for (std::int64_t b = n * share.rank / share.size; b < end; ++b)
        read_block(file, field, blocks, b, rows);
    }
    if (share.rank == 0 && hash_rest(file, entry, blocks) != entry.rest) {
      throw IoError(fmt::format("{}: the checksum of what is not a field is wrong", damage_of(file.path())));
    }
  }
}

}  // namespace

std::uint64_t hash_rest(const File& file, const FileEntry& entry, const ChecksumBlocks& blocks) {
  ByteHash hash;
  std::int64_t at = entry.first_byte;
  for (const auto& field : entry.fields) {
    hash_range(file, at, field.offset, hash);
    at = field.offset + blocks.nx * blocks.ny * cell_bytes;
  }
  hash_range(file, at, entry.bytes, hash);
  return hash.value();
}

std::filesystem::path place_of(const FileEntry& entry, const std::filesystem::path& main_file) {
  return entry.holds_manifest() ? main_file : main_file.parent_path() / entry.name;
}

File open_entry(const FileEntry& entry, const std::filesystem::path& main_file, const std::string& suffix) {
  File file = File::open_to_read(place_of(entry, main_file).string() + suffix);
  if (file.size() == entry.bytes) return file;
  throw IoError(
      fmt::format("{}: {} bytes long instead of {}", damage_of(file.path()), file.size(), entry.bytes));
}

void read_block(const File& file, const FieldEntry& field, const ChecksumBlocks& blocks, std::int64_t b,
                std::vector<double>& rows) {
  const std::int64_t first = b * blocks.rows_per_block();
  const std::int64_t last = std::min(first + blocks.rows_per_block(), blocks.ny);
  rows.resize(static_cast<std::size_t>((last - first) * blocks.nx));
  file.read(rows.data(), rows.size() * sizeof(double), field.offset + first * blocks.nx * cell_bytes);
  std::uint64_t sum = 0;
  for (std::int64_t j = first; j < last; ++j)
    sum += checksum_share(blocks, j, 0, blocks.nx, rows.data() + (j - first) * blocks.nx);
  if (static_cast<std::int64_t>(sum) == field.checksums[static_cast<std::size_t>(b)]) return;
  throw IoError(fmt::format("{}: the checksum of rows {} to {} of '{}' is wrong", damage_of(file.path()),
                            first, last - 1, field.name));
}

void verify_files(const Communicator& comm, const Manifest& manifest, const std::filesystem::path& main_file,
                  const std::string& suffix) {
  agree<IoError>(comm, [&] { verify_share({comm.rank(), comm.size()}, main_file, suffix, manifest); });
}

void verify_files(const Manifest& manifest, const std::filesystem::path& main_file) {
  verify_share({}, main_file, {}, manifest);
}

}  // namespace isotherm
