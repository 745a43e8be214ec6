#include "solver/operators/blocked_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace isotherm {
namespace {

using Host = Kokkos::DefaultHostExecutionSpace;

GhostSides ghost_sides(const Decomposition& d) {
  const auto neighbour = [&](int dx, int dy) { return d.neighbour(dx, dy) != MPI_PROC_NULL; };
  return {neighbour(-1, 0), neighbour(1, 0), neighbour(0, -1), neighbour(0, 1)};
}

}  // namespace

blocked::StripPlan BlockedSweep::plan_for(const Decomposition& decomposition, TimeBlock block) {
  const GhostSides ghosts = ghost_sides(decomposition);
  const int nx = decomposition.owned().nx();
  return {{ghosts.left ? -block.steps : 0, ghosts.right ? nx + block.steps : nx}, block.steps, block.width};
}

BlockedSweep::BlockedSweep(const HeatOperator& op, TimeBlock block, int bands)
    : op_(&op),
      plan_(plan_for(op.decomposition(), block)),
      ghosts_(ghost_sides(op.decomposition())),
      past_caches_(block.past_caches),
      wall_rows_(op.walls().entries(), op.cells().ny(), op.halo()),
      moving_rows_(op.sources().moving_cells(), op.cells().ny(), op.halo()),
      most_bands_(bands > 0 ? bands : Host().concurrency()) {
  for (int j = -op.halo(); op.sources().any() && j < op.cells().ny() + op.halo(); ++j) {
    row_touched_.push_back(op.sources().touches(j) ? 1 : 0);
  }
  if (op.uniform()) return;
  coefficients_ = lifted_rows<blocked::CellCoefficients>();
  coefficients_.fill(plan_, op.conductances().x, &blocked::CellCoefficients::gx);
  coefficients_.fill(plan_, op.conductances().y, &blocked::CellCoefficients::gy);
}

template <class Element>
blocked::LiftedRows<Element> BlockedSweep::lifted_rows() const {
  const int ny = op_->cells().ny();
  return {plan_, ghosts_.bottom ? -plan_.depth : 0, ghosts_.top ? ny + plan_.depth : ny};
}

void BlockedSweep::set_step(double dt) {
  if (dt == dt_) return;
  dt_ = dt;
  if (op_->uniform()) return;
  const int h = op_->halo();
  const int nx = op_->cells().nx();
  const int ny = op_->cells().ny();
  const StepOverCapacity ratio(*op_, dt);
  Field rc("dt / C", nx, ny, h);
  for (int j = -h; j < ny + h; ++j) {
    for (int i = -h; i < nx + h; ++i) rc.view()(j, i) = ratio(j, i);
  }
  coefficients_.fill(plan_, rc, &blocked::CellCoefficients::rc);
}

template <class Cells>
void BlockedSweep::set_cells(const Cells& cells) {
  if (!std::holds_alternative<Fronts<Cells>>(fronts_)) fronts_.emplace<Fronts<Cells>>();
  auto& fronts = std::get<Fronts<Cells>>(fronts_);
  for (auto& front : fronts) front.set_cells(cells);
  while (static_cast<int>(fronts.size()) < most_bands_) fronts.emplace_back(cells);
}

double BlockedSweep::advance(Field& T, std::span<const WallLoads* const> loads, std::span<double* const> taps,
                             std::span<const double> factors, std::span<const double> moving,
                             StripObserver* observer, bool measure_change) {
  if (op_->uniform()) {
    set_cells(blocked::UniformCells(UniformStep(*op_->uniform(), dt_)));
  } else {
    set_cells(blocked::GeneralCells(coefficients_, op_->capacity().view(), dt_));
  }
  FusedSteps whole;
  whole.observer = observer;
  whole.T = T.view();
  whole.steps = static_cast<int>(loads.size());
  whole.walls = {&wall_rows_, loads, taps};
  whole.sources = source_terms(factors);
  whole.moving = moving_terms(factors, moving);
  whole.measure_change = measure_change;
  return run(whole);
}

SourceTerms BlockedSweep::source_terms(std::span<const double> factors) {
  if (factors.empty()) return {};
  if (sources_.empty()) lift_sources();
  return {sources_, factors, &row_touched_, op_->halo()};
}

/// Without the cells of moving sources.
void BlockedSweep::lift_sources() {
  const HeatLoad& sources = op_->sources();
  const int h = op_->halo();
  const int nx = op_->cells().nx();
  const int ny = op_->cells().ny();
  Field rest;
  if (sources.moves()) rest = Field("source power", nx, ny, h);
  for (const HeatLoad::Part& part : sources.parts()) {
    for (int j = -h; sources.moves() && j < ny + h; ++j)
      std::copy_n(part.power.view().row(j) - h, nx + 2 * h, rest.view().row(j) - h);
    for (const auto [j, i] : sources.moving_cells()) rest.view()(j, i) = 0.0;
    sources_.emplace_back(lifted_rows<blocked::Vec>()).fill(plan_, sources.moves() ? rest : part.power);
  }
}

/// In the cells of moving sources, all power at once, as HeatLoad::set_time has it.
MovingTerms BlockedSweep::moving_terms(std::span<const double> factors, std::span<const double> moving) {
  if (moving.empty()) return {};
  const auto parts = op_->sources().parts();
  if (parts.empty()) return {&moving_rows_, moving};
  power_of_moving_.clear();
  while (power_of_moving_.size() < moving.size()) {
    for (const auto [j, i] : op_->sources().moving_cells()) {
      double power = 0.0;
      for (std::size_t n = 0; n < parts.size(); ++n)
        power = std::fma(factors[n], parts[n].power.view()(j, i), power);
      power_of_moving_.push_back(power + moving[power_of_moving_.size()]);
    }
    factors = factors.subspan(parts.size());
  }
  return {&moving_rows_, power_of_moving_};
}

void BlockedSweep::set_slope(const Field& slope) {
  if (slope_.empty()) slope_ = lifted_rows<blocked::Vec>();
  slope_.fill(plan_, slope);
}

void BlockedSweep::advance_stages(Field& newest, Field& before, std::span<const Stage> stages,
                                  std::span<const WallLoads* const> loads, std::span<double* const> taps,
                                  std::span<const double> gains) {
  if (op_->uniform()) {
    const UniformStep step(*op_->uniform(), dt_);
    uniform_stages_.clear();
    for (const Stage& stage : stages) uniform_stages_.emplace_back(step, stage);
    set_cells(blocked::UniformStages(uniform_stages_, slope_));
  } else {
    set_cells(blocked::GeneralStages(coefficients_, op_->capacity().view(), dt_, stages, slope_));
  }
  FusedSteps whole;
  whole.T = newest.view();
  whole.before = before.view();
  whole.steps = static_cast<int>(stages.size());
  whole.walls = {&wall_rows_, loads, taps};
  whole.sources = source_terms(gains);
  run(whole);
}

double BlockedSweep::run(FusedSteps whole) {
  whole.nx = op_->cells().nx();
  whole.row_end = op_->cells().ny();
  whole.ghosts = ghosts_;
  whole.plan = &plan_;
  whole.past_caches = past_caches_;
  StripObserver* const once = most_bands_ > 1 ? std::exchange(whole.observer, nullptr) : nullptr;
  for (std::size_t n = 0; once != nullptr && n < plan_.strips.size(); ++n)
    once->before(n);  // threads begin everywhere
  make_bands(whole);
  return std::visit(
      [&](auto& fronts) {
        const int bands = static_cast<int>(bands_.size());
        auto* const all = fronts.data();
        const Band* const band = bands_.data();
        if (bands == 1) {  // not in a kernel, where an observer could start none of its own
          all[0].run(band[0].task);
        } else {
          Kokkos::parallel_for("fused steps", Kokkos::RangePolicy<Host>(0, bands, Kokkos::ChunkSize(1)),
                               [=](int n) { all[n].run(band[n].task); });
          Host().fence();
        }
        for (std::size_t n = 0; once != nullptr && n < plan_.strips.size(); ++n) once->after(n);
        double change = 0.0;
        for (int n = 0; n < bands; ++n) {
          const double part = fronts[static_cast<std::size_t>(n)].largest_change();
          if (std::isnan(part)) return part;
          change = std::max(change, part);
        }
        return change;
      },
      fronts_);
}

/// Cuts the rows into a band per thread. Between bands ghost rows are swept twice, as between ranks.
void BlockedSweep::make_bands(const FusedSteps& whole) {
  const int ny = whole.row_end;
  const int count = std::clamp(ny / (4 * whole.steps), 1, most_bands_);
  bands_.resize(static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) {
    Band& band = bands_[static_cast<std::size_t>(n)];
    band.task = whole;
    band.task.row_begin = static_cast<int>(static_cast<long>(ny) * n / count);
    band.task.row_end = static_cast<int>(static_cast<long>(ny) * (n + 1) / count);
    if (n > 0) band.task.ghosts.bottom = true;
    if (n + 1 < count) band.task.ghosts.top = true;
    band.task.T_beyond = keep_rows(whole.T, whole, band.task, band.T);
    if (whole.before.origin != nullptr)
      band.task.before_beyond = keep_rows(whole.before, whole, band.task, band.before);
  }
}

/// Copies the rows beside a band that belong to other bands: as many as there are steps.
RowsBeyond BlockedSweep::keep_rows(FieldView<double> field, const FusedSteps& whole, const FusedSteps& band,
                                   Copies& copies) const {
  const int begin = plan_.data.begin;
  const auto keep = [&](int first, std::vector<double>& copy) {
    copy.resize(static_cast<std::size_t>(whole.steps * field.pitch));
    for (int n = 0; n < whole.steps; ++n) {
      std::copy(field.row(first + n) + begin, field.row(first + n) + plan_.data.end,
                copy.data() + n * field.pitch);
    }
    return copy.data() - begin;
  };
  RowsBeyond rows;
  if (band.row_begin > whole.row_begin) rows.below = keep(band.row_begin - whole.steps, copies.below);
  if (band.row_end < whole.row_end) rows.above = keep(band.row_end, copies.above);
  return rows;
}

}  // namespace isotherm
