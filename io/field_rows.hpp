#pragma once
// A field as files see it.

#include <functional>
#include <vector>

#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// The owned rows of a field on the host: where they lie, or copies of a device's.
class HostRows {
 public:
  explicit HostRows(const Field& field);
  bool empty() const { return field_->empty(); }
  const double* row(int j) const;

 private:
  const Field* field_;
  std::vector<double> copy_;  ///< only where kernels run on a device
};

/// The owned rows of a field, with a quiet NaN in void cells, ready to be written. Refers to both fields.
class FieldRows {
 public:
  /// `mask` is 0 in void cells; an empty mask means that there are none.
  FieldRows(const Field& field, const Field& mask) : nx_(field.nx()), field_(field), mask_(mask) {}
  /// Owned rows [j0, j1), one after another, into (j1 - j0) * nx cells. Not collective.
  void copy(int j0, int j1, double* to) const;

 private:
  int nx_;
  HostRows field_;
  HostRows mask_;
};

/// Fills the owned rows of a field from a file, void cells with 0, without room for a second field. Refers to
/// both.
class FieldFiller {
 public:
  FieldFiller(Field& field, const Field& mask);
  /// Sets rows [j0, j1) from (j1 - j0) * nx cells. Not collective.
  void set(int j0, int j1, const double* from);
  /// To be called when all rows are set. Not collective.
  void finish();

 private:
  Field* field_;
  HostRows mask_;
  std::vector<double> copy_;  ///< only where kernels run on a device
};

/// What reads a file hands over piece by piece: owned rows [j0, j1), one after another.
using TakeRows = std::function<void(int j0, int j1, const double* cells)>;

/// How many owned rows are written or read in one collective call, so that buffers stay small and counts fit
/// in 32 bits; and how many calls it takes on the rank that needs most.
struct RowPieces {
  int rows = 0;
  int count = 0;
};
/// Collective.
RowPieces row_pieces(const Decomposition& decomposition);

}  // namespace isotherm
