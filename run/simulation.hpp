#pragma once
// The run of one case: the time loop and what hangs on it.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/checkpoint.hpp"
#include "run/derived_tables.hpp"
#include "run/observers.hpp"
#include "run/progress.hpp"
#include "run/tables.hpp"
#include "solver/diagnostics/steady.hpp"

namespace isotherm {

/// How a run ended.
struct Outcome {
  ExitCode code = ExitCode::done;
  std::string reason;  ///< for people: "reached the end", "steady at step 1200", "asked to stop"
};

/// The numbers went wrong, and the same steps from the last good checkpoint do not show it again: the memory
/// or the processor of a machine erred.
class UnrepeatedError : public Failure {
 public:
  explicit UnrepeatedError(const std::string& message) : Failure(ExitCode::numerical, message) {}
};

/// What a checkpoint of the present state holds besides its field; `steady`: nullptr without such a test.
/// Collective.
CheckpointState state_of(Model& model, const ExactSum& heat_at_start, double most_heat, SteadyTest* steady,
                         const TableList& tables);

/// Restores all of a checkpoint but its fields, to find out whether it can be gone on from. IoError on all
/// ranks. Collective.
void require_restorable(Model& model, const VerifiedCheckpoint& checkpoint);

/// Runs a model to its end, or to where it is told to stop. Collective throughout.
class Simulation {
 public:
  struct Outputs {
    CheckpointStore* checkpoints;  ///< nullptr: none are written
    SnapshotWriter* snapshots;     ///< likewise
    PictureWriter* pictures;       ///< likewise
    CsvFile* diagnostics;          ///< root rank only, else nullptr
    CsvFile* probes;               ///< likewise, and nullptr without probes
    Progress* progress;
    std::function<void()> set_start;  ///< sets T to the state at the start of the case; collective
    /// Told what a user should know, on all ranks alike or on the root rank alone.
    std::function<void(const std::string&)> warn = [](const std::string&) {};
    /// Why the log cannot be written; empty when it can.
    std::function<std::string()> log_failure = [] { return std::string(); };
    CsvFile* flows = nullptr;    ///< as probes
    CsvFile* regions = nullptr;  ///< as probes
  };
  /// `steps`: stop that many steps later.
  Simulation(Model& model, Outputs outputs, std::optional<double> walltime,
             std::optional<std::int64_t> steps);

  /// Sets the state of a verified checkpoint; `is_own`: of this run's folder, where its step needs no other.
  /// IoError on all ranks.
  void restore(const VerifiedCheckpoint& checkpoint, bool is_own);
  /// Looks at the state of step 0. When the numbers go wrong, the steps since the last good checkpoint are
  /// taken again one by one to find where: Failure(numerical), and UnrepeatedError when all goes well then.
  /// Failure and IoError on all ranks alike.
  Outcome run();

  /// Seconds spent in steps, output and checkpoints so far.
  const std::map<std::string, double>& phases() const { return phases_; }
  /// Steps at which a later end took the place of an earlier one, each followed by that earlier end (s).
  const std::vector<double>& extensions() const { return extensions_; }
  const std::optional<DiagnosticsRow>& last_row() const { return diagnostics_->last_row(); }
  /// Of the rows written last; on the root rank, empty before the first.
  Figures figures() const;

 private:
  void take_over(const VerifiedCheckpoint& checkpoint);
  bool has_other_threshold(const CheckpointState& state) const;
  void make_observers();
  Stride next_stride() const;
  Outcome run_on();
  void observe();
  void end_start();
  void write_checkpoint();
  void require_sound_state();
  void rewind();
  std::string broken_law(LawWatch& watch);
  std::string first_bad_step(std::int64_t last);
  [[noreturn]] void explain(const std::string& what, std::int64_t last);
  DiagnosticsRow present_row();
  bool steady_now();
  Outcome finish(ExitCode code, const std::string& reason);
  Outcome finish_steady();

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
  const DerivedTables* derived_ = nullptr;
  std::map<std::string, double> phases_;
  std::optional<VerifiedCheckpoint> restored_from_;
  std::vector<double> extensions_;
  bool starting_ = false;   ///< from a checkpoint, and no step was taken yet
  double most_heat_ = 0.0;  ///< that the run held before it was continued, see LawWatch
  std::unique_ptr<LawWatch> watch_;
  History history_;
};

}  // namespace isotherm
