#pragma once
// A state at a glance: few values, for terminals and thumbnails.

#include <filesystem>
#include <vector>

#include "io/picture/canvas.hpp"

namespace isotherm {

/// Values of rows x columns places of the domain, the top row first; NaN in voids.
struct CoarseField {
  int columns = 0;
  int rows = 0;
  std::vector<double> values;
  std::int64_t step = 0;
  double low = 0.0;  ///< least and largest of the values
  double high = 0.0;
};

/// The temperature of a snapshot or checkpoint at no more places than that, with the grid's shape. Reads a
/// share of the file only. IoError. Not collective.
CoarseField coarse_field(const std::filesystem::path& file, int most_columns, int most_rows);

/// One pixel per value, in the colours between least and largest. Pure.
Canvas thumbnail(const CoarseField& field);

}  // namespace isotherm
