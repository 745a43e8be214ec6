#include "solver/grid/algebra.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double global_value(const Communicator& comm, const ExactSum& local) {
  return sum_over(comm, local).value();
}

ExactSum sum_over(const Communicator& comm, const ExactSum& local) {
  auto words = local.words();
  comm.sum(words);
  return ExactSum::from_words(words);
}

Extremes local_extremes(const Field& field, const Field& mask) {
  const auto values = field.view();
  const auto counts = mask.view();
  const bool masked = !mask.empty();
  const int nx = field.nx();
  double least = infinity;
  double most = -infinity;
  int nans = 0;
  Kokkos::parallel_reduce(
      "extremes", RowPolicy(0, field.ny()),
      KOKKOS_LAMBDA(int j, double& low, double& high, int& bad) {
        for (int i = 0; i < nx; ++i) {
          if (masked && counts(j, i) == 0.0) continue;
          const double v = values(j, i);
          if (v != v) ++bad;
          low = v < low ? v : low;
          high = v > high ? v : high;
        }
      },
      Kokkos::Min<double>(least), Kokkos::Max<double>(most), nans);
  if (nans > 0) return {nan, nan};
  return {least + 0.0, most + 0.0};
}

std::int64_t first_not_finite(const Decomposition& decomposition, const Field& field, const Field& mask) {
  constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
  const auto& owned = decomposition.owned();
  const auto values = field.view();
  std::int64_t first = none;
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      if (std::isfinite(values(j, i)) || (!mask.empty() && mask.view()(j, i) == 0.0)) continue;
      first = std::min(first, (owned.y.begin + j) * decomposition.space().nx + owned.x.begin + i);
    }
  }
  first = -decomposition.comm().max(-first);
  return first == none ? -1 : first;
}

void copy(const Field& from, Field& to) {
  const auto source = from.view();
  const auto target = to.view();
  for_each_cell(
      "copy", {0, to.nx(), 0, to.ny()}, KOKKOS_LAMBDA(int j, int i) { target(j, i) = source(j, i); });
}

double local_max_difference(const Field& a, const Field& b) {
  const auto va = a.view();
  const auto vb = b.view();
  const int nx = a.nx();
  double most = 0.0;
  int nans = 0;
  Kokkos::parallel_reduce(
      "max difference", RowPolicy(0, a.ny()),
      KOKKOS_LAMBDA(int j, double& high, int& bad) {
        const double* const ra = va.row(j);
        const double* const rb = vb.row(j);
        double row_high = 0.0;
        int row_bad = 0;
        for (int i = 0; i < nx; ++i) {
          const double d = ra[i] > rb[i] ? ra[i] - rb[i] : rb[i] - ra[i];
          row_high = d > row_high ? d : row_high;
          row_bad += d != d ? 1 : 0;
        }
        high = row_high > high ? row_high : high;
        bad += row_bad;
      },
      Kokkos::Max<double>(most), nans);
  return nans > 0 ? nan : most;
}

}  // namespace isotherm
