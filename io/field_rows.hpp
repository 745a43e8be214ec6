#pragma once
// A field as files see it.

#include <vector>

#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// The owned rows of a field, with a quiet NaN in void cells, ready to be written. Refers to both fields.
class FieldRows {
 public:
  /// `mask` is 0 in void cells; an empty mask means that there are none.
  FieldRows(const Field& field, const Field& mask);
  /// Owned rows [j0, j1), one after another, into (j1 - j0) * nx cells. Not collective.
  void copy(int j0, int j1, double* to) const;

 private:
  const Field* field_;
  std::vector<double> field_on_host_;  ///< only where kernels run on a device
  std::vector<double> mask_on_host_;   ///< empty: no voids
};

/// Sets the owned cells of a field from what a file held, void cells to 0.
void set_owned(Field& field, const Field& mask, std::vector<double> values);

/// How many owned rows are written or read in one collective call, so that buffers stay small and counts fit
/// in 32 bits; and how many calls it takes on the rank that needs most.
struct RowPieces {
  int rows = 0;
  int count = 0;
};
/// Collective.
RowPieces row_pieces(const Decomposition& decomposition);

}  // namespace isotherm
