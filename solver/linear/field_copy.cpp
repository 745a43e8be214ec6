#include "solver/linear/field_copy.hpp"

#include <cmath>

namespace isotherm {

void split_field(const Field& from, const Lattice& lattice, const SplitArray& to, int extra_x, int extra_y) {
  const auto cells = from.view();
  const int nx = lattice.x.size() + extra_x;
  for (int j = 0; j < lattice.y.size() + extra_y; ++j) {
    const double* const row = cells.row(j);
    double* const even = to.half(j + lattice.y.offset(), 0);
    double* const odd = to.half(j + lattice.y.offset(), 1);
    each_pair(0, nx / 2, [=](std::ptrdiff_t p) {
      even[p] = row[2 * p];
      odd[p] = row[2 * p + 1];
    });
    if (nx % 2 != 0) even[nx / 2] = row[nx - 1];
  }
}

void add_to_field_row(Field& to, const Lattice& lattice, double alpha, const SplitArray& from, int j) {
  const int nx = lattice.x.size();
  double* const row = to.view().row(j - lattice.y.offset());
  const double* const even = from.half(j, 0);
  const double* const odd = from.half(j, 1);
  each_pair(0, nx / 2, [=](std::ptrdiff_t p) {
    row[2 * p] = std::fma(alpha, even[p], row[2 * p]);
    row[2 * p + 1] = std::fma(alpha, odd[p], row[2 * p + 1]);
  });
  if (nx % 2 != 0) row[nx - 1] = std::fma(alpha, even[nx / 2], row[nx - 1]);
}

void join_field(const SplitArray& from, const Lattice& lattice, Field& to) {
  const int nx = lattice.x.size();
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    double* const row = to.view().row(j - lattice.y.offset());
    const double* const even = from.half(j, 0);
    const double* const odd = from.half(j, 1);
    each_pair(0, nx / 2, [=](std::ptrdiff_t p) {
      row[2 * p] = even[p];
      row[2 * p + 1] = odd[p];
    });
    if (nx % 2 != 0) row[nx - 1] = even[nx / 2];
  }
}

}  // namespace isotherm
