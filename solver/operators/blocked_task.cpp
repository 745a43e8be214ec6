#include "solver/operators/blocked_task.hpp"

#include <algorithm>
#include <numeric>

namespace isotherm {

CellRows::CellRows(const std::vector<LocalCell>& entries, int ny, int halo)
    : entries_(entries), begin_(static_cast<std::size_t>(ny + 2 * halo) + 1, 0), halo_(halo) {
  for (const auto& entry : entries) ++begin_[static_cast<std::size_t>(entry.j + halo) + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
}

std::size_t CellRows::first_from(int j, int i) const {
  const auto row = entries_.subspan(begin(j), begin(j + 1) - begin(j));
  const auto at = std::lower_bound(row.begin(), row.end(), i,
                                   [](const LocalCell& entry, int column) { return entry.i < column; });
  return begin(j) + static_cast<std::size_t>(at - row.begin());
}

}  // namespace isotherm
