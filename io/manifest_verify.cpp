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

/// Checks blocks [begin, end) of one field.
void verify_blocks(const File& file, const FieldEntry& field, const ChecksumBlocks& blocks,
                   std::int64_t begin, std::int64_t end) {
  const std::int64_t rows = blocks.rows_per_block();
  std::vector<double> cells(static_cast<std::size_t>(rows * blocks.nx));
  std::vector<std::int64_t> found(static_cast<std::size_t>(blocks.count()), 0);
  for (std::int64_t b = begin; b < end; ++b) {
    const std::int64_t first = b * rows;
    const std::int64_t last = std::min(first + rows, blocks.ny);
    file.read(cells.data(), static_cast<std::size_t>((last - first) * blocks.nx * cell_bytes),
              field.offset + first * blocks.nx * cell_bytes);
    for (std::int64_t j = first; j < last; ++j) {
      add_to_checksums(blocks, j, 0, blocks.nx, cells.data() + (j - first) * blocks.nx, found);
    }
    if (found[static_cast<std::size_t>(b)] != field.checksums[static_cast<std::size_t>(b)]) {
      throw IoError(fmt::format("'{}' is damaged: the checksum of rows {} to {} of '{}' is wrong",
                                file.path().string(), first, last - 1, field.name));
    }
  }
}

/// Which part of the work one of several processes does.
struct Share {
  int rank = 0;
  int size = 1;
};

void verify_share(Share share, const std::filesystem::path& path, const FileEntry& entry,
                  const ChecksumBlocks& blocks) {
  const File file = File::open_to_read(path);
  if (file.size() != entry.bytes) {
    throw IoError(
        fmt::format("'{}' is damaged: {} bytes long instead of {}", path.string(), file.size(), entry.bytes));
  }
  const std::int64_t n = blocks.count();
  for (const auto& field : entry.fields) {
    verify_blocks(file, field, blocks, n * share.rank / share.size, n * (share.rank + 1) / share.size);
  }
  if (share.rank == 0 && hash_rest(file, entry, blocks) != entry.rest) {
    throw IoError(
        fmt::format("'{}' is damaged: the checksum of what is not a field is wrong", path.string()));
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

void verify_files(const Communicator& comm, const Manifest& manifest, const std::filesystem::path& folder,
                  const std::string& suffix) {
  agree<IoError>(comm, [&] {
    for (const auto& entry : manifest.files) {
      verify_share({comm.rank(), comm.size()}, folder / (entry.name + suffix), entry, manifest.blocks());
    }
  });
}

void verify_files(const Manifest& manifest, const std::filesystem::path& folder) {
  for (const auto& entry : manifest.files) verify_share({}, folder / entry.name, entry, manifest.blocks());
}

}  // namespace isotherm
