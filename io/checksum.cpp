#include "io/checksum.hpp"

#include <algorithm>
#include <new>
#define XXH_INLINE_ALL  // with this machine's vectors: the same values in less time
#if defined(__AVX512F__)
#define XXH_VECTOR XXH_AVX2  // GCC 12 warns of its own header for wider ones
#endif
#include <xxhash.h>

#include "solver/grid/decomposition.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t block_bytes = std::int64_t{1} << 20;

XXH3_state_t* state_of(void* state) {
  return static_cast<XXH3_state_t*>(state);
}

}  // namespace

std::int64_t ChecksumBlocks::rows_per_block() const {
  return std::max<std::int64_t>(1, block_bytes / (nx * static_cast<std::int64_t>(sizeof(double))));
}

std::uint64_t checksum_share(const ChecksumBlocks& blocks, std::int64_t j, std::int64_t i0, std::int64_t n,
                             const double* cells) {
  const std::int64_t length = segment_length(blocks.nx);
  const std::int64_t segments_per_row = (blocks.nx + length - 1) / length;
  std::uint64_t sum = 0;
  for (std::int64_t i = 0; i < n; i += length) {
    const auto bytes = static_cast<std::size_t>(std::min(length, n - i)) * sizeof(double);
    const auto number = static_cast<std::uint64_t>(j * segments_per_row + (i0 + i) / length);
    sum += XXH3_64bits_withSeed(cells + i, bytes, number);
  }
  return sum;
}

void add_to_checksums(const ChecksumBlocks& blocks, std::int64_t j, std::int64_t i0, std::int64_t n,
                      const double* cells, std::span<std::int64_t> checksums) {
  auto& block = checksums[static_cast<std::size_t>(j / blocks.rows_per_block())];
  block =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(block) + checksum_share(blocks, j, i0, n, cells));
}

ByteHash::ByteHash() : state_(XXH3_createState()) {
  if (state_ == nullptr) throw std::bad_alloc();
  XXH3_64bits_reset(state_of(state_));
}

ByteHash::~ByteHash() {
  XXH3_freeState(state_of(state_));
}

void ByteHash::add(const void* bytes, std::size_t count) {
  XXH3_64bits_update(state_of(state_), bytes, count);
}

std::uint64_t ByteHash::value() const {
  return XXH3_64bits_digest(state_of(state_));
}

std::uint64_t hash_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace isotherm
