#pragma once
// What the options of the command line take; anything else is told in words.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>

namespace isotherm {

/// A whole number of that range.
CLI::Validator whole_number(std::int64_t least, std::int64_t most = std::numeric_limits<std::int64_t>::max());

/// A number of that range; not nan.
CLI::Validator number(double least, double most = std::numeric_limits<double>::max());

/// Any text but an empty one, as of a shell variable that is not set.
CLI::Validator not_empty();

/// Throws CLI::ValidationError unless the two are finite and rise.
void require_rising(const std::string& option, const std::vector<double>& range);

}  // namespace isotherm
