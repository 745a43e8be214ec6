// What a simulation does when the numbers go wrong.

#include <fmt/format.h>

#include "run/simulation.hpp"
#include "solver/diagnostics/totals.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {

/// What the laws are about, of the present state; the same on all ranks. Collective.
DiagnosticsRow Simulation::present_row() {
  const Communicator& comm = model_->comm();
  const Totals totals = model_->totals();
  DiagnosticsRow row;
  row.step = model_->clock().step();
  row.time = model_->clock().time();
  row.t_min = comm.min(totals.t_min);
  row.t_max = comm.max(totals.t_max);
  ExactSum balance = sum_over(comm, totals.heat);
  row.heat = balance.value();
  const ExactSum supplied = model_->energy().supplied_by_all();
  balance.subtract(heat_at_start_);
  balance.subtract(supplied);
  row.balance = balance.value();
  row.moved = EnergyBalance::moved(supplied, model_->energy().lost_by_all()).value();
  return row;
}

/// What the root rank, which has seen all rows, finds wrong with the present state, or nothing. Collective.
std::string Simulation::broken_law(LawWatch& watch) {
  return model_->comm().broadcast(watch.check(present_row()).value_or(""));
}

/// Nothing that breaks a law may replace a good checkpoint.
void Simulation::require_sound_state() {
  std::string wrong = diagnostics_->violation(model_->comm());
  if (wrong.empty()) wrong = broken_law(*watch_);
  if (!wrong.empty()) explain(wrong, model_->clock().step());
}

/// Goes back to the last good state.
void Simulation::rewind() {
  std::optional<VerifiedCheckpoint> good;
  if (outputs_.checkpoints != nullptr) good = outputs_.checkpoints->newest_good();
  if (!good) good = restored_from_;
  model_->start_over();
  if (good) {
    restore(*good, true);
  } else {
    outputs_.set_start();
  }
}

/// Takes steps one by one, but the same ones, up to step `last`; returns what is wrong first, or nothing.
std::string Simulation::first_bad_step(std::int64_t last) {
  const Clock& clock = model_->clock();
  LawWatch watch(*model_, watch_->most_heat());
  watch.check(present_row());
  const Walls& walls = model_->op().walls();
  const auto at_walls = [&] {
    const std::string found = model_->comm().first_error(walls.take_fault());
    return found.empty() ? found : found + "; ";
  };
  while (clock.step() < last && !clock.finished()) {
    Stride stride = next_stride();
    if (clock.is_fixed()) stride.steps = 1;
    walls.take_fault();  // of steps before, or tried in vain
    try {
      model_->stepper().advance(model_->T(), model_->clock(), stride, model_->energy());
    } catch (const NumericalError& e) {
      const std::string cell = first_bad_cell(*model_);
      return fmt::format("step {}: {}{}{}", clock.step() + 1, at_walls(), e.what(),
                         cell.empty() ? "" : ", first in " + cell);
    }
    const std::string cell = first_bad_cell(*model_);
    if (!cell.empty()) {
      return fmt::format(
          "{}the first temperature that is not finite appears in step {} (to t = {:.6g} s), in {}",
          at_walls(), clock.step(), clock.time(), cell);
    }
  }
  return broken_law(watch);
}

void Simulation::explain(const std::string& what, std::int64_t last) {
  outputs_.warn(what + "; the steps since the last good state are taken again to see where this began");
  rewind();
  const std::int64_t from = model_->clock().step();
  const std::string found = first_bad_step(last);
  if (!found.empty()) {
    throw Failure(ExitCode::numerical, found + "; the last good checkpoint is kept");
  }
  throw UnrepeatedError(fmt::format(
      "{}; the same steps from step {} on do not show it again: the memory or the processor of a "
      "machine erred. The last good checkpoint is kept: run the same line again (without --fresh or "
      "--restart), or let numerics.on_violation: roll-back do so",
      what, from));
}

}  // namespace isotherm
