#include "run/study_case.hpp"

#include <cstdio>
#include <ctime>
#include <fmt/format.h>
#include <limits>
#include <memory>

#include "io/fingerprint.hpp"
#include "io/folder_lock.hpp"
#include "io/json.hpp"
#include "run/guard.hpp"
#include "run/placement.hpp"
#include "run/run.hpp"
#include "run/terminal.hpp"
#include "solver/parallel/environment.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {
namespace {

constexpr int most_attempts_at_a_bug = 3;  // it ends the whole study: others would never get to run

constexpr Interval first_and_last{Interval::Unit::steps, std::numeric_limits<std::int64_t>::max() / 4, 0.0};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// A claimed case until its record is written.
class CaseRun {
 public:
  CaseRun(const Communicator& group, const Study& study, const StudyFolder& folder,
          const PlannedCase& planned)
      : group_(&group), study_(&study), folder_(&folder), planned_(&planned), began_(cpu_seconds()) {}

  CaseOutcome execute(std::size_t n, std::optional<double> walltime) {
    try {
      if (!planned_->fault.empty()) return failed(planned_->fault_code, planned_->fault, Again::no);
      Case the_case = load_study_case(*study_, n, files_for_all(*group_));
      return study_->folder == CaseFolder::full ? run_full(std::move(the_case), walltime)
                                                : run_reduced(std::move(the_case), walltime);
    } catch (const FolderInUse&) {
      return {CaseOutcome::Kind::elsewhere, {}, {}};
    } catch (const FolderUnusable& e) {
      return failed(ExitCode::folder_unusable, e.what(), Again::yes);
    } catch (const ConfigError& e) {
      return failed(ExitCode::bad_case, e.what(), Again::no);
    } catch (const MissingInput& e) {
      return failed(ExitCode::input_missing, e.what(), Again::yes);
    } catch (const UnrepeatedError& e) {
      return failed(e.code(), e.what(), Again::yes);
    } catch (const Failure& e) {
      const bool of_the_case = e.code() == ExitCode::bad_case || e.code() == ExitCode::numerical;
      return failed(e.code(), e.what(), of_the_case ? Again::no : Again::yes);
    } catch (const NumericalError& e) {
      return failed(ExitCode::numerical, e.what(), Again::no);
    } catch (const StuckIoError& e) {
      end({ExitCode::io_failed, e.what()});
    } catch (const IoError& e) {
      return failed(ExitCode::io_failed, e.what(), Again::yes);
    } catch (const std::invalid_argument& e) {
      return failed(ExitCode::bad_case, e.what(), Again::no);
    } catch (const std::exception& e) {
      const LocalFailure failure = local_failure(e).value();
      if (group_->size() == 1 && failure.code == ExitCode::bad_case)  // memory, and nobody waits
        return failed(failure.code, failure.message, Again::yes);
      end(failure);
    }
  }

  /// Collective. Whether somebody has recorded the end of the case.
  bool is_recorded() const {
    bool recorded = false;
    if (group_->is_root()) {
      const auto record = read_record(record_file());
      recorded = record && is_final(*record);
    }
    return group_->max(std::int64_t{recorded ? 1 : 0}) != 0;
  }

 private:
  enum class Again { no, yes };
  std::filesystem::path record_file() const { return folder_->record(planned_->hash); }

  CaseOutcome run_full(Case the_case, std::optional<double> walltime) {
    RunOptions options;
    options.quiet = true;
    options.walltime = walltime;
    options.end = [this](const Communicator&, const LocalFailure& failure) { end(failure); };
    const RunFolder run_folder(folder_->case_folder(planned_->hash));
    const std::int64_t cells = the_case.problem.domain.nx * the_case.problem.domain.ny;
    Interval& rows = the_case.output.diagnostics;
    if (rows.unit == Interval::Unit::never && !study_->collect.empty()) rows = first_and_last;
    Run run(*group_, std::move(the_case), run_folder, options);
    if (run.execute() == ExitCode::stopped) return {CaseOutcome::Kind::stopped, {}, {}};
    CaseRecord record;
    std::unique_ptr<FolderLock> lock;
    if (run.summary()) {
      record = record_of(*run.summary());
    } else {  // done in an earlier start: it was killed, or holds the lock and is about to record the case
      lock = lock_folder(*group_, run_folder.path());
      if (is_recorded()) return {CaseOutcome::Kind::before, {}, {}};
    }
    agree<IoError>(*group_, [&] {
      if (!group_->is_root()) return;
      if (!run.summary()) record = record_of(run_folder);
      const auto step = run.figures().find("diagnostics.step");
      const bool reached_here = step != run.figures().end() &&
                                step->second == static_cast<double>(record.steps);  // not before a kill
      record.collected = reached_here ? run.figures() : figures_of(run_folder);
    });
    return keep(record, cells);
  }

  /// Without checkpoints, tables or log: the record is all that stays.
  CaseOutcome run_reduced(Case the_case, std::optional<double> walltime) {
    agree<IoError>(*group_, [&] {
      if (group_->is_root()) make_folder(folder_->case_folder(planned_->hash));
    });
    const auto lock = lock_folder(*group_, folder_->case_folder(planned_->hash));
    if (is_recorded()) return {CaseOutcome::Kind::before, {}, {}};
    the_case.output.snapshots = the_case.output.pictures.every = Interval{};
    the_case.checkpoint.every = Interval{};
    the_case.output.diagnostics = first_and_last;
    const Stopwatch watch;
    Model model(*group_, the_case);
    Progress progress({});
    const CheckpointStore store(model.decomposition(), model.op().mask(), {});
    const auto set_start = [&] { set_initial_temperature(model, store); };
    set_start();
    Simulation simulation(model, {nullptr, nullptr, nullptr, nullptr, nullptr, &progress, set_start},
                          walltime, std::nullopt);
    Outcome outcome;
    CaseRecord record;
    with_all_or_end(
        *group_, [this](const LocalFailure& why) { end(why); },
        [&] {
          outcome = simulation.run();
          if (outcome.code == ExitCode::stopped) return;
          record.status = "done";
          record.steps = model.clock().step();
          record.time = model.clock().time();
          record.wall_seconds = watch.seconds();
          record.temperature_sha256 = field_sha256(model.decomposition(), model.T(), model.op().mask());
          record.collected = simulation.figures();
        });
    if (outcome.code == ExitCode::stopped) return {CaseOutcome::Kind::stopped, {}, {}};
    return keep(record, model.grid().cells());
  }

  static CaseRecord record_of(const RunSummary& summary) {
    CaseRecord record;
    record.status = "done";
    record.steps = summary.steps;
    record.time = summary.time;
    record.wall_seconds = summary.wall_seconds;
    record.temperature_sha256 = summary.temperature_sha256;
    return record;
  }

  /// Of a run that an earlier start has done. Its tables may have no row at all.
  static CaseRecord record_of(const RunFolder& folder) {
    const Json summary = read_json_object(folder.summary());
    CaseRecord record;
    record.status = "done";
    record.steps = summary.value("steps", std::int64_t{0});
    record.time = summary.value("time", 0.0);
    record.temperature_sha256 = folder.temperature_sha256();
    return record;
  }

  /// Writes the record of a case that is done; its folder is still locked.
  CaseOutcome keep(CaseRecord record, std::int64_t cells) {
    record.cells = cells;
    record.cpu_seconds = cpu_of_group();
    return write(std::move(record));
  }

  CaseOutcome failed(ExitCode code, const std::string& reason, Again again) {
    CaseRecord record = failure(code, reason, again);
    record.cpu_seconds = cpu_of_group();
    return write(std::move(record));
  }

  static CaseRecord failure(ExitCode code, const std::string& reason, Again again) {
    CaseRecord record;
    record.status = "failed";
    record.exit_code = static_cast<int>(code);
    record.reason = reason;
    record.try_again = again == Again::yes;
    return record;
  }

  CaseOutcome write(CaseRecord record) {
    std::string error;
    if (group_->is_root()) error = write_here(record);
    error = group_->broadcast(error);
    if (!error.empty()) return {CaseOutcome::Kind::unrecorded, {}, error};
    return {CaseOutcome::Kind::ended, std::move(record), {}};
  }

  /// Root rank: returns why the record could not be written, or nothing.
  std::string write_here(CaseRecord& record) const {
    try {
      make_folder(folder_->case_folder(planned_->hash));
      const auto earlier = read_record(record_file());
      if (earlier && record.try_again) record.attempts = earlier->attempts + 1;
      if (record.exit_code == static_cast<int>(ExitCode::bug) && record.attempts >= most_attempts_at_a_bug) {
        record.try_again = false;
      }
      const bool full = study_->folder == CaseFolder::full;
      write_record(record_file(), record, full ? Durability::survives_machine : Durability::survives_process);
    } catch (const IoError& e) {
      return e.what();
    }
    return {};
  }

  double cpu_of_group() const {
    const double mine = cpu_seconds() - began_;
    std::vector<double> all(static_cast<std::size_t>(group_->size()), 0.0);
    all[static_cast<std::size_t>(group_->rank())] = mine;
    group_->max(all);
    double sum = 0.0;
    for (const double rank : all) sum += rank;
    return sum;
  }

  /// Other ranks of the group may be in the middle of a collective operation: nobody is asked any more.
  [[noreturn]] void end(const LocalFailure& why) {
    CaseRecord record = failure(why.code, why.message, Again::yes);
    const std::string error = write_here(record);
    say(stderr, "isotherm: case {}: {}\n{}", planned_->hash, why.message, error.empty() ? "" : error + "\n");
    std::fflush(nullptr);
    Environment::abort(static_cast<int>(why.code));
  }

  const Communicator* group_;
  const Study* study_;
  const StudyFolder* folder_;
  const PlannedCase* planned_;
  double began_;
};

}  // namespace

bool is_final(const CaseRecord& record) {
  return !record.try_again;
}

CaseOutcome run_study_case(const Communicator& group, const Study& study, const StudyFolder& folder,
                           const std::vector<PlannedCase>& cases, std::size_t n,
                           std::optional<double> walltime) {
  CaseRun run(group, study, folder, cases[n]);
  if (run.is_recorded()) return {CaseOutcome::Kind::before, {}, {}};
  return run.execute(n, walltime);
}

}  // namespace isotherm
