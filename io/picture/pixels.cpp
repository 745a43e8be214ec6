#include "io/picture/pixels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isotherm {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool is_one_material(const HeatProblem& problem) {
  const Region& first = problem.regions.front();
  return problem.regions.size() == 1 && first.material && std::holds_alternative<Everywhere>(first.shape);
}

}  // namespace

PixelSize fit_pixels(const Grid& grid, int longest) {
  const double lx = grid.x().end() - grid.x().begin();
  const double ly = grid.y().end() - grid.y().begin();
  const double scale = longest / std::max(lx, ly);
  const auto pixels = [&](double length) {
    return std::max(longest / 8, static_cast<int>(std::lround(scale * length)));
  };
  return {pixels(lx), pixels(ly)};
}

std::vector<PixelSampler::Place> PixelSampler::places(const Axis& axis, int pixels) {
  std::vector<Place> all;
  for (int p = 0; p < pixels; ++p) {
    const double at = axis.begin() + (p + 0.5) / pixels * (axis.end() - axis.begin());
    Place place{axis.cell_at(at)};
    const int step = at < axis.center(place.cell) ? -1 : 1;
    const std::int64_t other = place.cell + step;
    if (other >= 0 && other < axis.size()) {
      place.step = step;
      place.share = (at - axis.center(place.cell)) / (axis.center(other) - axis.center(place.cell));
    }
    all.push_back(place);
  }
  return all;
}

Range PixelSampler::pixels_in(const std::vector<Place>& places, Range cells) {
  const auto before = [](const Place& place, std::int64_t cell) { return place.cell < cell; };
  const auto index = [&](std::int64_t cell) {
    return std::lower_bound(places.begin(), places.end(), cell, before) - places.begin();
  };
  return {index(cells.begin), index(cells.end)};
}

PixelSampler::PixelSampler(const Decomposition& decomposition, const Grid& grid, const HeatProblem* problem,
                           PixelSize size)
    : decomposition_(&decomposition),
      grid_(&grid),
      size_(size),
      x_(places(grid.x(), size.width)),
      y_(places(grid.y(), size.height)),
      columns_(pixels_in(x_, decomposition.owned().x)),
      rows_(pixels_in(y_, decomposition.owned().y)) {
  if (problem != nullptr && !is_one_material(*problem)) find_materials(*problem);
}

void PixelSampler::find_materials(const HeatProblem& problem) {
  RegionFinder in_row(problem);
  RegionFinder in_next_row(problem);
  /// Index of the material of a cell, -1 in a void.
  const auto material = [&](RegionFinder& region_at, std::int64_t i, std::int64_t j) {
    const int region = region_at(grid_->center(i, j));
    if (region < 0) return -1;
    const auto index = problem.regions[static_cast<std::size_t>(region)].material;
    return index ? static_cast<int>(*index) : -1;
  };
  const auto own_pixels = static_cast<std::size_t>(columns_.size() * rows_.size());
  std::vector<double> local;
  local.reserve(own_pixels);
  in_void_.reserve(own_pixels);
  beside_void_.reserve(own_pixels);
  for (std::int64_t row = rows_.begin; row < rows_.end; ++row) {
    const Place& y = y_[static_cast<std::size_t>(row)];
    for (std::int64_t column = columns_.begin; column < columns_.end; ++column) {
      const Place& x = x_[static_cast<std::size_t>(column)];
      const int here = material(in_row, x.cell, y.cell);
      const bool beside = material(in_row, x.cell + x.step, y.cell) < 0 ||
                          material(in_next_row, x.cell, y.cell + y.step) < 0 ||
                          material(in_next_row, x.cell + x.step, y.cell + y.step) < 0;
      in_void_.push_back(static_cast<char>(here < 0 ? 1 : 0));
      beside_void_.push_back(beside ? 1 : 0);
      local.push_back(here);
    }
  }
  const Pixels all = gather(local);
  materials_.reserve(all.size());
  for (const double index : all) materials_.push_back(static_cast<int>(index));
}

double PixelSampler::value_at(const HostView& T, std::size_t pixel, const Place& x, const Place& y) const {
  if (!in_void_.empty() && in_void_[pixel] != 0) return not_a_number;
  const Subdomain& owned = decomposition_->owned();
  const std::int64_t i = x.cell - owned.x.begin;
  const std::int64_t j = y.cell - owned.y.begin;
  if (!beside_void_.empty() && beside_void_[pixel] != 0) return T(j, i);
  const auto along_x = [&](std::int64_t row) {
    return T(row, i) + x.share * (T(row, i + x.step) - T(row, i));
  };
  const double value = along_x(j) + y.share * (along_x(j + y.step) - along_x(j));
  return std::isnan(value) ? T(j, i) : value;
}

Pixels PixelSampler::sample(const Field& field) const {
  const HostView T(field);
  std::vector<double> local;
  local.reserve(static_cast<std::size_t>(columns_.size() * rows_.size()));
  for (std::int64_t row = rows_.begin; row < rows_.end; ++row) {
    for (std::int64_t column = columns_.begin; column < columns_.end; ++column) {
      local.push_back(
          value_at(T, local.size(), x_[static_cast<std::size_t>(column)], y_[static_cast<std::size_t>(row)]));
    }
  }
  return gather(local);
}

/// Puts the pixels of all ranks into one picture, the top row first.
Pixels PixelSampler::gather(const std::vector<double>& local) const {
  const Communicator& comm = decomposition_->comm();
  const std::vector<double> all = comm.gather(local);
  if (!comm.is_root()) return {};
  const auto width = static_cast<std::size_t>(size_.width);
  Pixels pixels(width * static_cast<std::size_t>(size_.height), not_a_number);
  auto next = all.begin();
  for (int rank = 0; rank < comm.size(); ++rank) {
    const Subdomain cells = decomposition_->subdomain_of(rank);
    const Range columns = pixels_in(x_, cells.x);
    const Range rows = pixels_in(y_, cells.y);
    for (std::int64_t row = rows.begin; row < rows.end; ++row) {
      const auto from_top = static_cast<std::size_t>(size_.height - 1 - row);
      std::copy_n(next, columns.size(),
                  pixels.begin() + static_cast<std::ptrdiff_t>(from_top * width) + columns.begin);
      next += columns.size();
    }
  }
  return pixels;
}

}  // namespace isotherm
