#include "solver/diagnostics/means.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "solver/grid/algebra.hpp"

namespace isotherm {

Means::Means(const HeatOperator& op,
             const std::vector<std::pair<std::string, std::vector<std::size_t>>>& parts)
    : op_(&op) {
  const LocalCells& cells = op.cells();
  for (const auto& [name, regions] : parts) {
    Part part{std::vector<char>(op.problem().regions.size(), 0), 0.0};
    for (const std::size_t region : regions) part.has[region] = 1;
    part.volume =
        global_value(op.decomposition().comm(), local_sum(op.decomposition(), [&](int j, int i) {
                       return holds(part, j, i) ? op.grid().volume(cells.column(i), cells.row(j)) : 0.0;
                     }));
    if (!(part.volume > 0.0)) {
      throw std::invalid_argument("output.means: no cell belongs to " + name +
                                  "; use smaller cells, or leave it out");
    }
    parts_.push_back(std::move(part));
  }
}

PartShare Means::local(std::size_t n, const Field& T) const {
  const Part& part = parts_[n];
  const LocalCells& cells = op_->cells();
  const Grid& grid = op_->grid();
  const auto view = T.view();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  PartShare share{{}, infinity, -infinity};
  bool nan = false;
  share.volume_times_T = local_sum(op_->decomposition(), [&](int j, int i) {
    if (!holds(part, j, i)) return 0.0;
    const double value = view(j, i) + 0.0;
    share.t_min = std::min(share.t_min, value);
    share.t_max = std::max(share.t_max, value);
    nan = nan || value != value;
    return grid.volume(cells.column(i), cells.row(j)) * value;
  });
  if (nan) share.t_min = share.t_max = std::numeric_limits<double>::quiet_NaN();
  return share;
}

}  // namespace isotherm
