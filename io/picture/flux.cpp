#include "io/picture/flux.hpp"

#include <cmath>
#include <limits>

#include "io/picture/host_view.hpp"
#include "io/picture/pixels.hpp"
#include "solver/grid/halo_exchange.hpp"

namespace isotherm {
namespace {

/// The state around one cell.
class FluxAt {
 public:
  FluxAt(const HeatProblem& problem, const Subdomain& owned, const Grid& grid, const HostView& T, double time)
      : problem_(problem), owned_(owned), grid_(grid), T_(T), time_(time) {}

  double size(int j, int i) const {
    const double k_x = conductivity(j, i, true);
    if (std::isnan(k_x)) return k_x;
    const double k_y = conductivity(j, i, false);
    return std::hypot(along(j, i, 0, 1, k_x), along(j, i, 1, 0, k_y));
  }

 private:
  std::int64_t column(int i) const { return owned_.x.begin + i; }
  std::int64_t row(int j) const { return owned_.y.begin + j; }

  /// NaN outside of the domain and in voids.
  double conductivity(int j, int i, bool along_x) const {
    const bool inside = column(i) >= 0 && column(i) < grid_.nx() && row(j) >= 0 && row(j) < grid_.ny();
    const Point p = inside ? grid_.center(column(i), row(j)) : Point{};
    const int index = inside ? material_at(problem_, p) : -1;
    if (index < 0) return std::numeric_limits<double>::quiet_NaN();
    const Material& material = problem_.materials[static_cast<std::size_t>(index)];
    return (along_x ? material.conductivity_x : material.conductivity_y)(p.x, p.y, time_, T_(j, i));
  }

  double along(int j, int i, int dj, int di, double k) const {
    double sum = 0.0;
    int faces = 0;
    for (const int sign : {-1, 1}) {
      const double k_other = conductivity(j + sign * dj, i + sign * di, di != 0);
      if (std::isnan(k_other)) continue;
      const double d = di != 0 ? grid_.x().width(column(i)) : grid_.y().width(row(j));
      const double d_other = di != 0 ? grid_.x().width(column(i + sign)) : grid_.y().width(row(j + sign));
      sum += sign * (T_(j, i) - T_(j + sign * dj, i + sign * di)) / (0.5 * d / k + 0.5 * d_other / k_other);
      ++faces;
    }
    return faces > 0 ? sum / faces : 0.0;
  }

  const HeatProblem& problem_;
  const Subdomain& owned_;
  const Grid& grid_;
  const HostView& T_;
  double time_;
};

}  // namespace

void fill_flux_size(const HeatProblem& problem, const Decomposition& decomposition, const Grid& grid,
                    Field& T, double time, Field& flux) {
  HaloExchange(decomposition, 1, HaloExchange::Corners::no).exchange(T);
  const HostView on_host(T);
  const FluxAt at(problem, decomposition.owned(), grid, on_host, time);
  std::vector<double> values;
  for (int j = 0; j < T.ny(); ++j) {
    for (int i = 0; i < T.nx(); ++i) values.push_back(at.size(j, i));
  }
  flux.from_host(values);
}

}  // namespace isotherm
