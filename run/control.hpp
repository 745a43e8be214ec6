#pragma once
// What comes from outside while a run goes on: signals and the wall clock, agreed on by all ranks without a
// collective per step.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <mpi.h>
#include <optional>

#include "run/exit_code.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// What all ranks are to do after this step.
struct Orders {
  bool checkpoint = false;
  bool stop = false;                ///< with a checkpoint, exit code 75
  std::optional<ExitCode> failure;  ///< a rank reported one: end without a checkpoint
};

/// From now on the signals that Control speaks of set flags and end nothing. Control calls it itself. Not
/// collective.
void catch_signals();
/// Whether this process has caught a signal that asks it to stop. Not collective.
bool stop_requested();

/// Catches USR1 (checkpoint and go on), USR2, TERM, INT and XCPU (checkpoint and stop; a second one ends the
/// process at once), ignores XFSZ (a write then fails with EFBIG), and watches the time of checkpoints and
/// of the wall-clock limit on the root rank.
///
/// Every rank holds a flag per signal. Every now and then the flags travel in an Iallreduce that is waited
/// for one round later; the root rank says in it from which step on the next round may begin, so that rounds
/// come a few times per second where steps are shorter than that.
class Control {
 public:
  struct Settings {
    std::optional<double> checkpoint_every;  ///< s of wall clock
    std::optional<double> walltime;          ///< s that are left, from this object's construction on
  };
  /// For a run that starts at `step`. Collective.
  Control(const Communicator& comm, Settings settings, std::int64_t step);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// To be called after every step, or block of fused ones, on all ranks with the same step. Collective,
  /// seldom waits.
  Orders look(std::int64_t step);
  /// A failure that this rank alone has seen; all ranks are told in Orders some steps later.
  void report(ExitCode failure) { failure_ = std::max(failure_, static_cast<std::int64_t>(failure)); }
  /// The root rank's times from now on: a checkpoint was written and took this long.
  void checkpoint_written(double seconds);
  /// Wall-clock seconds since this object was made.
  double elapsed() const;

 private:
  using WallClock = std::chrono::steady_clock;
  void start_round(std::int64_t step);

  const Communicator* comm_;
  Settings settings_;
  WallClock::time_point begin_;
  double last_checkpoint_ = 0.0;
  double checkpoint_cost_ = 0.0;
  bool cost_asked_for_ = false;
  double last_round_ = 0.0;
  std::int64_t last_round_step_ = 0;
  std::int64_t next_round_ = 0;
  std::int64_t failure_ = 0;
  std::array<std::int64_t, 4> mine_{};  ///< checkpoint, stop, steps to the next round, failure
  std::array<std::int64_t, 4> agreed_{};
  MPI_Request request_ = MPI_REQUEST_NULL;
};

}  // namespace isotherm
