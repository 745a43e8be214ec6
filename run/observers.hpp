#pragma once
// What looks at the temperature while a run goes on.

#include <memory>
#include <vector>

#include "io/csv.hpp"
#include "io/snapshot.hpp"
#include "run/control.hpp"
#include "run/model.hpp"
#include "solver/diagnostics/diagnostics.hpp"
#include "solver/grid/halo_exchange.hpp"
#include "solver/time/schedule.hpp"

namespace isotherm {

/// Something that happens at the events of a schedule. Collective throughout.
class Observer {
 public:
  Observer(Interval interval, const Clock& clock) : schedule_(interval, clock) {}
  virtual ~Observer() = default;

  const Schedule& schedule() const { return schedule_; }
  /// Whether the step before an event must leave its rate.
  virtual bool wants_rate() const { return false; }
  /// Looks at the state of the model if there is an event now.
  void observe(Model& model) {
    if (schedule_.due(model.clock())) look(model);
  }
  /// Called after every stride; cheap.
  virtual void poll() {}
  /// Everything observed so far is in its file when this returns, or IoError on all ranks.
  virtual void settle(const Communicator&) {}

 private:
  virtual void look(Model& model) = 0;
  Schedule schedule_;
};

/// diagnostics.csv and probes.csv.
class DiagnosticsObserver : public Observer {
 public:
  /// `heat_at_start` is the exact heat content of step 0. Temperatures that are not finite are reported to
  /// `control`.
  DiagnosticsObserver(Model& model, const ExactSum& heat_at_start, CsvFile* diagnostics, CsvFile* probes,
                      Control& control);
  bool wants_rate() const override { return true; }
  void poll() override { window_.harvest(); }
  void settle(const Communicator& comm) override;
  /// The row written last, on the root rank.
  const DiagnosticsRow& last_row() const { return last_row_; }

  /// The columns of diagnostics.csv.
  static std::vector<std::string> names();
  /// What stands in these columns after the step.
  static std::vector<double> numbers(const DiagnosticsRow& row);

 private:
  void look(Model& model) override;
  void write(const DiagnosticsRow& row);
  void append(const DiagnosticsRow& row);

  CsvFile* diagnostics_;  ///< root rank only, else nullptr; so is probes_
  CsvFile* probes_;
  Control* control_;
  HaloExchange halo_;
  WallLoads loads_;
  std::vector<double> wall_T_;
  DiagnosticsRow last_row_;
  std::string error_;
  DiagnosticsWindow window_;
};

/// snapshots/
class SnapshotObserver : public Observer {
 public:
  SnapshotObserver(Interval interval, const Clock& clock, SnapshotWriter& writer)
      : Observer(interval, clock), writer_(&writer) {}

 private:
  void look(Model& model) override;
  SnapshotWriter* writer_;
};

}  // namespace isotherm
