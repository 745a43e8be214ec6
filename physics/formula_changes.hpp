#pragma once
// When a formula of time jumps or bends so fast that steps which follow only T would miss it.

#include <vector>

#include "physics/problem.hpp"

namespace isotherm {

/// The times, s, increasing, in (start, end) that steps have to land on to see a value that depends on time:
/// both sides of every jump, and points around peaks that are short against 1/200 of the time. Found by
/// 25,600 looks: what lasts less than the time between two of them may be missed. A formula of place as well
/// is looked at where it is largest and where it is least, as far as 100,000 samples of the domain and the
/// time tell.
std::vector<double> times_of_change(const Value& value, const Domain& domain, double start, double end);

}  // namespace isotherm
