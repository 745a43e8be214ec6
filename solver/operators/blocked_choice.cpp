#include "solver/operators/blocked_choice.hpp"

#include <algorithm>
#include <unistd.h>

#include "solver/grid/loops.hpp"
#include "solver/operators/blocked_sweep.hpp"

namespace isotherm {
namespace {

constexpr long usual_cache = 1 << 20;  // bytes of the second-level cache where the system does not tell
constexpr int least_width = 128;
constexpr int most_width = 1024;

long cache_of_core() {
#if defined(_SC_LEVEL2_CACHE_SIZE)
  const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
  if (bytes > 0) return bytes;
#endif
  return usual_cache;
}

/// A step keeps two rows of T and, in general material, reads one more row each of three coefficients; a
/// stage reads one of the slope.
int width_for(int steps, bool uniform, Fused what) {
  const double bytes_per_column =
      ((uniform ? 16.0 : 40.0) + (what == Fused::stages ? 8.0 : 0.0)) * (steps + 2);
  const double share = uniform ? 0.6 : 0.4;
  const auto columns = static_cast<int>(share * static_cast<double>(cache_of_core()) / bytes_per_column);
  return std::clamp(columns / 64 * 64, least_width, most_width);
}

}  // namespace

TimeBlock choose_time_block(const Decomposition& decomposition, bool uniform, std::optional<int> wanted,
                            Fused what) {
  if (!runs_on_host) return {};
  const int extent = decomposition.smallest_extent();
  const int usual = std::min(uniform ? 48 : 24, std::max(extent / 16, 8));
  TimeBlock block;
  block.steps = std::clamp(wanted.value_or(usual), 1, extent);
  block.width = width_for(block.steps, uniform, what);
  const bool usable = BlockedSweep::plan_for(decomposition, block).usable();
  const double all_usable = decomposition.comm().min(usable ? 1.0 : 0.0);
  return all_usable > 0.0 ? block : TimeBlock{};
}

}  // namespace isotherm
