#include "solver/operators/blocked_choice.hpp"

#include <algorithm>
#include <unistd.h>

#include "solver/grid/loops.hpp"
#include "solver/operators/blocked_sweep.hpp"

namespace isotherm {
namespace {

constexpr long usual_first_cache = 32 << 10;  // bytes, where the system does not tell
constexpr long usual_second_cache = 1 << 20;
constexpr double most_in_third_cache = 32 << 20;  // the system may tell that of all cores together
constexpr int least_width = 128;
constexpr int most_width = 1024;

#if defined(_SC_LEVEL1_DCACHE_SIZE)
constexpr int first_cache = _SC_LEVEL1_DCACHE_SIZE;
constexpr int second_cache = _SC_LEVEL2_CACHE_SIZE;
#else
constexpr int first_cache = -1;
constexpr int second_cache = -1;
#endif

double cache_of_core(int name, long usual) {
  const long bytes = sysconf(name);
  return static_cast<double>(bytes > 0 ? bytes : usual);
}

/// The second cache holds what all steps need until the last one has used it: two rows of T of each step and,
/// in general material, one more row each of three coefficients; for a stage one more of the slope. The first
/// cache holds what a step and the next one share in general material: eight rows of T and thirteen of
/// coefficients; stages, which take two rows at once and not four, six and seven.
int width_for(int steps, bool uniform, Fused what) {
  const double bytes_per_column =
      ((uniform ? 16.0 : 40.0) + (what == Fused::stages ? 8.0 : 0.0)) * (steps + 2);
  const double share = uniform ? 0.6 : 0.4;
  double columns = share * cache_of_core(second_cache, usual_second_cache) / bytes_per_column;
  const double shared = what == Fused::stages ? 13 * 8.0 : 21 * 8.0;
  if (!uniform) columns = std::min(columns, cache_of_core(first_cache, usual_first_cache) / shared);
  return std::clamp(static_cast<int>(columns) / 64 * 64, least_width, most_width);
}

/// The block, where all ranks can sweep its strips; else none. Collective.
TimeBlock if_usable(const Decomposition& decomposition, TimeBlock block) {
  const bool usable = BlockedSweep::plan_for(decomposition, block).usable();
  return decomposition.comm().min(usable ? 1.0 : 0.0) > 0.0 ? block : TimeBlock{};
}

}  // namespace

TimeBlock choose_time_block(const Decomposition& decomposition, bool uniform, std::optional<int> wanted_steps,
                            std::optional<int> wanted_width, Fused what) {
  if (!runs_on_host) return {};
  const int extent = decomposition.smallest_extent();
  const int usual = std::min(uniform ? 56 : 32, std::max(extent / 16, 8));
  TimeBlock block;
  block.steps = std::clamp(wanted_steps.value_or(usual), 1, extent);
  block.width = wanted_width.value_or(width_for(block.steps, uniform, what));
  block.width = static_cast<int>(decomposition.comm().min(block.width));
  const auto& owned = decomposition.owned();
  const double bytes = 8.0 * owned.nx() * owned.ny();
  block.past_caches = bytes > most_in_third_cache;
  return if_usable(decomposition, block);
}

TimeBlock with_fewer_steps(const Decomposition& decomposition, TimeBlock block, double most) {
  if (block.width == 0) return block;
  constexpr int few = 8;
  const int wanted = block.steps;
  block.steps = static_cast<int>(decomposition.comm().min(std::min(most, 1.0 * wanted)));
  if (block.steps < std::min(few, wanted)) return {};
  return if_usable(decomposition, block);
}

}  // namespace isotherm
