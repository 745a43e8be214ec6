#include "io/config/sampling.hpp"

#include <array>
#include <numeric>

namespace isotherm::config {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  double unit() { return static_cast<double>(bits() >> 11U) * 0x1p-53; }
  /// Below n, which is far below 2^64.
  std::uint64_t below(std::uint64_t n) { return bits() % n; }

 private:
  std::uint64_t state_;
};

/// A primitive polynomial over GF(2), of this degree with these inner coefficients, and the first odd
/// integers of the direction numbers.
struct Direction {
  unsigned degree;
  unsigned coefficients;
  std::array<unsigned, 7> m;
};

/// Dimensions 2 to 21 of new-joe-kuo-6.21201 (Joe and Kuo 2008).
constexpr std::array<Direction, most_sobol_dimensions - 1> directions{{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
}};

constexpr unsigned bits = 32;
using Vectors = std::array<std::uint32_t, bits>;

/// The direction vectors of a dimension, the first one counted as 0.
Vectors direction_vectors(std::size_t dimension) {
  Vectors v{};
  if (dimension == 0) {
    for (unsigned k = 0; k < bits; ++k) v[k] = 1U << (bits - 1 - k);
    return v;
  }
  const Direction& d = directions[dimension - 1];
  for (unsigned k = 0; k < d.degree; ++k) v[k] = d.m[k] << (bits - 1 - k);
  for (unsigned k = d.degree; k < bits; ++k) {
    v[k] = v[k - d.degree] ^ (v[k - d.degree] >> d.degree);
    for (unsigned l = 1; l < d.degree; ++l) {
      if (((d.coefficients >> (d.degree - 1 - l)) & 1U) != 0) v[k] ^= v[k - l];
    }
  }
  return v;
}

}  // namespace

Points latin_hypercube(std::int64_t count, std::size_t dimensions, std::uint64_t seed) {
  const auto n = static_cast<std::size_t>(count);
  Random random(seed);
  Points points(n, std::vector<double>(dimensions));
  std::vector<std::size_t> strata(n);
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::iota(strata.begin(), strata.end(), std::size_t{0});
    for (std::size_t i = n; i > 1; --i) std::swap(strata[i - 1], strata[random.below(i)]);
    for (std::size_t i = 0; i < n; ++i) {
      points[i][d] = (static_cast<double>(strata[i]) + random.unit()) / static_cast<double>(n);
    }
  }
  return points;
}

Points sobol(std::int64_t count, std::size_t dimensions, std::uint64_t seed) {
  Random random(seed);
  Points points(static_cast<std::size_t>(count), std::vector<double>(dimensions));
  for (std::size_t d = 0; d < dimensions; ++d) {
    const Vectors v = direction_vectors(d);
    std::uint32_t at = seed == 0 ? 0U : static_cast<std::uint32_t>(random.bits() >> bits);
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i][d] = static_cast<double>(at) * 0x1p-32;
      unsigned lowest_zero = 0;  // Gray code order (Antonov and Saleev 1979)
      while (((i >> lowest_zero) & 1U) != 0) ++lowest_zero;
      at ^= v[lowest_zero];
    }
  }
  return points;
}

}  // namespace isotherm::config
