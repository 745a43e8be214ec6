#pragma once
// Exact sums of products over split rows.

#include "solver/linear/split_array.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// Sum of a[k] b[k] for k < n in one fixed order: eight lanes, then a tree.
inline double product_sum(const double* a, const double* b, int n) {
  double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  int k = 0;
  for (; k + 8 <= n; k += 8) {
    for (int l = 0; l < 8; ++l) lane[l] += a[k + l] * b[k + l];
  }
  for (int l = 0; k + l < n; ++l) lane[l] += a[k + l] * b[k + l];
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/// Adds the products of the finest level's row j. Cuts in x lie on multiples of the segment length, so that
/// each segment (its even cells, then its odd ones) is summed by one rank, and the segments' sums are added
/// exactly.
inline void add_row_products(ExactSum& sum, const Lattice& lattice, const SplitArray& a, const SplitArray& b,
                             int j) {
  const int half = static_cast<int>(segment_length(lattice.x.n)) / 2;
  const int nx = lattice.x.size();  // the finest level's offset in x is 0
  for (int p = 0; 2 * p < nx; p += half) {
    const int cells = nx - 2 * p < 2 * half ? nx - 2 * p : 2 * half;
    const double even = product_sum(a.half(j, 0) + p, b.half(j, 0) + p, (cells + 1) / 2);
    const double odd = product_sum(a.half(j, 1) + p, b.half(j, 1) + p, cells / 2);
    sum.add(even + odd);
  }
}

/// Sum over the owned cells. Not collective.
inline ExactSum local_product(const Lattice& lattice, const SplitArray& a, const SplitArray& b) {
  ExactSum sum;
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) add_row_products(sum, lattice, a, b, j);
  return sum;
}

}  // namespace isotherm
