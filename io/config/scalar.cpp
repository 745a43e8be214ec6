#include "io/config/scalar.hpp"

#include <array>
#include <charconv>

#include "io/config/units.hpp"

namespace isotherm::config {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Length of the decimal number at the start of the text, sign and exponent included; 0 when there is none.
std::size_t number_length(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - start;
  };
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  std::size_t count = digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    count += digits();
  }
  if (count == 0) return 0;
  const std::size_t mantissa = i;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return mantissa;
  }
  return i;
}

bool has_leading_zero(std::string_view number) {
  if (number.front() == '+' || number.front() == '-') number.remove_prefix(1);
  return number.size() > 1 && number[0] == '0' && is_digit(number[1]);
}

}  // namespace

std::string shortest(double number) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), result.ptr};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

LeadingNumber leading_number(std::string_view text) {
  using Verdict = LeadingNumber::Verdict;
  text = trimmed(text);
  const std::size_t length = number_length(text);
  if (length == 0) return {};
  std::string_view number = text.substr(0, length);
  LeadingNumber found{
      .verdict = Verdict::ok, .value = 0.0, .rest = std::string(trimmed(text.substr(length)))};
  if (has_leading_zero(number)) found.verdict = Verdict::leading_zero;
  if (number.front() == '+') number.remove_prefix(1);  // from_chars takes no plus
  const auto result = std::from_chars(number.data(), number.data() + number.size(), found.value);
  if (result.ec != std::errc{}) found.verdict = Verdict::out_of_range;
  return found;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || has_leading_zero(text)) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

ParsedInterval parse_interval(std::string_view text) {
  text = trimmed(text);
  if (text == "never") return {Interval{}, {}};
  LeadingNumber number = leading_number(text);
  if (number.verdict != LeadingNumber::Verdict::ok) return {std::nullopt, "is no interval"};
  if (!(number.value > 0.0)) return {std::nullopt, "must be positive"};
  if (number.rest.empty() || number.rest == "steps" || number.rest == "step") {
    const auto steps = whole_number(text.substr(0, text.find_first_of(" \ts")));
    if (!steps) return {std::nullopt, "must be a whole number of steps; a time needs its unit"};
    return {Interval{Interval::Unit::steps, *steps, 0.0}, {}};
  }
  Interval interval{Interval::Unit::simulated, 0, 0.0};
  constexpr std::string_view wall = "wall";
  if (number.rest.ends_with(wall)) {
    interval.unit = Interval::Unit::wall;
    number.rest = trimmed(number.rest.substr(0, number.rest.size() - wall.size()));
  }
  const Converted time = convert(number.value, number.rest, Dimension::time, TemperatureUnit::kelvin);
  if (time.verdict == UnitVerdict::unknown_unit)
    return {std::nullopt, "has an unknown unit '" + number.rest + "'"};
  if (time.verdict != UnitVerdict::ok) return {std::nullopt, "is not a time: '" + number.rest + "'"};
  if (!(time.value > 0.0 && time.value <= 1e300)) return {std::nullopt, "is out of range"};
  interval.seconds = time.value;
  return {interval, {}};
}

std::string interval_text(const Interval& interval) {
  switch (interval.unit) {
    case Interval::Unit::steps:
      return std::to_string(interval.steps) + " steps";
    case Interval::Unit::simulated:
      return shortest(interval.seconds) + " s";
    case Interval::Unit::wall:
      return shortest(interval.seconds) + " s wall";
    case Interval::Unit::never:
      break;
  }
  return "never";
}

}  // namespace isotherm::config
