// What a run that fails says of itself.

#include "run/run.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {

/// On the root rank, in log, summary and status, as far as they can be written.
void Run::record_failure(ExitCode code, const std::string& reason, const Model& model) {
  if (!comm_->is_root()) return;
  log_->note(reason);
  try {
    lock_->require_held();
    RunSummary summary;
    summary.status = "failed";
    summary.exit_code = static_cast<int>(code);
    summary.reason = reason;
    summary.steps = model.clock().step();
    summary.time = model.clock().time();
    summary.method = model.method();
    summary.ranks = comm_->size();
    write_summary(folder_.summary(), summary);
  } catch (const FolderLost&) {
    // The summary there is another run's.
  } catch (const IoError& e) {
    log_->error(e.what());
  }
  progress_->end(model.clock(), "failed");
}

Outcome Run::run_or_record(Simulation& simulation, const Model& model) {
  try {
    return simulation.run();
  } catch (const NumericalError& e) {
    record_failure(ExitCode::numerical, e.what(), model);
    throw Failure(ExitCode::numerical, e.what());
  } catch (const Failure& e) {
    record_failure(e.code(), e.what(), model);
    throw;
  } catch (const StuckIoError&) {
    throw;
  } catch (const IoError& e) {
    std::string reason = e.what();
    try {
      if (comm_->is_root()) lock_->require_held();
    } catch (const FolderLost& lost) {
      reason = lost.what();  // what failed did so because of it
    }
    reason = comm_->broadcast(reason);
    record_failure(ExitCode::io_failed, reason, model);
    throw IoError(reason);
  }
}

}  // namespace isotherm
