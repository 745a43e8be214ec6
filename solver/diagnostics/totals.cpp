#include "solver/diagnostics/totals.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Extremes of n values in eight lanes. A NaN is not seen by the comparisons: it shows in the sum.
struct LaneExtremes {
  double least[8];
  double most[8];
  LaneExtremes() {
    std::fill_n(least, 8, infinity);
    std::fill_n(most, 8, -infinity);
  }
  void look(int lane, double value) {
    least[lane] = value < least[lane] ? value : least[lane];
    most[lane] = value > most[lane] ? value : most[lane];
  }
  void look(const double* T, int n) {
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      for (int l = 0; l < 8; ++l) look(l, T[i + l]);
    }
    for (; i < n; ++i) look(0, T[i]);
  }
};

/// One constant material: a segment's T is summed once and weighted.
void add_uniform_segment(const HeatOperator& op, const double* T, int n, double volume, Totals& totals) {
  const double sum = segment_sum(n, [&](int s) { return T[s]; });
  totals.heat.add(op.uniform()->capacity * sum);
  totals.volume_times_T.add(volume * sum);
}

}  // namespace

Totals local_totals(const HeatOperator& op, const Field& T, const Field* H) {
  const auto& owned = op.decomposition().owned();
  const int length = static_cast<int>(segment_length(op.decomposition().space().nx));
  const LocalCells& cells = op.cells();
  const Grid& grid = op.grid();
  const auto view = T.view();
  Totals totals;
  LaneExtremes extremes;
  std::vector<double> area(static_cast<std::size_t>(owned.nx()));  // times its row's height: volume of a cell
  for (int i = 0; i < owned.nx(); ++i) area[static_cast<std::size_t>(i)] = grid.area_y(cells.column(i), 0);
  for (int j = 0; j < owned.ny(); ++j) {
    const double* const row = view.row(j);
    for (int i = 0; i < owned.nx(); i += length) {
      const int n = std::min(owned.nx() - i, length);
      if (op.uniform()) {
        add_uniform_segment(op, row + i, n, grid.volume(0, 0), totals);
      } else {
        const double* const capacity = op.capacity().view().row(j);
        const double* const held = H == nullptr ? row : H->view().row(j);
        totals.heat.add(segment_sum(n, [&](int s) { return capacity[i + s] * held[i + s]; }));
        const double* const mask = op.mask().empty() ? nullptr : op.mask().view().row(j) + i;
        const double* const part = area.data() + i;
        const double height = grid.y().width(cells.row(j));
        totals.volume_times_T.add(segment_sum(n, [&](int s) {
          const double product = part[s] * height * row[i + s];
          return mask != nullptr && mask[s] == 0.0 ? 0.0 : product;
        }));
      }
      if (op.mask().empty()) extremes.look(row + i, n);
    }
  }
  if (op.mask().empty()) {
    totals.t_min = *std::min_element(extremes.least, extremes.least + 8) + 0.0;
    totals.t_max = *std::max_element(extremes.most, extremes.most + 8) + 0.0;
  } else {
    const Extremes masked = local_extremes(T, op.mask());
    totals.t_min = masked.min;
    totals.t_max = masked.max;
  }
  if (totals.volume_times_T.value() != totals.volume_times_T.value()) {
    totals.t_min = totals.t_max = std::numeric_limits<double>::quiet_NaN();
  }
  return totals;
}

}  // namespace isotherm
