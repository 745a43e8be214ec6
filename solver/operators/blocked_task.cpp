#include "solver/operators/blocked_task.hpp"

#include <algorithm>
#include <numeric>

namespace isotherm {

WallRows::WallRows(const std::vector<WallEntry>& entries, int ny, int halo, bool upside_down)
    : entries_(entries),
      begin_(static_cast<std::size_t>(ny + 2 * halo) + 1, 0),
      ny_(ny),
      halo_(halo),
      upside_down_(upside_down) {
  for (const auto& entry : entries) ++begin_[static_cast<std::size_t>(entry.j + halo) + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
}

std::size_t WallRows::first_from(int j, int i) const {
  const auto n = static_cast<std::size_t>((upside_down_ ? ny_ - 1 - j : j) + halo_);
  const auto row = entries_.subspan(begin_[n], begin_[n + 1] - begin_[n]);
  const auto at = std::lower_bound(row.begin(), row.end(), i,
                                   [](const WallEntry& entry, int column) { return entry.i < column; });
  return begin_[n] + static_cast<std::size_t>(at - row.begin());
}

}  // namespace isotherm
