#pragma once
// Field algebra: exact sums, extremes and copies over owned cells.

#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// Sum of n doubles in one fixed order, whatever the loop around it: eight lanes, then a tree. n at most a
/// segment; a missing lane counts as zero.
template <class Term>
double segment_sum(int n, Term&& term) {
  double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  int i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int l = 0; l < 8; ++l) lane[l] += term(i + l);
  }
  for (int l = 0; i + l < n; ++l) lane[l] += term(i + l);
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/// Sum of term(j, i) over the owned cells of this rank in the rows for which `counts` says so, segments
/// summed in a fixed order and added exactly. Host only. Not collective.
template <class Term, class Counts>
ExactSum local_sum(const Decomposition& decomposition, Term&& term, Counts&& counts) {
  const auto& owned = decomposition.owned();
  const int length = static_cast<int>(segment_length(decomposition.space().nx));
  ExactSum sum;
  for (int j = 0; j < owned.ny(); ++j) {
    if (!counts(j)) continue;
    for (int i = 0; i < owned.nx(); i += length) {  // owned.x.begin lies on a multiple of length
      const int n = owned.nx() - i < length ? owned.nx() - i : length;
      sum.add(segment_sum(n, [&](int s) { return term(j, i + s); }));
    }
  }
  return sum;
}
/// In all rows.
template <class Term>
ExactSum local_sum(const Decomposition& decomposition, Term&& term) {
  return local_sum(decomposition, term, [](int) { return true; });
}

/// The sum over all ranks, rounded once. Collective.
double global_value(const Communicator& comm, const ExactSum& local);

/// The exact sum over all ranks, on all of them. Collective.
ExactSum sum_over(const Communicator& comm, const ExactSum& local);

/// Smallest and largest of owned values; NaN when one is NaN; -0 counts as +0.
struct Extremes {
  double min;
  double max;
};
/// Over the owned cells where mask(j, i) != 0; without a mask (empty field) over all. {+inf, -inf} when
/// there is no such cell. Not collective.
Extremes local_extremes(const Field& field, const Field& mask);

/// The number j * nx + i, in the whole grid, of the first cell with mask != 0 (see above) whose value is not
/// finite; -1 when all are. Collective.
std::int64_t first_not_finite(const Decomposition& decomposition, const Field& field, const Field& mask);

/// Owned cells: to = from. Not collective.
void copy(const Field& from, Field& to);

/// max |a - b| over owned cells; NaN when one is NaN. Not collective.
double local_max_difference(const Field& a, const Field& b);

}  // namespace isotherm
