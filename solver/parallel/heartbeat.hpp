#pragma once
// Signs of life: what a watchdog in another thread looks at.

#include <atomic>
#include <cstdint>

namespace isotherm {

/// Counts what this process has finished: exchanges, collective operations, steps, file operations. A process
/// that waits for another one counts no further.
inline std::atomic<std::uint64_t> heartbeats{0};

/// To be called where something was finished that may have needed other ranks. Costs a nanosecond.
inline void beat() noexcept {
  heartbeats.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace isotherm
