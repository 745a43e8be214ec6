#pragma once
// Checksums of fields that do not depend on the decomposition, and of plain bytes (XXH3, 64 bits).

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace isotherm {

/// How the rows of an ny by nx field are grouped for checksums: blocks of about 1 MiB, by nx alone.
struct ChecksumBlocks {
  std::int64_t nx = 0;
  std::int64_t ny = 0;
  std::int64_t rows_per_block() const;
  std::int64_t count() const { return (ny + rows_per_block() - 1) / rows_per_block(); }
};

/// What part of a row adds to the checksum of its block, modulo 2^64: cells [i0, i0 + n) of global row j. A
/// row is cut into segments at multiples of segment_length(nx), as sums are; each is hashed with its global
/// number as the seed, and the hashes of a block are added modulo 2^64. So ranks hash what they own in any
/// order, and the sums of their results are those of the whole field. i0 lies on such a multiple, and i0 + n
/// does or is nx. Not collective.
std::uint64_t checksum_share(const ChecksumBlocks& blocks, std::int64_t j, std::int64_t i0, std::int64_t n,
                             const double* cells);

/// Adds that share to the checksum of the row's block. Not collective.
void add_to_checksums(const ChecksumBlocks& blocks, std::int64_t j, std::int64_t i0, std::int64_t n,
                      const double* cells, std::span<std::int64_t> checksums);

/// XXH3 of bytes given one after another.
class ByteHash {
 public:
  ByteHash();
  ~ByteHash();
  ByteHash(const ByteHash&) = delete;
  ByteHash& operator=(const ByteHash&) = delete;
  void add(const void* bytes, std::size_t count);
  std::uint64_t value() const;

 private:
  void* state_;
};

std::uint64_t hash_of(std::string_view bytes);

}  // namespace isotherm
