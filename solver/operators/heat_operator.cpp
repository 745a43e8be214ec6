#include "solver/operators/heat_operator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

/// Conductance of a face of area A between cells with k_a over d_a / 2 and k_b over d_b / 2 that touch with a
/// resistance R: (4) and (5) of physics/README.md.
double face_conductance(FaceConductivity rule, double area, double d_a, double k_a, double d_b, double k_b,
                        double R = 0.0) {
  if (rule == FaceConductivity::arithmetic) return area / ((d_a + d_b) / (k_a + k_b) + R);
  return area / (d_a / (2.0 * k_a) + R + d_b / (2.0 * k_b));
}

bool any_void(const HeatProblem& problem) {
  return std::any_of(problem.regions.begin(), problem.regions.end(),
                     [](const Region& r) { return !r.material; });
}

}  // namespace

HeatOperator::HeatOperator(const HeatProblem& problem, const Grid& grid, const Decomposition& decomposition,
                           int halo, const PropertyTables* tables)
    : problem_(&problem), decomposition_(&decomposition), cells_(grid, decomposition, std::max(halo, 1) + 1) {
  agree<std::invalid_argument>(decomposition.comm(), [&] {
    has_voids_ = any_void(problem);
    map_ = std::make_unique<MaterialMap>(problem, cells_, tables);
    assemble();
    walls_ = std::make_unique<Walls>(problem, cells_, *map_, tables);
  });
  sources_ = std::make_unique<HeatLoad>(problem, cells_, *map_, decomposition);
  total_volume_ = global_value(decomposition.comm(), local_sum(decomposition, [&](int j, int i) {
                                 return is_void(j, i) ? 0.0 : grid.volume(cells_.column(i), cells_.row(j));
                               }));
  if (!(total_volume_ > 0.0))
    throw std::invalid_argument("regions: the whole domain is void: leave some of it to a material");
}

double HeatOperator::face_x(int j, int i) const {
  const Grid& g = grid();
  return face_conductance(problem_->face_conductivity, g.area_x(cells_.column(i), cells_.row(j)),
                          g.x().width(cells_.column(i - 1)), map_->conductivity_x(j, i - 1),
                          g.x().width(cells_.column(i)), map_->conductivity_x(j, i),
                          map_->contact_resistance_x(j, i));
}

double HeatOperator::face_y(int j, int i) const {
  const Grid& g = grid();
  return face_conductance(problem_->face_conductivity, g.area_y(cells_.column(i), cells_.row(j)),
                          g.y().width(cells_.row(j - 1)), map_->conductivity_y(j - 1, i),
                          g.y().width(cells_.row(j)), map_->conductivity_y(j, i),
                          map_->contact_resistance_y(j, i));
}

void HeatOperator::assemble() {
  const Grid& g = grid();
  if (is_uniform(*problem_, g)) {
    const bool x_inside = cells_.exists(0, 0);
    if (!x_inside) throw std::logic_error("a rank owns no cell");
    uniform_ = UniformCoefficients{
        face_conductance(FaceConductivity::harmonic, g.area_x(0, 0), g.x().width(0),
                         map_->conductivity_x(0, 0), g.x().width(0), map_->conductivity_x(0, 0)),
        face_conductance(FaceConductivity::harmonic, g.area_y(0, 0), g.y().width(0),
                         map_->conductivity_y(0, 0), g.y().width(0), map_->conductivity_y(0, 0)),
        map_->volumetric_heat(0, 0) * g.volume(0, 0)};
    // Square cells whose sides differ by rounding conduct alike both ways: explicit steps are faster then.
    const double x = uniform_->conductance_x;
    constexpr double rounding = 8.0 * std::numeric_limits<double>::epsilon();
    if (std::abs(uniform_->conductance_y - x) <= rounding * x) uniform_->conductance_y = x;
    // A single cell has no neighbour but itself: what cancels in the end must not leave its rounding behind.
    if (g.nx() == 1) uniform_->conductance_x = 0.0;
    if (g.ny() == 1) uniform_->conductance_y = 0.0;
    return;
  }
  const int h = cells_.halo();
  conductances_ = std::make_unique<FaceConductances>(cells_.nx(), cells_.ny(), h);
  capacity_ = Field("capacity", cells_.nx(), cells_.ny(), h);
  if (has_voids_) mask_ = Field("mask", cells_.nx(), cells_.ny(), h);
  const auto gx = conductances_->x.view();
  const auto gy = conductances_->y.view();
  const auto capacity = capacity_.view();
  const auto mask = mask_.view();
  const auto conducts = [&](int j, int i) { return cells_.exists(j, i) && !map_->is_void(j, i); };
  cells_.for_each(h, [&](int j, int i) {
    if (!conducts(j, i)) return;
    if (has_voids_) mask(j, i) = 1.0;
    capacity(j, i) = map_->volumetric_heat(j, i) * g.volume(cells_.column(i), cells_.row(j));
    if (i > -h && conducts(j, i - 1)) gx(j, i) = face_x(j, i);
    if (j > -h && conducts(j - 1, i)) gy(j, i) = face_y(j, i);
  });
}

double HeatOperator::least_ratio(double numerator, double interior_weight) const {
  double least = std::numeric_limits<double>::infinity();
  const auto most = walls_->largest_conductance();
  std::size_t e = walls_->row_begin(0);
  for (int j = 0; j < cells_.ny(); ++j) {
    for (int i = 0; i < cells_.nx(); ++i) {
      if (is_void(j, i)) continue;
      while (e < most.size() &&
             (walls_->entries()[e].j < j || (walls_->entries()[e].j == j && walls_->entries()[e].i < i))) {
        ++e;
      }
      const bool at_wall = e < most.size() && walls_->entries()[e].j == j && walls_->entries()[e].i == i;
      double interior = 0.0;
      if (uniform_) {
        interior += (cells_.exists(j, i - 1) ? uniform_->conductance_x : 0.0);
        interior += (cells_.exists(j, i + 1) ? uniform_->conductance_x : 0.0);
        interior += (cells_.exists(j - 1, i) ? uniform_->conductance_y : 0.0);
        interior += (cells_.exists(j + 1, i) ? uniform_->conductance_y : 0.0);
      } else {
        const auto gx = conductances_->x.view();
        const auto gy = conductances_->y.view();
        interior = (gx(j, i) + gx(j, i + 1)) + (gy(j, i) + gy(j + 1, i));
      }
      const double sum = interior_weight * interior + (at_wall ? most[e] : 0.0);
      if (sum > 0.0) least = std::min(least, numerator * capacity_at(j, i) / sum);
      // In one material the cells inside are alike: column 1 stands for those up to the last but one.
      if (uniform_ && i == 1 && j > 0 && j < cells_.ny() - 1) i = std::max(i, cells_.nx() - 2);
    }
  }
  return decomposition_->comm().min(least);
}

double HeatOperator::largest_stable_step() const {
  return least_ratio(2.0, 2.0);
}
double HeatOperator::largest_monotone_step() const {
  return least_ratio(1.0, 1.0);
}

}  // namespace isotherm
