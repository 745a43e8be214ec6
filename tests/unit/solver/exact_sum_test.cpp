// Exact sums: against 128-bit integers, in any order, with cancellation, at both ends of the range.

#include "solver/parallel/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

namespace isotherm {
namespace {

using Limits = std::numeric_limits<double>;
constexpr double inf = Limits::infinity();
constexpr double nan = Limits::quiet_NaN();
constexpr double tiny = Limits::denorm_min();
constexpr double huge = Limits::max();

ExactSum sum_of(const std::vector<double>& values) {
  ExactSum sum;
  for (const double v : values) sum.add(v);
  return sum;
}

double value_of(const std::vector<double>& values) {
  return sum_of(values).value();
}

__extension__ using Integer = __int128;

/// Numbers m 2^e with 53-bit m and e in [0, 40], and their exact sum.
struct Sample {
  std::vector<double> values;
  Integer sum = 0;
};

Sample random_sample(std::mt19937_64& random, int count) {
  std::uniform_int_distribution<std::int64_t> mantissa(-(std::int64_t{1} << 53), std::int64_t{1} << 53);
  std::uniform_int_distribution<int> exponent(0, 40);
  Sample sample;
  for (int n = 0; n < count; ++n) {
    const std::int64_t m = mantissa(random);
    const int e = exponent(random);
    sample.values.push_back(std::ldexp(static_cast<double>(m), e));
    sample.sum += static_cast<Integer>(m) << e;
  }
  return sample;
}

TEST(ExactSum, AgreesWith128BitIntegersOnEveryScale) {
  std::mt19937_64 random(1);
  for (int count : {1, 2, 3, 10, 1000}) {
    for (int repeat = 0; repeat < 50; ++repeat) {
      const Sample sample = random_sample(random, count);
      for (const int scale : {-1074, -1000, -500, -31, 0, 1, 500, 900}) {
        ExactSum sum;
        for (const double v : sample.values) sum.add(std::ldexp(v, scale));
        EXPECT_EQ(sum.value(), std::ldexp(static_cast<double>(sample.sum), scale)) << count << " " << scale;
      }
    }
  }
}

TEST(ExactSum, SameWordsInAnyOrderAndGrouping) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> fraction(-1.0, 1.0);
  std::uniform_int_distribution<int> exponent(-1074, 1023);
  std::vector<double> values;
  for (int n = 0; n < 500; ++n) values.push_back(std::ldexp(fraction(random), exponent(random)));
  const auto words = sum_of(values).words();
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::shuffle(values.begin(), values.end(), random);
    EXPECT_EQ(sum_of(values).words(), words);
    const auto cut = values.begin() + std::uniform_int_distribution<int>(0, 500)(random);
    ExactSum left = sum_of({values.begin(), cut});
    left.add(sum_of({cut, values.end()}));
    EXPECT_EQ(left.words(), words);
  }
}

TEST(ExactSum, SameWordsOneByOneAndTogether) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> fraction(-1.0, 1.0);
  for (const int range : {0, 3, 40, 2000}) {  // alike; across one border of digits; across several
    std::uniform_int_distribution<int> exponent(-1074, -1074 + range);
    for (const int start : {0, 500, 1050}) {
      std::vector<double> values;
      for (int n = 0; n < 1000; ++n)
        values.push_back(std::ldexp(fraction(random), std::min(start + exponent(random), 1023)));
      ExactSum together;
      together.add(values);
      EXPECT_EQ(together.words(), sum_of(values).words()) << range << " " << start;
      values.insert(values.begin() + 300, {inf, 0.0, -0.0, nan, -inf});
      together.clear();
      together.add(values);
      EXPECT_EQ(together.words(), sum_of(values).words()) << range << " " << start;
    }
  }
  ExactSum nothing;
  nothing.add(std::span<const double>());
  EXPECT_EQ(nothing.words(), ExactSum().words());
}

TEST(ExactSum, CancelsExactly) {
  EXPECT_EQ(value_of({1e300, 1.0, -1e300}), 1.0);
  EXPECT_EQ(value_of({huge, tiny, -huge}), tiny);
  EXPECT_EQ(value_of({0.1, 0.2, -0.3}), 0x1p-55);
  std::mt19937_64 random(3);
  auto sample = random_sample(random, 999);
  const std::size_t count = sample.values.size();
  for (std::size_t n = 0; n < count; ++n) sample.values.push_back(-sample.values[n]);
  sample.values.push_back(-0x1p-1074);
  std::shuffle(sample.values.begin(), sample.values.end(), random);
  EXPECT_EQ(value_of(sample.values), -0x1p-1074);
}

TEST(ExactSum, RoundsTiesToEvenAndAllElseToNearest) {
  EXPECT_EQ(value_of({1.0, 0x1p-53}), 1.0);
  EXPECT_EQ(value_of({1.0, 0x1p-53, tiny}), 1.0 + 0x1p-52);
  EXPECT_EQ(value_of({1.0, 0x1p-53, -tiny}), 1.0);
  EXPECT_EQ(value_of({1.0 + 0x1p-52, 0x1p-53}), 1.0 + 0x1p-51);
  EXPECT_EQ(value_of({1.0 + 0x1p-52, 0x1p-53, -tiny}), 1.0 + 0x1p-52);
  EXPECT_EQ(value_of({-1.0, -0x1p-53}), -1.0);
  EXPECT_EQ(value_of({-1.0, -0x1p-53, -tiny}), -1.0 - 0x1p-52);
  EXPECT_EQ(value_of({2.0 - 0x1p-52, 0x1p-53}), 2.0);  // the mantissa overflows into the exponent
}

TEST(ExactSum, Subnormals) {
  EXPECT_EQ(value_of({tiny}), tiny);
  EXPECT_EQ(value_of({tiny, tiny, tiny}), 3 * tiny);
  EXPECT_EQ(value_of({Limits::min(), -tiny}), Limits::min() - tiny);
  EXPECT_EQ(value_of({-Limits::min() / 2, tiny}), -(Limits::min() / 2 - tiny));
  EXPECT_EQ(value_of({Limits::min() - tiny, tiny}), Limits::min());
}

TEST(ExactSum, OverflowsOnlyWhereTheSumDoes) {
  EXPECT_EQ(value_of({huge, huge, -huge}), huge);
  EXPECT_EQ(value_of({huge, huge}), inf);
  EXPECT_EQ(value_of({-huge, -huge}), -inf);
  EXPECT_EQ(value_of({huge, 0x1p970}), inf);  // the tie rounds to 2^1024
  EXPECT_EQ(value_of({huge, 0x1p970, -tiny}), huge);
  EXPECT_EQ(value_of(std::vector<double>(100000, huge)), inf);
}

TEST(ExactSum, ZeroIsPositive) {
  EXPECT_FALSE(std::signbit(value_of({})));
  EXPECT_FALSE(std::signbit(value_of({-0.0, -0.0})));
  EXPECT_FALSE(std::signbit(value_of({1.0, -1.0})));
}

TEST(ExactSum, NaNAndInfinities) {
  EXPECT_EQ(value_of({1.0, inf, -5.0}), inf);
  EXPECT_EQ(value_of({-inf, huge, huge}), -inf);
  EXPECT_TRUE(std::isnan(value_of({inf, -inf})));
  EXPECT_TRUE(std::isnan(value_of({nan, 1.0})));
  EXPECT_TRUE(std::isnan(value_of({inf, nan})));
  ExactSum sum = sum_of({1.0});
  sum.subtract(sum_of({inf}));
  EXPECT_EQ(sum.value(), -inf);
  sum = sum_of({1.0});
  sum.subtract(sum_of({nan}));
  EXPECT_TRUE(std::isnan(sum.value()));
}

TEST(ExactSum, SubtractsAndClears) {
  ExactSum sum = sum_of({0.1, 0.2, 1e20});
  sum.subtract(sum_of({1e20, 0.1}));
  EXPECT_EQ(sum.value(), 0.2);
  sum.clear();
  EXPECT_EQ(sum.words(), ExactSum().words());
}

TEST(ExactSum, WordsOfManySumsAddWordwise) {
  std::mt19937_64 random(4);
  ExactSum all;
  ExactSum::Words words{};
  for (int part = 0; part < 300; ++part) {
    const auto sample = random_sample(random, 20);
    const ExactSum sum = sum_of(sample.values);
    all.add(sum);
    const auto add = sum.words();
    for (std::size_t w = 0; w < words.size(); ++w) words[w] += add[w];
  }
  EXPECT_EQ(ExactSum::from_words(words).words(), all.words());
  EXPECT_EQ(ExactSum::from_words(words).value(), all.value());
  EXPECT_THROW(ExactSum::from_words({}), std::invalid_argument);
}

TEST(ExactSum, RoomFor2To31Sums) {
  // The words of 2^31 sums with the largest digits, without adding them one by one.
  ExactSum::Words words = sum_of({-tiny}).words();  // all digits are 2^32 - 1, the sign in the last
  for (auto& word : words) word *= std::int64_t{1} << 31;
  EXPECT_EQ(ExactSum::from_words(words).value(), -0x1p31 * tiny);
}

TEST(ExactSum, AddsPastAnOwnCarry) {
  ExactSum sum;
  for (int n = 0; n < 3000000; ++n) sum.add(1.0 - 0x1p-53);
  EXPECT_EQ(sum.value(), 3000000.0 - 3000000.0 * 0x1p-53);
}

}  // namespace
}  // namespace isotherm
