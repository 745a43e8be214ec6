#include "solver/grid/field.hpp"

#include "solver/grid/allocation.hpp"
#include "solver/grid/huge_pages.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

constexpr std::ptrdiff_t line = 8;    // doubles in 64 bytes
constexpr std::ptrdiff_t page = 512;  // doubles in 4 KiB: rows that far apart fall into the same cache sets

std::ptrdiff_t round_up(std::ptrdiff_t n) {
  return (n + line - 1) / line * line;
}

}  // namespace

Field::Field(const std::string& label, int nx, int ny, int halo) : nx_(nx), ny_(ny), halo_(halo) {
  const std::ptrdiff_t left = round_up(halo);
  pitch_ = left + round_up(nx + halo);
  if (pitch_ % page == 0) pitch_ += line;
  offset_ = halo * pitch_ + left;
  data_ = allocated([&] {
    return Kokkos::View<double*>(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                                 static_cast<std::size_t>((ny + 2 * halo) * pitch_));
  });
  if constexpr (runs_on_host) prefer_huge_pages(data_.data(), bytes());
  fill(0.0);
}

std::vector<double> Field::to_host() const {
  return to_host(0);
}

std::vector<double> Field::to_host(int ghosts) const {
  const auto host =
      allocated([&] { return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), data_); });
  const int width = nx_ + 2 * ghosts;
  std::vector<double> values(static_cast<std::size_t>(width) * static_cast<std::size_t>(ny_ + 2 * ghosts));
  auto to = values.begin();
  for (int j = -ghosts; j < ny_ + ghosts; ++j) {
    to = std::copy_n(host.data() + offset_ + j * pitch_ - ghosts, width, to);
  }
  return values;
}

void Field::from_host(const std::vector<double>& values) {
  auto host = allocated([&] { return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), data_); });
  auto from = values.begin();
  for (int j = 0; j < ny_; ++j, from += nx_) std::copy_n(from, nx_, host.data() + offset_ + j * pitch_);
  Kokkos::deep_copy(data_, host);
}

void Field::fill(double value) {
  const auto data = data_;
  Kokkos::parallel_for(
      "fill", Kokkos::RangePolicy<ExecutionSpace>(0, data.size()),
      KOKKOS_LAMBDA(std::size_t n) { data(n) = value; });
  Kokkos::fence();
}

}  // namespace isotherm
