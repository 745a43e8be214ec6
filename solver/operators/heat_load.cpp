#include "solver/operators/heat_load.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "physics/message.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

/// The key of a source in the case, which messages begin with.
std::string key(std::size_t source) {
  return "sources." + std::to_string(source) + ": ";
}

[[noreturn]] void refuse(std::size_t source, const std::string& where) {
  throw std::invalid_argument(key(source) + "is not finite at " + where);
}

std::string text_of(const Point& p) {
  return message("(", p.x, " m, ", p.y, " m)");
}

/// Whether two values that depend on time alone are one function.
bool same_function(const Value& a, const Value& b) {
  if (a.expression() != nullptr && b.expression() != nullptr)
    return a.expression()->text() == b.expression()->text();
  return a.table() != nullptr && b.table() != nullptr && a.table()->points() == b.table()->points();
}

}  // namespace

HeatLoad::HeatLoad(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
                   const Decomposition& decomposition)
    : cells_(&cells),
      decomposition_(&decomposition),
      touched_(static_cast<std::size_t>(cells.ny() + 2 * cells.halo()), 0),
      halo_(cells.halo()) {
  bool depends_on_time = false;
  for (std::size_t n = 0; n < problem.sources.size(); ++n) {
    LocalSource source = claim(problem, n, map);
    const bool constant = !source.value->depends_on_time();
    depends_on_time = depends_on_time || !constant;
    if (Part* const part = part_of(source)) {
      agree<std::invalid_argument>(decomposition.comm(), [&] {
        const auto power = part->power.view();
        for (const LocalCell& cell : source.cells) {
          const Point p = cells.center(cell.j, cell.i);
          const double value = constant ? (*source.value)(p.x, p.y, 0.0) : 1.0;
          if (!std::isfinite(value)) refuse(n, text_of(p));
          power(cell.j, cell.i) += power_of(source, value, cell);
        }
      });
    } else {
      moving_.push_back(std::move(source));
    }
  }
  number_moving_cells();
  for (Part& part : parts_) part.total = total_of(part.power);
  if (depends_on_time) {
    power_ = Field("source power", cells.nx(), cells.ny(), halo_);
  } else if (!parts_.empty()) {
    total_ = parts_.front().total;
  }
}

/// Finds the cells of a source of the case.
HeatLoad::LocalSource HeatLoad::claim(const HeatProblem& problem, std::size_t number,
                                      const MaterialMap& map) {
  const auto& source = problem.sources[number];
  LocalSource local;
  local.number = number;
  local.value = source.power ? &*source.power : &*source.power_density;
  ExactSum volume;
  cells_->for_each(halo_, [&](int j, int i) {
    if (map.is_void(j, i) || !contains(source.shape, cells_->center(j, i))) return;
    local.cells.push_back({j, i});
    touched_[static_cast<std::size_t>(j + halo_)] = 1;
    if (cells_->owned(j, i)) volume.add(cells_->grid().volume(cells_->column(i), cells_->row(j)));
  });
  const double all = global_value(decomposition_->comm(), volume);
  if (!(all > 0.0)) {
    throw std::invalid_argument(
        key(number) + "its shape holds the centre of no cell: make the shape larger or the cells smaller");
  }
  if (source.power) local.share_of = all;
  return local;
}

/// The part of sources like this one; nullptr when it moves.
HeatLoad::Part* HeatLoad::part_of(const LocalSource& source) {
  const Value* const factor = source.value->depends_on_time() ? source.value : nullptr;
  if (factor != nullptr && factor->depends_on_place()) return nullptr;
  for (Part& part : parts_) {
    if (factor == nullptr ? part.factor == nullptr
                          : part.factor != nullptr && same_function(*factor, *part.factor))
      return &part;
  }
  if (factor != nullptr && parts_.size() == most_parts) return nullptr;
  parts_.push_back({Field("source power", cells_->nx(), cells_->ny(), halo_), factor, 0.0, source.number});
  return &parts_.back();
}

double HeatLoad::power_of(const LocalSource& source, double value, const LocalCell& cell) const {
  return value / source.share_of * cells_->grid().volume(cells_->column(cell.i), cells_->row(cell.j));
}

void HeatLoad::number_moving_cells() {
  for (const LocalSource& source : moving_)
    moving_cells_.insert(moving_cells_.end(), source.cells.begin(), source.cells.end());
  std::sort(moving_cells_.begin(), moving_cells_.end());
  moving_cells_.erase(std::unique(moving_cells_.begin(), moving_cells_.end()), moving_cells_.end());
  for (LocalSource& source : moving_) {
    for (const LocalCell& cell : std::exchange(source.cells, {})) {
      const auto at = std::lower_bound(moving_cells_.begin(), moving_cells_.end(), cell);
      source.moving.push_back(static_cast<std::size_t>(at - moving_cells_.begin()));
    }
  }
}

void HeatLoad::append_moving(double t, std::vector<double>& powers) const {
  const std::size_t first = powers.size();
  powers.resize(first + moving_cells_.size(), 0.0);
  for (const LocalSource& source : moving_) {
    for (const std::size_t n : source.moving) {
      const LocalCell& cell = moving_cells_[n];
      const Point p = cells_->center(cell.j, cell.i);
      powers[first + n] += power_of(source, (*source.value)(p.x, p.y, t), cell);
    }
  }
}

std::vector<double> HeatLoad::moving_totals(std::span<const double> powers, std::size_t times) const {
  std::vector<std::int64_t> words;
  const std::size_t count = moving_cells_.size();
  std::vector<double> owned;
  for (std::size_t time = 0; time < times; ++time) {
    owned.clear();
    for (std::size_t n = 0; n < count; ++n) {
      const auto [j, i] = moving_cells_[n];
      if (cells_->owned(j, i)) owned.push_back(powers[time * count + n]);
    }
    ExactSum sum;
    sum.add(owned);
    const ExactSum::Words part = sum.words();
    words.insert(words.end(), part.begin(), part.end());
  }
  decomposition_->comm().sum(words);
  std::vector<double> totals;
  for (std::size_t time = 0; time < times; ++time) {
    const auto part = std::span(words).subspan(time * ExactSum::word_count, ExactSum::word_count);
    totals.push_back(ExactSum::from_words(part).value());
  }
  return totals;
}

/// Of what sources give to the cells of all ranks. Collective.
double HeatLoad::total_of(const Field& field) const {
  const auto power = field.view();
  return global_value(decomposition_->comm(), local_sum(
                                                  *decomposition_, [&](int j, int i) { return power(j, i); },
                                                  [&](int j) { return touches(j); }));
}

double HeatLoad::total(std::span<const double> factors) const {
  double sum = 0.0;
  for (std::size_t n = 0; n < parts_.size(); ++n) sum = std::fma(factors[n], parts_[n].total, sum);
  return sum;
}

void HeatLoad::set_time(double t) {
  if (!depends_on_time() || (known_ && time_ == t)) return;
  time_ = t;
  const std::vector<double> before = std::exchange(factors_, {});
  append_factors(t, factors_);
  if (!known_) agree<std::invalid_argument>(decomposition_->comm(), [&] { require_finite(t); });
  // A source that is switched on and off seldom changes.
  if (known_ && !moves() && factors_ == before) return;
  known_ = true;  // what is not finite later on goes into T and is noticed there
  combine(factors_, power_);
  total_ = total(factors_);
  if (!moves()) return;
  moving_power_.clear();
  append_moving(t, moving_power_);
  const auto power = power_.view();
  for (std::size_t n = 0; n < moving_cells_.size(); ++n)
    power(moving_cells_[n].j, moving_cells_[n].i) += moving_power_[n];
  total_ += moving_totals(moving_power_, 1).front();
}

void HeatLoad::require_finite(double t) const {
  const std::string time = message("t = ", t, " s");
  for (std::size_t n = 0; n < parts_.size(); ++n) {
    if (!std::isfinite(factors_[n])) refuse(parts_[n].source, time);
  }
  for (const LocalSource& source : moving_) {
    for (const std::size_t number : source.moving) {
      const Point p = cells_->center(moving_cells_[number].j, moving_cells_[number].i);
      if (!std::isfinite((*source.value)(p.x, p.y, t))) refuse(source.number, text_of(p) + ", " + time);
    }
  }
}

void HeatLoad::append_factors(double t, std::vector<double>& factors) const {
  for (const Part& part : parts_)
    factors.push_back(part.factor != nullptr ? (*part.factor)(0.0, 0.0, t) : 1.0);
}

void HeatLoad::combine(std::span<const double> factors, Field& power) const {
  const auto sum = power.view();
  for (int j = -halo_; j < cells_->ny() + halo_; ++j) {
    if (!touches(j)) continue;
    const Box row{-halo_, cells_->nx() + halo_, j, j + 1};
    for_each_cell(
        "no source power", row, KOKKOS_LAMBDA(int r, int i) { sum(r, i) = 0.0; });
    for (std::size_t n = 0; n < parts_.size(); ++n) {
      const auto part = parts_[n].power.view();
      const double factor = factors[n];
      for_each_cell(
          "source power", row,
          KOKKOS_LAMBDA(int r, int i) { sum(r, i) = std::fma(factor, part(r, i), sum(r, i)); });
    }
  }
}

}  // namespace isotherm
