#include "run/observers.hpp"

#include <cmath>

#include "solver/diagnostics/totals.hpp"

namespace isotherm {

DiagnosticsObserver::DiagnosticsObserver(Model& model, const ExactSum& heat_at_start, CsvFile* diagnostics,
                                         CsvFile* probes, Control& control)
    : Observer(model.the_case().output.diagnostics, model.clock()),
      diagnostics_(diagnostics),
      probes_(probes),
      control_(&control),
      halo_(model.decomposition(), 1, HaloExchange::Corners::yes),
      wall_T_(model.op().walls().entries().size()),
      window_(model.comm(), model.probes().size(), model.op().total_volume(), heat_at_start,
              [this](const DiagnosticsRow& row) { write(row); }) {}

std::vector<std::string> DiagnosticsObserver::names() {
  return {"step",      "time",       "heat",        "t_min",    "t_max",     "t_mean",  "source_power",
          "wall_left", "wall_right", "wall_bottom", "wall_top", "wall_void", "balance", "rate_max"};
}

void DiagnosticsObserver::look(Model& model) {
  HeatOperator& op = model.op();
  const double t = model.clock().time();
  Field& T = model.T();
  DiagnosticsShare share;
  const Totals totals = local_totals(op, T);
  share.heat = totals.heat;
  share.volume_times_T = totals.volume_times_T;
  share.t_min = totals.t_min;
  share.t_max = totals.t_max;
  share.rate_max = model.stepper().last_rate();
  share.supplied = model.energy().supplied();
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
  try {
    append(row);
  } catch (const IoError& e) {  // the root rank alone: the others are told by the next round of Control
    error_ = e.what();
    control_->report(ExitCode::io_failed);
  }
}

std::vector<double> DiagnosticsObserver::numbers(const DiagnosticsRow& row) {
  std::vector<double> numbers{row.time, row.heat, row.t_min, row.t_max, row.t_mean, row.source_power};
  numbers.insert(numbers.end(), row.wall_power.begin(), row.wall_power.end());
  numbers.insert(numbers.end(), {row.balance, row.rate_max});
  return numbers;
}

void DiagnosticsObserver::append(const DiagnosticsRow& row) {
  if (diagnostics_ != nullptr) diagnostics_->write(row.step, numbers(row));
  if (probes_ == nullptr) return;
  std::vector<double> values{row.time};
  values.insert(values.end(), row.probes.begin(), row.probes.end());
  probes_->write(row.step, values);
}

void DiagnosticsObserver::settle(const Communicator& comm) {
  window_.drain();
  try {
    if (diagnostics_ != nullptr) diagnostics_->sync();
    if (probes_ != nullptr) probes_->sync();
  } catch (const IoError& e) {
    error_ = e.what();
  }
  const std::string error = comm.first_error(error_);
  if (!error.empty()) throw IoError(error);
}

void SnapshotObserver::look(Model& model) {
  writer_->write(model.clock().step(), model.clock().time(), model.T());
}

}  // namespace isotherm
