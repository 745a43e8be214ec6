#include "io/field_rows.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "solver/grid/loops.hpp"

namespace isotherm {

namespace {

/// Puts a value into the void cells of a row.
void fill_voids(const HostRows& mask, int j, int nx, double value, double* row) {
  if (mask.empty()) return;
  const double* const inside = mask.row(j);
  for (int i = 0; i < nx; ++i) {
    if (inside[i] == 0.0) row[i] = value;
  }
}

}  // namespace

HostRows::HostRows(const Field& field) : field_(&field) {
  if constexpr (!runs_on_host) copy_ = field.to_host();
}

const double* HostRows::row(int j) const {
  return copy_.empty() ? field_->view().row(j) : copy_.data() + std::ptrdiff_t{j} * field_->nx();
}

void FieldRows::copy(int j0, int j1, double* to) const {
  for (int j = j0; j < j1; ++j, to += nx_) {
    std::copy_n(field_.row(j), nx_, to);
    fill_voids(mask_, j, nx_, std::numeric_limits<double>::quiet_NaN(), to);
  }
}

FieldFiller::FieldFiller(Field& field, const Field& mask) : field_(&field), mask_(mask) {
  if constexpr (!runs_on_host) copy_ = field.to_host();
}

void FieldFiller::set(int j0, int j1, const double* from) {
  const int nx = field_->nx();
  for (int j = j0; j < j1; ++j, from += nx) {
    double* const row = copy_.empty() ? field_->view().row(j) : copy_.data() + std::ptrdiff_t{j} * nx;
    std::copy_n(from, nx, row);
    fill_voids(mask_, j, nx, 0.0, row);
  }
}

void FieldFiller::finish() {
  if (!copy_.empty()) field_->from_host(copy_);
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
