#include "io/picture/coarse.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/field_file.hpp"

namespace isotherm {

CoarseField coarse_field(const std::filesystem::path& path, int most_columns, int most_rows) {
  const FieldFile file(path);
  CoarseField coarse;
  coarse.step = file.step();
  const double shape = static_cast<double>(file.nx()) / static_cast<double>(file.ny());
  coarse.columns =
      static_cast<int>(std::min<std::int64_t>(most_columns, std::max<std::int64_t>(file.nx(), 2)));
  coarse.rows = std::clamp(static_cast<int>(std::lround(coarse.columns / shape)), 2, most_rows);
  coarse.columns = std::clamp(static_cast<int>(std::lround(coarse.rows * shape)), 2, most_columns);
  const std::int64_t stride =
      std::max<std::int64_t>(1, std::min(file.nx() / coarse.columns, file.ny() / coarse.rows));
  const auto taken = [&](std::int64_t n) { return (n + stride - 1) / stride; };
  const auto cells = file.read("temperature", {0, file.nx()}, {0, file.ny()}, stride);
  const auto place = [](int n, int of, std::int64_t cells_there) {
    return static_cast<std::int64_t>((n + 0.5) / of * static_cast<double>(cells_there));
  };
  coarse.low = std::numeric_limits<double>::infinity();
  coarse.high = -coarse.low;
  for (int row = 0; row < coarse.rows; ++row) {
    const std::int64_t j = place(coarse.rows - 1 - row, coarse.rows, taken(file.ny()));
    for (int column = 0; column < coarse.columns; ++column) {
      const std::int64_t i = place(column, coarse.columns, taken(file.nx()));
      const double value = cells[static_cast<std::size_t>(j * taken(file.nx()) + i)];
      coarse.values.push_back(value);
      if (std::isnan(value)) continue;
      coarse.low = std::min(coarse.low, value);
      coarse.high = std::max(coarse.high, value);
    }
  }
  return coarse;
}

Canvas thumbnail(const CoarseField& field) {
  constexpr Color void_color{200, 202, 206};
  Canvas canvas(field.columns, field.rows, void_color);
  const ColorMap colors("inferno");
  for (int row = 0; row < field.rows; ++row) {
    for (int column = 0; column < field.columns; ++column) {
      const double value = field.values[static_cast<std::size_t>(row * field.columns + column)];
      if (std::isnan(value)) continue;
      canvas.set(column, row,
                 colors(field.high > field.low ? (value - field.low) / (field.high - field.low) : 0.5));
    }
  }
  return canvas;
}

}  // namespace isotherm
