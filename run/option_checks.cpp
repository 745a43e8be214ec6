#include "run/option_checks.hpp"

#include <cmath>
#include <fmt/format.h>

#include "io/config/scalar.hpp"

namespace isotherm {
namespace {

template <class Number>
std::string range_in_words(Number least, Number most) {
  return most == std::numeric_limits<Number>::max() ? fmt::format("at least {}", least)
                                                    : fmt::format("from {} to {}", least, most);
}

}  // namespace

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
  const std::string range = range_in_words(least, most);
  const auto check = [=](const std::string& text) {
    const auto value = config::whole_number(text);
    if (value && *value >= least && *value <= most) return std::string();
    return fmt::format("'{}' is not accepted: write a whole number, {}", text, range);
  };
  return {check, range, "whole number"};
}

CLI::Validator number(double least, double most) {
  const std::string range = range_in_words(least, most);
  const auto check = [=](const std::string& text) {
    double value = 0.0;
    if (CLI::detail::lexical_cast(text, value) && value >= least && value <= most) return std::string();
    return fmt::format("'{}' is not accepted: write a number, {}", text, range);
  };
  return {check, range, "number"};
}

CLI::Validator not_empty() {
  const auto check = [](const std::string& text) {
    return text.empty() ? std::string("is empty: write a name, or leave the option out") : std::string();
  };
  return {check, "", "not empty"};
}

void require_rising(const std::string& option, const std::vector<double>& range) {
  const bool rising = range.size() == 2 && std::isfinite(range[0]) && std::isfinite(range[1]);
  if (rising && range[0] < range[1]) return;
  throw CLI::ValidationError(option, "write two finite numbers, the smaller one first: 20 100");
}

}  // namespace isotherm
