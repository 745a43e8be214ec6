#include "run/observers.hpp"

#include <cmath>

#include "solver/diagnostics/totals.hpp"

namespace isotherm {

DiagnosticsObserver::DiagnosticsObserver(Model& model, const ExactSum& heat_at_start, Outputs outputs,
                                         LawWatch& watch, Control& control)
    : Observer(model.the_case().output.diagnostics),
      outputs_(std::move(outputs)),
      control_(&control),
      errors_(model.the_case().output.skip_errors, outputs_.warn, control),
      watch_(&watch),
      halo_(model.decomposition(), 1, HaloExchange::Corners::yes),
      wall_T_(model.op().walls().entries().size()),
      melts_(model.the_case().problem.melts()),
      window_(model.comm(), model.probes().size(), model.op().total_volume(), heat_at_start,
              [this](const DiagnosticsRow& row) { write(row); }) {}

std::vector<std::string> DiagnosticsObserver::names(bool melts) {
  std::vector<std::string> names{"step",     "time",         "heat",      "t_min",      "t_max",
                                 "t_mean",   "source_power", "wall_left", "wall_right", "wall_bottom",
                                 "wall_top", "wall_void",    "balance",   "rate_max"};
  if (melts) names.emplace_back("liquid_volume");
  return names;
}

void DiagnosticsObserver::look(Model& model) {
  HeatOperator& op = model.op();
  const double t = model.clock().time();
  Field& T = model.T();
  DiagnosticsShare share;
  const Totals totals = model.totals();
  share.heat = totals.heat;
  share.volume_times_T = totals.volume_times_T;
  share.t_min = totals.t_min;
  share.t_max = totals.t_max;
  share.rate_max = model.stepper().last_rate();
  if (melts_) share.liquid_volume = model.nonlinear()->liquid_volume(model.H());
  share.supplied = model.energy().supplied();
  share.moved = EnergyBalance::moved(share.supplied, model.energy().lost());
  if (!std::isfinite(share.heat.value())) control_->report(ExitCode::numerical);
  const auto view = static_cast<const Field&>(T).view();
  const auto& entries = op.walls().entries();
  for (std::size_t e = 0; e < entries.size(); ++e) wall_T_[e] = view(entries[e].j, entries[e].i);
  op.walls().add_power(t, wall_T_, 1.0, share.wall_power);
  op.sources().set_time(t);

  share.probes.resize(model.probes().size(), 0.0);
  share.owns_probe.resize(model.probes().size(), 0);
  if (model.probes().size() > 0) halo_.exchange(T);
  for (std::size_t p = 0; p < model.probes().size(); ++p) {
    if (!model.probes().owns(p)) continue;
    share.owns_probe[p] = 1;
    share.probes[p] = model.probes().value(p, T, t);
  }
  window_.contribute(model.clock().step(), t, op.sources().total(), share);
  window_.harvest();
}

void DiagnosticsObserver::write(const DiagnosticsRow& row) {
  last_row_ = row;
  const auto wrong = watch_->check(row);
  if (wrong && violation_.empty()) violation_ = *wrong;
  if (wrong) control_->report(ExitCode::numerical);
  errors_.guard([&] { append(row); });
}

std::vector<double> DiagnosticsObserver::numbers(const DiagnosticsRow& row, bool melts) {
  std::vector<double> numbers{row.time, row.heat, row.t_min, row.t_max, row.t_mean, row.source_power};
  numbers.insert(numbers.end(), row.wall_power.begin(), row.wall_power.end());
  numbers.insert(numbers.end(), {row.balance, row.rate_max});
  if (melts) numbers.push_back(row.liquid_volume);
  return numbers;
}

std::vector<double> DiagnosticsObserver::probe_numbers(const DiagnosticsRow& row) {
  std::vector<double> numbers{row.time};
  numbers.insert(numbers.end(), row.probes.begin(), row.probes.end());
  return numbers;
}

void DiagnosticsObserver::append(const DiagnosticsRow& row) {
  if (outputs_.diagnostics != nullptr) outputs_.diagnostics->write(row.step, numbers(row, melts_));
  if (outputs_.probes != nullptr) outputs_.probes->write(row.step, probe_numbers(row));
}

void DiagnosticsObserver::settle(const Communicator& comm) {
  window_.drain();
  errors_.settle(comm, [&] {
    if (outputs_.diagnostics != nullptr) outputs_.diagnostics->sync();
    if (outputs_.probes != nullptr) outputs_.probes->sync();
  });
}

HistoryObserver::HistoryObserver(Model& model, History& history)
    : Observer(Interval{Interval::Unit::steps, 1, 0.0}), history_(&history), seen_(model.clock().step()) {
  history.start(model.T(), model.clock().time());
}

void HistoryObserver::look(Model& model) {
  if (model.clock().step() == seen_) return;
  seen_ = model.clock().step();
  history_->step(model.T(), model.clock().time());
}

SnapshotObserver::SnapshotObserver(Model& model, SnapshotWriter& writer, History& history)
    : Observer(model.the_case().output.snapshots), writer_(&writer), history_(&history) {
  if (model.the_case().output.heat_flux) flux_.emplace(model.op(), model.nonlinear());
}

LogObserver::LogObserver(const Model& model, std::function<std::string()> failure, Control& control)
    : Observer(Interval{}),
      skip_errors_(model.the_case().output.skip_errors),
      failure_(std::move(failure)),
      control_(&control) {}

void LogObserver::poll() {
  if (skip_errors_ || reported_ || failure_().empty()) return;
  control_->report(ExitCode::io_failed);
  reported_ = true;
}

void LogObserver::settle(const Communicator& comm) {
  if (skip_errors_) return;
  const std::string error = comm.first_error(failure_());
  if (!error.empty()) throw IoError(error);
}

PictureObserver::PictureObserver(Model& model, PictureWriter& writer)
    : Observer(model.the_case().output.pictures.every), writer_(&writer) {
  if (model.the_case().output.pictures.flux) flux_.emplace(model.op(), model.nonlinear());
}

void PictureObserver::look(Model& model) {
  const Clock& clock = model.clock();
  if (!flux_) return writer_->write(clock.step(), clock.time(), model.T());
  flux_->set(model.T(), clock.time());
  Field size = flux_->size();
  writer_->write(clock.step(), clock.time(), size);
}

void SnapshotObserver::look(Model& model) {
  const Clock& clock = model.clock();
  std::vector<SnapshotField> others;
  if (flux_) {
    flux_->set(model.T(), clock.time());
    others.push_back({"heat_flux_x", "heat flux along x", "W m-2", &flux_->x()});
    others.push_back({"heat_flux_y", "heat flux along y", "W m-2", &flux_->y()});
  }
  for (const History::Kept& kept : history_->fields()) {
    const bool time = kept.name == "time_above";
    const char* unit = model.the_case().problem.unit == TemperatureUnit::celsius ? "degC" : "K";
    others.push_back({kept.name, time ? "time above the threshold" : "highest temperature so far",
                      time ? "s" : unit, kept.field});
  }
  writer_->write(clock.step(), clock.time(), model.T(), others);
}

}  // namespace isotherm
