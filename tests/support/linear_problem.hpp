#pragma once
// Linear systems of heat conduction on the unit square, filled from global indices.

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>

#include "solver/grid/algebra.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/halo_exchange.hpp"
#include "solver/linear/operator.hpp"

namespace isotherm::testing {

/// Uniform in [0, 1), from two indices.
inline double hash01(std::int64_t a, std::int64_t b) {
  std::uint64_t z = static_cast<std::uint64_t>(a) * 0x9e3779b97f4a7c15ULL;
  z += static_cast<std::uint64_t>(b) * 0xbf58476d1ce4e5b9ULL + 12345;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/// What the unit square is made of and how it is held.
struct LinearCase {
  std::string name;
  std::int64_t nx = 0;
  std::int64_t ny = 0;
  std::function<double(double, double)> k = [](double, double) { return 1.0; };  ///< 0: void
  double ky = 1.0;                                                               ///< k in y over k in x
  bool periodic_x = false;
  bool periodic_y = false;
  bool walls = true;   ///< temperature 0 on the sides that are not periodic, else insulated
  double shift = 0.0;  ///< times the cell's area, on the diagonal
};

/// k of a 7 x 7 array of discs, of the blocks of a hash, of holes.
inline double discs(double jump, double x, double y) {
  const double u = 7 * x - std::floor(7 * x) - 0.5;
  const double v = 7 * y - std::floor(7 * y) - 0.5;
  return u * u + v * v < 0.09 ? jump : 1.0;
}
inline double blocks(double jump, double x, double y) {
  return std::pow(jump, hash01(static_cast<std::int64_t>(128 * x), static_cast<std::int64_t>(128 * y)));
}
inline double holes(double x, double y) {
  const double u = 3 * x - std::floor(3 * x) - 0.5;
  const double v = 3 * y - std::floor(3 * y) - 0.5;
  return u * u + v * v < 0.09 ? 0.0 : 1.0;
}

/// The system of a case on a decomposition; steady source f = 1 + 10 exp(x + 2y) sin(5x) x (1 - y), less its
/// mean over the body where nothing holds the temperature.
struct LinearProblem {
  LinearProblem(const Decomposition& decomposition, const LinearCase& what)
      : g(decomposition.owned().nx(), decomposition.owned().ny(), 0),
        diagonal("diagonal", g.x.nx(), g.x.ny(), 0),
        b("load", g.x.nx(), g.x.ny(), 0),
        x("solution", g.x.nx(), g.x.ny(), 0),
        decomposition_(decomposition),
        case_(what) {
    fill_faces();
    fill_cells();
    if ((!what.walls || (what.periodic_x && what.periodic_y)) && what.shift == 0.0) balance();
  }
  LinearOperator matrix() const { return {g, diagonal}; }
  static IndexSpace space(const LinearCase& what) {
    return {what.nx, what.ny, what.periodic_x, what.periodic_y};
  }

  /// |b - A x| / |b| over all ranks, by the definition of A. Collective.
  double relative_residual() const;

  FaceConductances g;
  Field diagonal;
  Field b;
  Field x;

 private:
  double k(std::int64_t i, std::int64_t j) const {
    i = (i + case_.nx) % case_.nx;
    j = (j + case_.ny) % case_.ny;
    return case_.k((static_cast<double>(i) + 0.5) / static_cast<double>(case_.nx),
                   (static_cast<double>(j) + 0.5) / static_cast<double>(case_.ny));
  }
  static double harmonic(double a, double c) { return a * c > 0.0 ? 2.0 * a * c / (a + c) : 0.0; }
  double dx() const { return 1.0 / static_cast<double>(case_.nx); }
  double dy() const { return 1.0 / static_cast<double>(case_.ny); }
  void fill_faces();
  void fill_cells();
  void balance();

  const Decomposition& decomposition_;
  LinearCase case_;
};

inline void LinearProblem::fill_faces() {
  const auto& owned = decomposition_.owned();
  const auto gx = g.x.view();
  const auto gy = g.y.view();
  for (int j = 0; j <= owned.ny(); ++j) {
    for (int i = 0; i <= owned.nx(); ++i) {
      const auto gi = owned.x.begin + i;
      const auto gj = owned.y.begin + j;
      const bool side_x = !case_.periodic_x && (gi == 0 || gi == case_.nx);
      const bool side_y = !case_.periodic_y && (gj == 0 || gj == case_.ny);
      if (j < owned.ny() && !side_x) gx(j, i) = harmonic(k(gi - 1, gj), k(gi, gj)) * (dy() / dx());
      if (i < owned.nx() && !side_y) gy(j, i) = case_.ky * harmonic(k(gi, gj - 1), k(gi, gj)) * (dx() / dy());
    }
  }
}

inline void LinearProblem::fill_cells() {
  const auto& owned = decomposition_.owned();
  const auto d = diagonal.view();
  const auto load = b.view();
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      const auto gi = owned.x.begin + i;
      const auto gj = owned.y.begin + j;
      const double here = k(gi, gj);
      if (here == 0.0) continue;
      double sum = case_.shift * dx() * dy();
      if (case_.walls && !case_.periodic_x && gi == 0) sum += 2 * here * dy() / dx();
      if (case_.walls && !case_.periodic_x && gi == case_.nx - 1) sum += 2 * here * dy() / dx();
      if (case_.walls && !case_.periodic_y && gj == 0) sum += 2 * case_.ky * here * dx() / dy();
      if (case_.walls && !case_.periodic_y && gj == case_.ny - 1) sum += 2 * case_.ky * here * dx() / dy();
      d(j, i) = sum;
      const double px = (static_cast<double>(gi) + 0.5) * dx();
      const double py = (static_cast<double>(gj) + 0.5) * dy();
      load(j, i) = (1 + 10 * std::exp(px + 2 * py) * std::sin(5 * px) * px * (1 - py)) * dx() * dy();
    }
  }
}

inline void LinearProblem::balance() {
  const auto& owned = decomposition_.owned();
  const auto load = b.view();
  const auto body = [&](int j, int i) { return k(owned.x.begin + i, owned.y.begin + j) > 0.0 ? 1.0 : 0.0; };
  const auto& comm = decomposition_.comm();
  const double sum = global_value(comm, local_sum(decomposition_, [&](int j, int i) { return load(j, i); }));
  const double mean = sum / global_value(comm, local_sum(decomposition_, body));
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) load(j, i) -= mean * body(j, i);
  }
}

inline double LinearProblem::relative_residual() const {
  const auto& owned = decomposition_.owned();
  Field with_ghosts("solution and ghosts", owned.nx(), owned.ny(), 1);
  with_ghosts.from_host(x.to_host());
  HaloExchange halo(decomposition_, 1, HaloExchange::Corners::no);
  halo.exchange(with_ghosts);
  const auto v = with_ghosts.view();
  const auto gx = g.x.view();
  const auto gy = g.y.view();
  const auto d = diagonal.view();
  const auto load = b.view();
  const auto residual = [&](int j, int i) {
    const double flux = gx(j, i) * (v(j, i) - v(j, i - 1)) + gx(j, i + 1) * (v(j, i) - v(j, i + 1)) +
                        gy(j, i) * (v(j, i) - v(j - 1, i)) + gy(j + 1, i) * (v(j, i) - v(j + 1, i));
    return load(j, i) - d(j, i) * v(j, i) - flux;
  };
  const auto& comm = decomposition_.comm();
  const double r2 = global_value(
      comm, local_sum(decomposition_, [&](int j, int i) { return residual(j, i) * residual(j, i); }));
  const double b2 =
      global_value(comm, local_sum(decomposition_, [&](int j, int i) { return load(j, i) * load(j, i); }));
  return std::sqrt(r2 / b2);
}

}  // namespace isotherm::testing
