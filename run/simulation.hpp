#pragma once
// The run of one case: the time loop and what hangs on it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/checkpoint.hpp"
#include "run/observers.hpp"
#include "run/progress.hpp"
#include "solver/diagnostics/steady.hpp"

namespace isotherm {

/// How a run ended.
struct Outcome {
  ExitCode code = ExitCode::done;
  std::string reason;  ///< for people: "reached the end", "steady at step 1200", "asked to stop"
};

/// Runs a model to its end, or to where it is told to stop. Collective throughout.
class Simulation {
 public:
  struct Outputs {
    CheckpointStore* checkpoints;  ///< nullptr: none are written
    SnapshotWriter* snapshots;     ///< likewise
    CsvFile* diagnostics;          ///< root rank only, else nullptr
    CsvFile* probes;               ///< likewise, and nullptr without probes
    Progress* progress;
  };
  /// `steps`: stop that many steps later.
  Simulation(Model& model, Outputs outputs, std::optional<double> walltime,
             std::optional<std::int64_t> steps);

  /// Sets the state of a verified checkpoint. IoError on all ranks.
  void restore(const VerifiedCheckpoint& checkpoint);
  /// Looks at the state of step 0.
  Outcome run();

  /// Seconds spent in steps, output and checkpoints so far.
  const std::map<std::string, double>& phases() const { return phases_; }
  const DiagnosticsRow& last_row() const { return diagnostics_->last_row(); }

 private:
  void make_observers();
  Stride next_stride() const;
  void observe();
  void write_checkpoint();
  bool steady_now();
  Outcome finish(ExitCode code, const std::string& reason);

  Model* model_;
  Outputs outputs_;
  Schedule checkpoint_schedule_;
  std::unique_ptr<Control> control_;
  std::unique_ptr<SteadyTest> steady_;
  std::optional<double> walltime_;
  std::optional<std::int64_t> steps_;
  std::int64_t last_allowed_step_ = 0;
  std::int64_t checkpoint_step_ = -1;  ///< of the newest checkpoint
  ExactSum heat_at_start_;             ///< of all ranks
  std::vector<std::unique_ptr<Observer>> observers_;
  DiagnosticsObserver* diagnostics_ = nullptr;
  std::map<std::string, double> phases_;
  bool restored_ = false;
};

}  // namespace isotherm
