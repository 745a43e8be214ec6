// The fingerprint of a field depends on its values alone.

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <openssl/evp.h>

#include "io/fingerprint.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

std::string sha256_of(const std::vector<double>& cells) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(cells.data(), cells.size() * sizeof(double), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string text;
  for (const unsigned char byte : digest) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    text += digits;
  }
  return text;
}

TEST(Fingerprint, IsTheHashOfTheWholeFieldOnAnyDecomposition) {
  const Communicator world(MPI_COMM_WORLD);
  std::vector<double> plain;
  std::vector<double> with_void;
  for (std::int64_t j = 0; j < sample_space.ny; ++j) {
    for (std::int64_t i = 0; i < sample_space.nx; ++i) {
      plain.push_back(sample_value(i, j));
      const bool is_void = (i - 33) * (i - 33) + (j - 20) * (j - 20) < 100;
      with_void.push_back(is_void ? std::numeric_limits<double>::quiet_NaN() : plain.back());
    }
  }
  const Field no_mask;
  for (int px = 1; px <= world.size(); ++px) {
    if (world.size() % px != 0) continue;
    const Decomposition blocks(world, sample_space, px, world.size() / px);
    EXPECT_EQ(field_sha256(blocks, sample_field(blocks, 1.0), no_mask), sha256_of(plain)) << px;
    EXPECT_EQ(field_sha256(blocks, sample_field(blocks, 1.0), sample_mask(blocks)), sha256_of(with_void))
        << px;
  }
}

}  // namespace
}  // namespace isotherm
