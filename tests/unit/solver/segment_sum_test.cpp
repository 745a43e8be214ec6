// The order in which a segment is summed is part of the bits of a run: it is written down here once more.

#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <vector>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

/// Lane l sums terms l, l + 8, ...; then lanes l and l + 4, l and l + 2, l and l + 1.
double written_down(const std::vector<double>& v) {
  double lane[8] = {};
  for (std::size_t n = 0; n < v.size(); ++n) lane[n % 8] += v[n];
  for (const int half : {4, 2, 1}) {
    for (int l = 0; l < half; ++l) lane[l] += lane[l + half];
  }
  return lane[0];
}

TEST(SegmentSum, SameBitsAsWrittenDown) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> value(-1.0, 1.0);
  for (int n = 0; n <= 64; ++n) {
    std::vector<double> v;
    for (int i = 0; i < n; ++i) v.push_back(std::ldexp(value(random), i % 30));
    EXPECT_EQ(segment_sum(n, [&](int i) { return v[static_cast<std::size_t>(i)]; }), written_down(v)) << n;
  }
}

TEST(SegmentSum, LengthOfSegments) {
  EXPECT_EQ(segment_length(1), 16);
  EXPECT_EQ(segment_length(1023), 16);
  EXPECT_EQ(segment_length(1024), 64);
  EXPECT_EQ(segment_length(100000), 64);
}

}  // namespace
}  // namespace isotherm
