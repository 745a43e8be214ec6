#include "solver/parallel/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace isotherm {
namespace {

constexpr std::int64_t digit_mask = 0xffffffff;
constexpr std::int64_t additions_before_carry = std::int64_t{1} << 29;
constexpr int lowest_exponent = -1074;

constexpr std::size_t plus_infinities = ExactSum::digit_count;
constexpr std::size_t minus_infinities = ExactSum::digit_count + 1;
constexpr std::size_t not_numbers = ExactSum::digit_count + 2;

constexpr std::uint64_t no_number = 0x7ff;  // exponent of infinities and NaN

std::uint64_t exponent_of(double value) {
  return (std::bit_cast<std::uint64_t>(value) >> 52) & 0x7ff;
}
/// Of the lowest bit of a finite number; 0 is 2^-1074.
std::uint64_t position_of(std::uint64_t exponent) {
  return exponent - std::uint64_t{exponent > 0};
}
std::size_t lowest_digit(std::uint64_t exponent) {
  return position_of(exponent) / 32;
}

/// Bit `position` (0 is 2^-1074) of non-negative, carried digits.
bool bit(const ExactSum::Words& words, int position) {
  return ((words[static_cast<std::size_t>(position / 32)] >> (position % 32)) & 1) != 0;
}

/// Rounds non-negative, carried digits to the nearest double.
double magnitude(const ExactSum::Words& words) {
  int top = static_cast<int>(ExactSum::digit_count) - 1;
  while (top >= 0 && words[static_cast<std::size_t>(top)] == 0) --top;
  if (top < 0) return 0.0;
  const auto top_digit = static_cast<std::uint64_t>(words[static_cast<std::size_t>(top)]);
  const int highest = 32 * top + 63 - std::countl_zero(top_digit);
  const int lowest = std::max(highest - 52, 0);
  std::uint64_t mantissa = 0;
  for (int p = highest; p >= lowest; --p) mantissa = 2 * mantissa + (bit(words, p) ? 1 : 0);
  if (lowest > 0 && bit(words, lowest - 1)) {
    bool above_half = (mantissa & 1) != 0;  // ties to even
    for (int p = lowest - 2; p >= 0 && !above_half; --p) above_half = bit(words, p);
    if (above_half) ++mantissa;
  }
  return std::ldexp(static_cast<double>(mantissa), lowest + lowest_exponent);
}

}  // namespace

void ExactSum::add(double value) {
  const std::uint64_t exponent = exponent_of(value);
  if (exponent < no_number) return add_alike({&value, 1}, lowest_digit(exponent));
  ++words_[std::isnan(value) ? not_numbers : value < 0.0 ? minus_infinities : plus_infinities];
}

void ExactSum::add(std::span<const double> values) {
  constexpr std::size_t most_at_once = 256;
  while (!values.empty()) {
    const auto part = values.first(std::min(values.size(), most_at_once));
    values = values.subspan(part.size());
    std::uint64_t least = no_number;
    std::uint64_t most = 0;
    for (const double value : part) {
      least = std::min(least, exponent_of(value));
      most = std::max(most, exponent_of(value));
    }
    if (most < no_number && lowest_digit(least) == lowest_digit(most)) {
      add_alike(part, lowest_digit(least));
    } else {
      for (const double value : part) add(value);
    }
  }
}

/// Adds finite numbers whose lowest bits all lie in the same digit. No branches: compilers vectorise this.
void ExactSum::add_alike(std::span<const double> values, std::size_t digit) {
  std::int64_t first = 0, second = 0, third = 0;
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const std::uint64_t exponent = exponent_of(value);
    const std::uint64_t mantissa = (bits & 0xfffffffffffff) | (std::uint64_t{exponent > 0} << 52);
    const std::uint64_t shift = position_of(exponent) % 32;
    const std::uint64_t low = (mantissa & digit_mask) << shift;
    const std::uint64_t high = (mantissa >> 32) << shift;
    const auto negative = -static_cast<std::int64_t>(bits >> 63);  // all bits or none: (x ^ -1) + 1 = -x
    const auto with_sign = [&](std::uint64_t x) {
      return (static_cast<std::int64_t>(x) ^ negative) - negative;
    };
    first += with_sign(low & digit_mask);
    second += with_sign((low >> 32) + (high & digit_mask));
    third += with_sign(high >> 32);
  }
  words_[digit] += first;
  words_[digit + 1] += second;
  words_[digit + 2] += third;
  additions_ += static_cast<std::int64_t>(values.size());
  if (additions_ >= additions_before_carry) carry();
}

void ExactSum::add(const ExactSum& other) {
  carry();
  const Words theirs = other.words();
  for (std::size_t w = 0; w < word_count; ++w) words_[w] += theirs[w];
  additions_ = 1;
}

void ExactSum::subtract(const ExactSum& other) {
  carry();
  Words theirs = other.words();
  std::swap(theirs[plus_infinities], theirs[minus_infinities]);
  for (std::size_t w = 0; w < digit_count; ++w) words_[w] -= theirs[w];
  for (std::size_t w = digit_count; w < word_count; ++w) words_[w] += theirs[w];
  additions_ = 1;
}

void ExactSum::carry() {
  std::int64_t carried = 0;
  for (std::size_t d = 0; d + 1 < digit_count; ++d) {
    const std::int64_t sum = words_[d] + carried;
    carried = sum >> 32;  // arithmetic shift: floor
    words_[d] = sum & digit_mask;
  }
  words_[digit_count - 1] += carried;
  additions_ = 0;
}

double ExactSum::value() const {
  const bool plus = words_[plus_infinities] > 0;
  const bool minus = words_[minus_infinities] > 0;
  if (words_[not_numbers] > 0 || (plus && minus)) return std::numeric_limits<double>::quiet_NaN();
  if (plus) return std::numeric_limits<double>::infinity();
  if (minus) return -std::numeric_limits<double>::infinity();
  ExactSum positive = *this;
  positive.carry();
  const bool negative = positive.words_[digit_count - 1] < 0;
  if (negative) {
    for (std::size_t d = 0; d < digit_count; ++d) positive.words_[d] = -positive.words_[d];
    positive.carry();
  }
  const double result = magnitude(positive.words_);
  return negative ? -result : result;
}

ExactSum::Words ExactSum::words() const {
  ExactSum carried = *this;
  carried.carry();
  return carried.words_;
}

ExactSum ExactSum::from_words(std::span<const std::int64_t> words) {
  if (words.size() < word_count) throw std::invalid_argument("an exact sum has more words");
  ExactSum sum;
  std::copy_n(words.begin(), word_count, sum.words_.begin());
  sum.carry();
  return sum;
}

}  // namespace isotherm
