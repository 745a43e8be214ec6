#pragma once
// What looks at the temperature while a run goes on.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "io/csv.hpp"
#include "io/picture/picture_writer.hpp"
#include "io/snapshot.hpp"
#include "run/law_watch.hpp"
#include "run/model.hpp"
#include "run/row_errors.hpp"
#include "solver/diagnostics/diagnostics.hpp"
#include "solver/diagnostics/heat_flux.hpp"
#include "solver/diagnostics/history.hpp"
#include "solver/grid/halo_exchange.hpp"
#include "solver/time/schedule.hpp"

namespace isotherm {

/// Something that happens at the events of a schedule. Collective throughout.
class Observer {
 public:
  explicit Observer(Interval interval) : schedule_(interval) {}
  virtual ~Observer() = default;

  const Schedule& schedule() const { return schedule_; }
  /// Whether the step before an event must leave its rate.
  virtual bool wants_rate() const { return false; }
  /// Looks at the state of the model if there is an event now.
  void observe(Model& model) {
    const Clock& clock = model.clock();
    if (!schedule_.due(clock) || (last_look_ && schedule_.is_same_event(clock, *last_look_))) return;
    last_look_ = clock.time();
    look(model);
  }
  /// Called after every stride; cheap.
  virtual void poll() {}
  /// Everything observed so far is in its file when this returns, or IoError on all ranks.
  virtual void settle(const Communicator&) {}

 private:
  virtual void look(Model& model) = 0;
  Schedule schedule_;
  std::optional<double> last_look_;  ///< s
};

/// diagnostics.csv and probes.csv.
class DiagnosticsObserver : public Observer {
 public:
  struct Outputs {
    CsvFile* diagnostics;  ///< root rank only, else nullptr
    CsvFile* probes;       ///< likewise, and nullptr without probes
    RowErrors::Warn warn;  ///< told when a row is left out, if the case says so
  };
  /// `heat_at_start` is the exact heat content of step 0. Rows that break a law, and those that cannot be
  /// written, are reported to `control`.
  DiagnosticsObserver(Model& model, const ExactSum& heat_at_start, Outputs outputs, LawWatch& watch,
                      Control& control);
  bool wants_rate() const override { return true; }
  void poll() override { window_.harvest(); }
  void settle(const Communicator& comm) override;
  /// The row written last, on the root rank; none before the first.
  const std::optional<DiagnosticsRow>& last_row() const { return last_row_; }

  /// What was wrong with a row, for all ranks alike; empty when nothing was. Collective.
  std::string violation(const Communicator& comm) const { return comm.broadcast(violation_); }

  /// The columns of diagnostics.csv, of a case whose materials melt or not.
  static std::vector<std::string> names(bool melts);
  /// What stands in these columns after the step.
  static std::vector<double> numbers(const DiagnosticsRow& row, bool melts);
  /// The same of probes.csv.
  static std::vector<double> probe_numbers(const DiagnosticsRow& row);

 private:
  void look(Model& model) override;
  void write(const DiagnosticsRow& row);
  void append(const DiagnosticsRow& row);

  Outputs outputs_;
  Control* control_;
  RowErrors errors_;
  LawWatch* watch_;
  std::string violation_;  ///< root rank: of the first row that broke a law
  HaloExchange halo_;
  WallLoads loads_;
  std::vector<double> wall_T_;
  bool melts_;
  std::optional<DiagnosticsRow> last_row_;
  DiagnosticsWindow window_;
};

/// run.log: a line that could not be written ends the run, unless such outputs are to be left out.
class LogObserver : public Observer {
 public:
  /// `failure` says on the root rank what is wrong with the log, or is empty.
  LogObserver(const Model& model, std::function<std::string()> failure, Control& control);
  void poll() override;
  void settle(const Communicator& comm) override;

 private:
  void look(Model&) override {}
  bool skip_errors_;
  std::function<std::string()> failure_;
  Control* control_;
  bool reported_ = false;
};

/// pictures/
class PictureObserver : public Observer {
 public:
  PictureObserver(Model& model, PictureWriter& writer);

 private:
  void look(Model& model) override;
  PictureWriter* writer_;
  std::optional<HeatFlux> flux_;  ///< where it is what the pictures show
};

/// What cells remember, after every step.
class HistoryObserver : public Observer {
 public:
  /// Goes on from the model's temperature now; `history` holds what was restored.
  HistoryObserver(Model& model, History& history);

 private:
  void look(Model& model) override;
  History* history_;
  std::int64_t seen_;  ///< the step last looked at
};

/// snapshots/
class SnapshotObserver : public Observer {
 public:
  SnapshotObserver(Model& model, SnapshotWriter& writer, History& history);

 private:
  void look(Model& model) override;
  SnapshotWriter* writer_;
  History* history_;
  std::optional<HeatFlux> flux_;  ///< where the case wants it
};

}  // namespace isotherm
