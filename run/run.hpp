#pragma once
// One start of a case in a run folder: from the case to the summary.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "io/folder_lock.hpp"
#include "io/log.hpp"
#include "io/summary_file.hpp"
#include "run/progress.hpp"
#include "run/run_folder.hpp"
#include "run/run_options.hpp"
#include "run/simulation.hpp"
#include "run/stopwatch.hpp"
#include "run/tables.hpp"
#include "run/watchdog.hpp"

namespace isotherm {

/// Starts a case in its folder, continues it there, or finds that it is done.
class Run {
 public:
  /// `comm` must outlive the run. Not collective.
  Run(const Communicator& comm, Case the_case, RunFolder folder, RunOptions options);

  /// Failure, FolderUnusable, IoError, std::invalid_argument as in with_environment(). Collective.
  ExitCode execute();

  /// Absent when the case was done before.
  const std::optional<RunSummary>& summary() const { return summary_; }
  /// Of the rows that this start wrote last; on the root rank, empty when it wrote none.
  const Figures& figures() const { return figures_; }

 private:
  bool enter_folder();
  bool is_done() const;
  ExitCode attempt();
  ExitCode carry_out(Simulation& simulation, Model& model,
                     const std::map<std::string, std::string>& provenance);
  void claim_folder();
  std::function<void()> require_folder() const;
  std::unique_ptr<PictureWriter> make_pictures(const Model& model) const;
  bool is_own(const VerifiedCheckpoint& checkpoint) const;
  void open_tables(const std::optional<VerifiedCheckpoint>& resume);
  std::optional<double> walltime() const;
  std::optional<VerifiedCheckpoint> choose_start(Model& model, const CheckpointStore& store);
  VerifiedCheckpoint open_chosen_checkpoint() const;
  void announce(const Model& model, const std::optional<VerifiedCheckpoint>& resume) const;
  std::string moment(double time) const {
    return moment_in_words(time, case_.time.start, case_.time.end) + " s";
  }
  void say_extended(const std::vector<double>& extensions) const;
  void record_failure(ExitCode code, const std::string& reason, const Model& model);
  Outcome run_or_record(Simulation& simulation, const Model& model);
  RunSummary summarise(Model& model, const Simulation& simulation, const Outcome& outcome) const;
  std::string draw_last(Model& model) const;
  void write_report(const std::string& picture);
  void report(const Outcome& outcome) const;

  const Communicator* comm_;
  RunOptions options_;
  bool rolls_back_ = false;  ///< has gone back to its newest checkpoint, whatever the options say
  Case case_;
  RunFolder folder_;
  std::string earlier_case_;  ///< of the folder before this start; on the root rank
  std::unique_ptr<FolderLock> lock_;
  std::unique_ptr<Watchdog> watchdog_;
  std::unique_ptr<Log> log_;
  Tables tables_;
  std::unique_ptr<Progress> progress_;
  Stopwatch watch_;
  double setup_seconds_ = 0.0;
  std::optional<RunSummary> summary_;
  std::optional<DiagnosticsRow> last_row_;
  Figures figures_;
};

/// Sets T to the start of the case: its value, or the field of another run's file, which `store` can read.
/// Failure(input_missing); ConfigError where the file is of another domain or unit. Collective.
void set_initial_temperature(Model& model, const CheckpointStore& store);

}  // namespace isotherm
