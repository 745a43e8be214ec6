#include "io/field_rows.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "solver/grid/loops.hpp"

namespace isotherm {

FieldRows::FieldRows(const Field& field, const Field& mask) : field_(&field) {
  if constexpr (!runs_on_host) field_on_host_ = field.to_host();
  if (!mask.empty()) mask_on_host_ = mask.to_host();
}

void FieldRows::copy(int j0, int j1, double* to) const {
  const int nx = field_->nx();
  for (int j = j0; j < j1; ++j) {
    const std::ptrdiff_t start = std::ptrdiff_t{j} * nx;
    double* const row = to + std::ptrdiff_t{j - j0} * nx;
    std::copy_n(field_on_host_.empty() ? field_->view().row(j) : field_on_host_.data() + start, nx, row);
    if (mask_on_host_.empty()) continue;
    for (int i = 0; i < nx; ++i) {
      if (mask_on_host_[static_cast<std::size_t>(start + i)] == 0.0)
        row[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

void set_owned(Field& field, const Field& mask, std::vector<double> values) {
  if (!mask.empty()) {
    const std::vector<double> inside = mask.to_host();
    for (std::size_t n = 0; n < values.size(); ++n) {
      if (inside[n] == 0.0) values[n] = 0.0;
    }
  }
  field.from_host(values);
}

RowPieces row_pieces(const Decomposition& decomposition) {
  std::int64_t piece_cells = std::int64_t{1} << 19;  // 4 MiB stay in cache: twice as fast as 64
  // For tests: many pieces of small fields.
  if (const char* fewer = std::getenv("ISOTHERM_TEST_PIECE")) piece_cells = std::atoll(fewer);
  const auto& owned = decomposition.owned();
  const std::int64_t rows = std::clamp<std::int64_t>(piece_cells / owned.nx(), 1, owned.ny());
  const std::int64_t count = (owned.ny() + rows - 1) / rows;
  return {static_cast<int>(rows), static_cast<int>(decomposition.comm().max(count))};
}

}  // namespace isotherm
