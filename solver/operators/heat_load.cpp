#include "solver/operators/heat_load.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

/// The key of a source in the case, which messages begin with.
std::string key(std::size_t source) {
  return "sources." + std::to_string(source) + ": ";
}

void require_finite(double value, std::size_t source, const Point& p, double t) {
  if (std::isfinite(value)) return;
  throw std::invalid_argument(key(source) + "is not finite at (" + std::to_string(p.x) + " m, " +
                              std::to_string(p.y) + " m), t = " + std::to_string(t) + " s");
}

}  // namespace

HeatLoad::HeatLoad(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
                   const Decomposition& decomposition)
    : cells_(&cells),
      decomposition_(&decomposition),
      touched_(static_cast<std::size_t>(cells.ny() + 2 * cells.halo()), 0),
      halo_(cells.halo()) {
  const Grid& grid = cells.grid();
  for (const auto& source : problem.sources) {
    LocalSource local;
    local.density = source.power_density ? &*source.power_density : nullptr;
    local.total = source.power ? &*source.power : nullptr;
    const Value& value = local.density != nullptr ? *local.density : *local.total;
    depends_on_time_ = depends_on_time_ || value.depends_on_time();
    ExactSum volume;
    cells.for_each(cells.halo(), [&](int j, int i) {
      if (map.is_void(j, i) || !contains(source.shape, cells.center(j, i))) return;
      local.cells.push_back({j, i});
      touched_[static_cast<std::size_t>(j + halo_)] = 1;
      if (cells.owned(j, i)) volume.add(grid.volume(cells.column(i), cells.row(j)));
    });
    local.total_volume = global_value(decomposition.comm(), volume);
    if (!(local.total_volume > 0.0)) {
      throw std::invalid_argument(
          key(sources_.size()) +
          "its shape holds the centre of no cell: make the shape larger or the cells smaller");
    }
    sources_.push_back(std::move(local));
  }
  if (any()) power_ = Field("source power", cells.nx(), cells.ny(), halo_);
}

void HeatLoad::set_time(double t) {
  if (!any() || (known_ && (!depends_on_time_ || time_ == t))) return;
  if (!amplitudes_changed(t) && known_) return;  // a source that is switched on and off seldom changes
  if (known_) {
    fill(t);  // what is not finite now was found out too late to agree on: NaN goes into T and is noticed
              // there
  } else {
    agree<std::invalid_argument>(decomposition_->comm(), [&] { fill(t); });
  }
  const auto power = power_.view();
  total_ = global_value(decomposition_->comm(),
                        local_sum(*decomposition_, [&](int j, int i) { return power(j, i); }));
  time_ = t;
  known_ = true;
}

/// Sets the sources' place-independent values at time t. True when the power of a cell may have changed.
bool HeatLoad::amplitudes_changed(double t) {
  bool changed = false;
  for (auto& source : sources_) {
    const Value& value = source.density != nullptr ? *source.density : *source.total;
    if (value.depends_on_place()) {
      changed = changed || value.depends_on_time();
      continue;
    }
    const double amplitude = value(0.0, 0.0, t);
    changed = changed || amplitude != source.amplitude;
    source.amplitude = amplitude;
  }
  return changed;
}

void HeatLoad::fill(double t) {
  power_.fill(0.0);
  const auto power = power_.view();
  const Grid& grid = cells_->grid();
  for (std::size_t n = 0; n < sources_.size(); ++n) {
    const LocalSource& source = sources_[n];
    const Value& value = source.density != nullptr ? *source.density : *source.total;
    const bool everywhere_alike = !value.depends_on_place();
    for (const auto& [j, i] : source.cells) {
      const double volume = grid.volume(cells_->column(i), cells_->row(j));
      const Point p = cells_->center(j, i);
      double density = everywhere_alike ? source.amplitude : value(p.x, p.y, t);
      if (!known_) require_finite(density, n, p, t);
      if (source.total != nullptr) density /= source.total_volume;
      power(j, i) += density * volume;
    }
  }
}

}  // namespace isotherm
