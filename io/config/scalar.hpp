#pragma once
// The syntax of single values: numbers, whole numbers, intervals.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "solver/time/settings.hpp"

namespace isotherm::config {

/// Shortest decimal text that reads back as the same float64.
std::string shortest(double number);

std::string_view trimmed(std::string_view text);

/// A text that starts with a decimal number, and what follows it.
struct LeadingNumber {
  enum class Verdict { ok, none, leading_zero, out_of_range };
  Verdict verdict = Verdict::none;
  double value = 0.0;
  std::string rest;  ///< trimmed
};
/// Decimal numbers only: no hexadecimal, no octal-looking 010, no inf, no nan, no 1_000.
LeadingNumber leading_number(std::string_view text);

/// A decimal whole number that fits 64 bits; no leading zero, no fraction, no exponent.
std::optional<std::int64_t> whole_number(std::string_view text);

/// An interval, or why the text is none.
struct ParsedInterval {
  std::optional<Interval> interval;
  std::string fault;
};
/// `100 steps`, `100`, `5 s`, `10 min wall`, `never`. Any unit of time.
ParsedInterval parse_interval(std::string_view text);

/// The canonical text of an interval: reads back as the same interval.
std::string interval_text(const Interval& interval);

}  // namespace isotherm::config
