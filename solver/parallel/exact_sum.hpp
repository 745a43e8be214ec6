#pragma once
// Sums of doubles that do not depend on order: a fixed-point superaccumulator.

#include <array>
#include <cstdint>
#include <span>

namespace isotherm {

/// The exact sum of any number of doubles, held as base-2^32 digits in 64-bit integers (Kulisch 2013,
/// chapter 8; digits added without carries as Neal 2015 does). Two sums add by adding their words, in any
/// order: MPI_SUM on MPI_INT64_T, in a reduction or in MPI_Accumulate, gives the same words.
/// NaN and infinities are counted, so that they too do not depend on order.
class ExactSum {
 public:
  /// 68 digits reach from 2^-1074 to 2^1102; then the counts of +inf, -inf and NaN.
  static constexpr std::size_t digit_count = 68;
  static constexpr std::size_t word_count = digit_count + 3;
  using Words = std::array<std::int64_t, word_count>;

  /// Adds one number exactly.
  void add(double value);
  /// Adds many numbers exactly; several times faster than one by one where they are of like size.
  void add(std::span<const double> values);
  /// Adds another sum exactly.
  void add(const ExactSum& other);
  /// Adds -other exactly.
  void subtract(const ExactSum& other);

  /// The sum rounded once to the nearest double (ties to even); NaN when a NaN or both infinities came in.
  double value() const;

  /// The words after carrying, so that 2^31 such sums can be added wordwise without overflow.
  Words words() const;
  static ExactSum from_words(std::span<const std::int64_t> words);

  void clear() { *this = ExactSum{}; }

 private:
  void add_alike(std::span<const double> values, std::size_t digit);
  void carry();
  Words words_{};
  std::int64_t additions_ = 0;  ///< since the last carry; carried before a digit could overflow
};

}  // namespace isotherm
