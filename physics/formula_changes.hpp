#pragma once
// When a formula of time jumps or bends so fast that steps which follow only T would miss it.

#include <vector>

#include "physics/problem.hpp"

namespace isotherm {

struct FormulaChanges {
  /// In (start, end), increasing, s: both sides of every jump, and points around peaks that are short against
  /// 1/200 of the time.
  std::vector<double> times;
  double last = 0.0;      ///< from then on the value stays what it is at the end, s
  bool too_fast = false;  ///< it jumps about as often as it is looked at: jumps may have been missed
};

/// What steps have to land on to see a value that depends on time. Found by 25,600 looks: what lasts less
/// than the time between two of them may be missed. A formula of place as well is looked at where it is
/// least, and in sixteen parts of the domain where it is largest there, as far as 100,000 samples tell.
FormulaChanges changes_of(const Value& value, const Domain& domain, double start, double end);

}  // namespace isotherm
