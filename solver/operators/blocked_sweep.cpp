#include "solver/operators/blocked_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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
      wall_rows_(op.walls().entries(), op.cells().ny(), op.halo()),
      most_bands_(bands > 0 ? bands : Host().concurrency()) {
  for (int j = -op.halo(); op.sources().any() && j < op.cells().ny() + op.halo(); ++j) {
    row_touched_.push_back(op.sources().touches(j) ? 1 : 0);
  }
  if (op.uniform()) return;
  coefficients_.gx = lift(op.conductances().x);
  coefficients_.gy = lift(op.conductances().y);
  fronts_ = Fronts<blocked::GeneralCells>();
}

blocked::LiftedField BlockedSweep::lift(const Field& field) const {
  const int ny = op_->cells().ny();
  return {plan_, field.view(), ghosts_.bottom ? -plan_.depth : 0, ghosts_.top ? ny + plan_.depth : ny};
}

void BlockedSweep::set_step(double dt) {
  if (dt == dt_) return;
  dt_ = dt;
  const auto fronts_wanted = static_cast<std::size_t>(most_bands_);
  if (op_->uniform()) {
    const blocked::UniformCells cells(UniformStep(*op_->uniform(), dt));
    auto& fronts = std::get<Fronts<blocked::UniformCells>>(fronts_);
    for (auto& front : fronts) front.set_cells(cells);
    while (fronts.size() < fronts_wanted) fronts.emplace_back(cells);
    return;
  }
  const int h = op_->halo();
  const int nx = op_->cells().nx();
  const int ny = op_->cells().ny();
  const auto capacity = op_->capacity().view();
  const blocked::GeneralCells cells(coefficients_, capacity, dt);
  Field rc("dt / C", nx, ny, h);
  for (int j = -h; j < ny + h; ++j) {
    for (int i = -h; i < nx + h; ++i) rc.view()(j, i) = cells.rc(j, i);
  }
  coefficients_.rc = lift(rc);
  auto& fronts = std::get<Fronts<blocked::GeneralCells>>(fronts_);
  for (auto& front : fronts) front.set_cells(cells);
  while (fronts.size() < fronts_wanted) fronts.emplace_back(cells);
}

void BlockedSweep::advance(Field& T, std::span<const WallLoads* const> loads, std::span<double* const> taps) {
  FusedSteps whole;
  whole.T = T.view();
  whole.steps = static_cast<int>(loads.size());
  whole.walls = {&wall_rows_, loads, taps};
  run(whole);
}

double BlockedSweep::advance_measured(Field& T, const WallLoads& loads, double* taps) {
  const WallLoads* const the_loads = &loads;
  FusedSteps whole;
  whole.T = T.view();
  whole.walls = {&wall_rows_, {&the_loads, 1}, {&taps, 1}};
  whole.measure_change = true;
  return run(whole);
}

double BlockedSweep::run(FusedSteps whole) {
  whole.nx = op_->cells().nx();
  whole.row_end = op_->cells().ny();
  whole.ghosts = ghosts_;
  whole.plan = &plan_;
  if (op_->sources().any()) {
    if (sources_.empty()) sources_ = lift(op_->sources().power());
    whole.sources = {&sources_, &row_touched_, op_->halo()};
  }
  make_bands(whole);
  return std::visit(
      [&](auto& fronts) {
        const int bands = static_cast<int>(bands_.size());
        auto* const all = fronts.data();
        const Band* const band = bands_.data();
        Kokkos::parallel_for("fused explicit steps",
                             Kokkos::RangePolicy<Host>(0, bands, Kokkos::ChunkSize(1)),
                             [=](int n) { all[n].run(band[n].task); });
        Host().fence();
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
    if (n > 0) {
      band.task.ghosts.bottom = true;
      keep_rows(whole, band.task.row_begin - whole.steps, band.below, band.task.rows_below);
    }
    if (n + 1 < count) {
      band.task.ghosts.top = true;
      keep_rows(whole, band.task.row_end, band.above, band.task.rows_above);
    }
  }
}

/// Copies as many rows as there are steps.
void BlockedSweep::keep_rows(const FusedSteps& whole, int first, std::vector<double>& copy,
                             const double*& rows) const {
  const std::ptrdiff_t pitch = whole.T.pitch;
  const int begin = plan_.data.begin;
  copy.resize(static_cast<std::size_t>(whole.steps * pitch));
  rows = copy.data() - begin;
  for (int n = 0; n < whole.steps; ++n) {
    std::copy(whole.T.row(first + n) + begin, whole.T.row(first + n) + plan_.data.end,
              copy.data() + n * pitch);
  }
}

}  // namespace isotherm
