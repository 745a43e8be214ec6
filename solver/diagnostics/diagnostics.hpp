#pragma once
// Global diagnostics over one-sided communication: nobody waits for anybody.

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "solver/operators/energy_balance.hpp"
#include "solver/parallel/window.hpp"

namespace isotherm {

/// One row of diagnostics.csv. Heat in J, power in W (per metre of depth in the plane).
struct DiagnosticsRow {
  std::int64_t step = 0;
  double time = 0.0;
  double heat = 0.0;  ///< integral of rho c T
  double t_min = 0.0;
  double t_max = 0.0;
  double t_mean = 0.0;  ///< volume mean
  double source_power = 0.0;
  std::array<double, wall_group_count> wall_power{};  ///< into the body
  double balance = 0.0;                               ///< heat - heat at the start - all that came in
  double moved = 0.0;          ///< heat that came in or went out so far, whatever its sign
  double rate_max = 0.0;       ///< max |dT/dt| of the last step, K/s; NaN before the first
  double liquid_volume = 0.0;  ///< m3 (m2 in the plane) of what melts and is liquid
  std::vector<double> probes;  ///< in the order of the probes
};

/// What a rank knows of one state.
struct DiagnosticsShare {
  ExactSum heat;
  ExactSum supplied;
  ExactSum volume_times_T;
  std::array<ExactSum, wall_group_count> wall_power;
  ExactSum liquid_volume;
  ExactSum moved;
  double t_min = 0.0;
  double t_max = 0.0;
  double rate_max = 0.0;
  std::vector<double> probes;  ///< value where this rank owns the probe
  std::vector<char> owns_probe;
};

/// The shares of all ranks, gathered in a window of the root rank without anybody waiting: each rank adds its
/// share into a slot, flushes, and counts itself in; the root reads the count atomically and takes a row out
/// when all shares are in. Sums are exact, so their order does not matter. A slot is used again only after
/// its row was taken (its generation says so): a rank about to lap waits for that, and the root takes rows
/// out while it waits; with this many slots it does not happen in practice.
class DiagnosticsWindow {
 public:
  using Sink = std::function<void(const DiagnosticsRow&)>;

  /// `sink` is called on the root rank, once per row, in order. Collective.
  DiagnosticsWindow(const Communicator& comm, std::size_t probe_count, double total_volume,
                    ExactSum heat_at_start, Sink sink);

  /// Adds this rank's share of the next row. The step, time and source power are the same on all ranks.
  /// Every rank contributes to every row, in order. Not collective.
  void contribute(std::int64_t step, double time, double source_power, const DiagnosticsShare& share);
  /// Root rank: hands complete rows to the sink. Does nothing elsewhere. Not collective.
  void harvest();
  /// Root rank: waits until every contributed row is out. Ranks that are behind must still come by
  /// themselves. Not collective.
  void drain();

 private:
  struct Pending {
    std::int64_t step;
    double time;
    double source_power;
  };
  std::size_t slot_begin(std::int64_t row) const;
  void clear_slot(std::int64_t row);
  void wait_for_slot(std::int64_t row);
  bool take(std::int64_t row);

  const Communicator* comm_;
  std::size_t probe_count_;
  double total_volume_;
  ExactSum heat_at_start_;
  Sink sink_;
  std::size_t words_per_slot_;
  Window window_;
  std::int64_t contributed_ = 0;  ///< rows that this rank added
  std::int64_t taken_ = 0;        ///< rows that the root took out, as far as this rank knows
  std::deque<Pending> pending_;   ///< root: what is known of rows not yet taken
};

}  // namespace isotherm
