#pragma once
// Where a formula of time jumps or bends so fast that steps which follow only T would miss it.

#include <vector>

#include "physics/value.hpp"

namespace isotherm {

/// The times, s, increasing, in (start, end) that steps have to land on to see a value that depends on time
/// alone: both sides of every jump, and points around peaks that are short against 1/200 of the time. Found
/// by 25,600 looks: what lasts less than the time between two of them may be missed.
std::vector<double> times_of_change(const Value& value, double start, double end);

}  // namespace isotherm
