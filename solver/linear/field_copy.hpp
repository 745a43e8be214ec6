#pragma once
// Between fields and split arrays of the finest level.

#include "solver/grid/field.hpp"
#include "solver/linear/split_array.hpp"

namespace isotherm {

// Host only. A field's rows [0, ny) and columns [0, nx) are the lattice's owned ones.

/// Owned cells of a field into a split array; so many columns and rows more where the field has faces.
void split_field(const Field& from, const Lattice& lattice, const SplitArray& to, int extra_x = 0,
                 int extra_y = 0);
/// to += alpha from on the lattice's local row j.
void add_to_field_row(Field& to, const Lattice& lattice, double alpha, const SplitArray& from, int j);
/// The lattice's owned cells of a split array into a field.
void join_field(const SplitArray& from, const Lattice& lattice, Field& to);

}  // namespace isotherm
