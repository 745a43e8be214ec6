#include "run/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "io/config/load.hpp"
#include "run/fault_hook.hpp"
#include "run/stopwatch.hpp"
#include "solver/diagnostics/totals.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/parallel/heartbeat.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {
namespace {

std::vector<std::int64_t> as_vector(const ExactSum& sum) {
  const auto words = sum.words();
  return {words.begin(), words.end()};
}

/// Where the case was first meant to end when the state was written, if that differs.
std::optional<double> earlier_end(const CheckpointState& state, const Case& now) {
  for (const auto& difference : differences(state.case_text, now.resolved)) {
    if (difference.key == "time.end") return std::stod(difference.a);
  }
  return std::nullopt;
}

/// What is missing in a state is missing on all ranks.
void with_complete_state(const VerifiedCheckpoint& checkpoint, const std::function<void()>& read) {
  try {
    read();
  } catch (const std::logic_error&) {  // a list is missing or too short
    throw IoError(
        fmt::format("'{}': its state is incomplete; the checkpoints are kept: go on from another one "
                    "with --restart, or start over with --fresh",
                    checkpoint.path.string()));
  }
}

std::optional<double> wall_interval(const Interval& interval) {
  if (interval.unit == Interval::Unit::wall) return interval.seconds;
  return std::nullopt;
}

}  // namespace

CheckpointState state_of(Model& model, const ExactSum& heat_at_start, double most_heat, SteadyTest* steady,
                         const TableList& tables) {
  const Clock& clock = model.clock();
  StepperState stepper = model.stepper().state();
  CheckpointState state{clock.step(), clock.time(), model.the_case().resolved, std::move(stepper.integers),
                        std::move(stepper.numbers)};
  state.numbers["clock"] = clock.state();
  state.integers["method"] = {static_cast<std::int64_t>(model.method_taken())};
  state.integers["table_bytes"] = table_bytes(tables);
  state.integers["heat_at_start"] = as_vector(heat_at_start);
  state.integers["heat_supplied"] = as_vector(model.energy().supplied_by_all());
  state.integers["heat_lost"] = as_vector(model.energy().lost_by_all());
  state.numbers["most_heat"] = {most_heat};
  if (steady != nullptr) {
    const auto pending = steady->pending();
    state.numbers["steady"] = {pending.begin(), pending.end()};
  }
  return state;
}

Simulation::Simulation(Model& model, Outputs outputs, std::optional<double> walltime,
                       std::optional<std::int64_t> steps)
    : model_(&model),
      outputs_(std::move(outputs)),
      checkpoint_schedule_(model.the_case().checkpoint.every),
      walltime_(walltime),
      steps_(steps),
      history_(model.op(), model.the_case().output.max_temperature, model.the_case().output.time_above) {
  if (const auto& settings = model.the_case().stop.steady) {
    steady_ = std::make_unique<SteadyTest>(model.comm(), *settings);
  }
}

void require_restorable(Model& model, const VerifiedCheckpoint& checkpoint) {
  with_complete_state(checkpoint, [&] {
    model.restore(checkpoint.state());
    ExactSum::from_words(checkpoint.state().integers.at("heat_at_start"));
    if (model.nonlinear() != nullptr && !checkpoint.manifest.has_field("enthalpy"))
      throw std::out_of_range("enthalpy");
  });
}

void Simulation::restore(const VerifiedCheckpoint& checkpoint, bool is_own) {
  with_complete_state(checkpoint, [&] {
    model_->restore(checkpoint.state());
    take_over(checkpoint);
  });
  if (!is_own) checkpoint_step_ = -1;
}

void Simulation::take_over(const VerifiedCheckpoint& checkpoint) {
  const CheckpointState& state = checkpoint.state();
  outputs_.checkpoints->read_temperature(checkpoint, model_->T());
  if (model_->nonlinear() != nullptr) outputs_.checkpoints->read(checkpoint, "enthalpy", model_->H());
  heat_at_start_ = ExactSum::from_words(state.integers.at("heat_at_start"));
  most_heat_ = state.numbers.at("most_heat").at(0);
  if (steady_ && state.numbers.contains("steady")) {
    const auto& pending = state.numbers.at("steady");
    steady_->restore({pending.at(0), pending.at(1)});
  }
  extensions_.clear();
  if (const auto known = state.numbers.find("extensions"); known != state.numbers.end()) {
    extensions_ = known->second;
  }
  if (const auto end = earlier_end(state, model_->the_case())) {
    extensions_.insert(extensions_.end(), {static_cast<double>(state.step), *end});
  }
  for (const History::Kept& kept : history_.fields()) {
    if (!checkpoint.manifest.has_field(kept.name)) {
      outputs_.warn(fmt::format("output.fields: {} is asked for only now: it begins at step {}", kept.name,
                                state.step));
      continue;
    }
    if (kept.name == "time_above" && has_other_threshold(state)) continue;
    outputs_.checkpoints->read(checkpoint, kept.name, *kept.field);
    history_.restored(kept.name);
  }
  checkpoint_step_ = state.step;
  starting_ = !restored_from_.has_value();
  if (!restored_from_) restored_from_ = checkpoint;
}

/// Says so, too: the time above the earlier threshold is none above the present one.
bool Simulation::has_other_threshold(const CheckpointState& state) const {
  for (const auto& difference : differences(state.case_text, model_->the_case().resolved)) {
    if (difference.key != "output.threshold") continue;
    outputs_.warn(fmt::format("output.threshold was {}, is now {}: time_above begins anew at step {}",
                              difference.a, difference.b, state.step));
    return true;
  }
  return false;
}

void Simulation::make_observers() {
  if (!restored_from_) heat_at_start_ = sum_over(model_->comm(), model_->totals().heat);
  const Clock& clock = model_->clock();
  last_allowed_step_ = steps_ ? clock.step() + *steps_ : std::numeric_limits<std::int64_t>::max();
  control_ = std::make_unique<Control>(
      model_->comm(), Control::Settings{wall_interval(model_->the_case().checkpoint.every), walltime_},
      clock.step());
  watch_ = std::make_unique<LawWatch>(*model_, most_heat_);
  auto diagnostics = std::make_unique<DiagnosticsObserver>(
      *model_, heat_at_start_,
      DiagnosticsObserver::Outputs{outputs_.diagnostics, outputs_.probes, outputs_.warn}, *watch_, *control_);
  diagnostics_ = diagnostics.get();
  observers_.push_back(std::move(diagnostics));
  observers_.push_back(std::make_unique<LogObserver>(*model_, outputs_.log_failure, *control_));
  if (!flow_table_columns(model_->the_case()).empty() || !region_table_columns(model_->the_case()).empty()) {
    auto derived = std::make_unique<DerivedTables>(
        *model_, DerivedTables::Outputs{outputs_.flows, outputs_.regions, outputs_.warn}, *control_);
    derived_ = derived.get();
    observers_.push_back(std::move(derived));
  }
  if (!history_.fields().empty()) observers_.push_back(std::make_unique<HistoryObserver>(*model_, history_));
  if (outputs_.snapshots != nullptr) {
    observers_.push_back(std::make_unique<SnapshotObserver>(*model_, *outputs_.snapshots, history_));
  }
  if (outputs_.pictures != nullptr) {
    observers_.push_back(std::make_unique<PictureObserver>(*model_, *outputs_.pictures));
  }
}

Figures Simulation::figures() const {
  const auto& row = diagnostics_->last_row();
  if (!row) return {};
  const Case& the_case = model_->the_case();
  const bool melts = the_case.problem.melts();
  Figures figures = derived_ != nullptr ? derived_->figures() : Figures();
  add_figures(figures, "diagnostics", DiagnosticsObserver::names(melts), row->step,
              DiagnosticsObserver::numbers(*row, melts));
  add_figures(figures, "probes", probe_table_columns(the_case), row->step,
              DiagnosticsObserver::probe_numbers(*row));
  return figures;
}

Stride Simulation::next_stride() const {
  const Clock& clock = model_->clock();
  Stride stride;
  if (!clock.is_fixed()) {
    stride.want_rate = true;
    const Case& the_case = model_->the_case();
    stride.until = std::min(the_case.changes.next_knot(clock.time()),
                            clock.time() + longest_free_step(the_case, model_->method_taken()));
    for (const auto& observer : observers_) {
      if (const auto time = observer->schedule().next_time(clock))
        stride.until = std::min(stride.until, *time);
    }
    return stride;
  }
  std::int64_t next = std::min(last_allowed_step_, checkpoint_schedule_.next_step(clock));
  bool rate = false;
  const auto meet = [&](std::int64_t step, bool wants_rate) {
    if (step < next) rate = false;
    if (step <= next) rate = rate || wants_rate;
    next = std::min(next, step);
  };
  for (const auto& observer : observers_) meet(observer->schedule().next_step(clock), observer->wants_rate());
  if (steady_) {
    meet(steady_->next_look(clock.step()),
         true);  // a steady end writes a row, and a row has the rate of its own step
  }
  stride.steps = next - clock.step();
  stride.want_rate = rate;
  return stride;
}

void Simulation::observe() {
  const Stopwatch watch;
  for (const auto& observer : observers_) {
    try {
      observer->observe(*model_);
    } catch (const StuckIoError&) {
      throw;
    } catch (const IoError& e) {
      if (!model_->the_case().output.skip_errors) throw;
      outputs_.warn(fmt::format("an output of step {} is left out: {}", model_->clock().step(), e.what()));
    }
  }
  phases_["output"] += watch.seconds();
}

bool Simulation::steady_now() {
  if (!steady_) return false;
  const std::int64_t step = model_->clock().step();
  const bool steady = steady_->steady_at(step);
  const bool change_ahead = model_->clock().time() < model_->the_case().changes.last_change;
  if (!steady && steady_->looks_at(step) && !change_ahead)
    steady_->start(step, model_->stepper().last_rate());
  return steady;
}

Outcome Simulation::run() {
  try {
    return run_on();
  } catch (const NumericalError& e) {
    explain(fmt::format("step {}: {}", model_->clock().step() + 1, e.what()), model_->clock().step() + 1);
  }
}

Outcome Simulation::run_on() {
  make_observers();
  if (!restored_from_) observe();
  Clock& clock = model_->clock();
  outputs_.progress->begin(clock);
  if (restored_from_ && steady_ && steady_->steady_at(clock.step())) return finish_steady();
  while (!clock.finished()) {
    const Stopwatch watch;
    const double time_before = clock.time();
    model_->stepper().advance(model_->T(), clock, next_stride(), model_->energy());
    phases_["steps"] += watch.seconds();
    beat();
    flip_bit_if_asked(*model_);
    end_start();
    for (const auto& observer : observers_) observer->poll();
    const bool steady = steady_now();
    if (steady) clock.finish_here();
    observe();
    const Orders orders = control_->look(clock.step());
    outputs_.progress->show(clock, diagnostics_->last_row());
    if (outputs_.progress->folder_lost()) control_->report(ExitCode::io_failed);
    if (orders.failure) return finish(*orders.failure, "");
    if (steady) return finish_steady();
    if (clock.finished()) break;
    if (orders.stop || clock.step() >= last_allowed_step_) {
      return finish(ExitCode::stopped, orders.stop ? "asked to stop" : "as many steps as asked for");
    }
    if (orders.checkpoint || checkpoint_schedule_.passed(clock, time_before)) write_checkpoint();
  }
  return finish(ExitCode::done, "reached the end");
}

Outcome Simulation::finish_steady() {
  return finish(ExitCode::done, fmt::format("steady: max |dT/dt| is {:.3g} K/s", steady_->rate()));
}

/// The checkpoint that this run went on from did no harm.
void Simulation::end_start() {
  if (std::exchange(starting_, false)) outputs_.checkpoints->start_succeeded();
}

Outcome Simulation::finish(ExitCode code, const std::string& reason) {
  end_start();
  for (const auto& observer : observers_) observer->settle(model_->comm());
  if (code == ExitCode::numerical) {
    require_sound_state();
    explain("a temperature was not finite", model_->clock().step());
  }
  write_checkpoint();
  return {code, reason};
}

void Simulation::write_checkpoint() {
  const Clock& clock = model_->clock();
  if (checkpoint_step_ == clock.step()) return;
  const Stopwatch watch;
  for (const auto& observer : observers_) observer->settle(model_->comm());
  require_sound_state();
  if (outputs_.checkpoints == nullptr) return;
  CheckpointState state =
      state_of(*model_, heat_at_start_, model_->comm().max(watch_->most_heat()), steady_.get(),
               {outputs_.diagnostics, outputs_.probes, outputs_.flows, outputs_.regions});
  if (!extensions_.empty()) state.numbers["extensions"] = extensions_;
  std::vector<NamedField> others;
  if (model_->nonlinear() != nullptr) others.push_back({"enthalpy", &model_->H()});
  for (const History::Kept& kept : history_.fields()) others.push_back({kept.name, kept.field});
  outputs_.checkpoints->write(state, model_->T(), others);
  checkpoint_step_ = clock.step();
  outputs_.progress->checkpoint_written(clock.step());
  control_->checkpoint_written(watch.seconds());
  phases_["checkpoints"] += watch.seconds();
}

}  // namespace isotherm
