#include "solver/linear/linear_solver.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>

#include "solver/grid/algebra.hpp"
#include "solver/linear/fused_system.hpp"
#include "solver/linear/plain_system.hpp"
#include "solver/linear/uniform_solver.hpp"

namespace isotherm {
namespace {

/// Facts about the conductances of interior faces, free of order.
struct Conductances {
  bool constant_x = true;
  bool constant_y = true;
  double sum_x = 0.0;  ///< in units of the largest
  double sum_y = 0.0;
};

/// Calls visit(g) for each positive conductance of the faces west (or south) of the owned cells.
template <class Visit>
void each_face(const Decomposition& decomposition, const Field& faces, Visit&& visit) {
  const auto g = faces.view();
  for (int j = 0; j < decomposition.owned().ny(); ++j) {
    for (int i = 0; i < decomposition.owned().nx(); ++i) {
      if (g(j, i) > 0.0) visit(g(j, i));
    }
  }
}

Conductances look_at(const Decomposition& decomposition, const FaceConductances& g) {
  const auto& comm = decomposition.comm();
  constexpr double inf = std::numeric_limits<double>::infinity();
  double extremes[4] = {-inf, -inf, -inf, -inf};  // largest and minus smallest, in x and in y
  const auto extend = [&](const Field& faces, int k) {
    each_face(decomposition, faces, [&](double v) {
      extremes[k] = std::max(extremes[k], v);
      extremes[k + 1] = std::max(extremes[k + 1], -v);
    });
  };
  extend(g.x, 0);
  extend(g.y, 2);
  comm.max(std::span<double>(extremes));
  Conductances found;
  // A constant conductivity gives conductances that differ by rounding at most.
  constexpr double same = 1.0 + 1e-12;
  found.constant_x = extremes[0] <= -extremes[1] * same;
  found.constant_y = extremes[2] <= -extremes[3] * same;
  const double most = std::max(extremes[0], extremes[2]);
  if (!(most > 0.0)) return found;
  const int bits = 60 - std::ilogb(static_cast<double>(decomposition.space().nx * decomposition.space().ny));
  const double scale = std::ldexp(1.0, std::clamp(bits - std::ilogb(most), -1000, 1000));
  std::int64_t sums[2] = {0, 0};
  each_face(decomposition, g.x, [&](double v) { sums[0] += static_cast<std::int64_t>(v * scale); });
  each_face(decomposition, g.y, [&](double v) { sums[1] += static_cast<std::int64_t>(v * scale); });
  comm.sum(sums);
  found.sum_x = static_cast<double>(sums[0]);
  found.sum_y = static_cast<double>(sums[1]);
  return found;
}

Coarsening halved_first(const Conductances& found, double semicoarsening) {
  if (found.sum_x > semicoarsening * found.sum_y) return Coarsening::x_only;
  return found.sum_y > semicoarsening * found.sum_x ? Coarsening::y_only : Coarsening::both;
}

/// Cells that differ from the body, for which x is `body` times y: one direction is so much better in both
/// faces of the cell than in either face of the other one. Shares of all cells that conduct alike both ways,
/// far better along x, far better along y. Collective.
std::array<double, 3> other_cells(const Decomposition& decomposition, const FaceConductances& g,
                                  double body) {
  constexpr double far_better = 20.0;
  const auto gx = g.x.view();
  const auto gy = g.y.view();
  std::array<std::int64_t, 3> counts{};
  for (int j = 0; j < decomposition.owned().ny(); ++j) {
    for (int i = 0; i < decomposition.owned().nx(); ++i) {
      const auto [x0, x1] = std::minmax(gx(j, i), gx(j, i + 1));
      const auto [y0, y1] = std::minmax(gy(j, i), gy(j + 1, i));
      const bool other = x0 > far_better * body * y1 || body * y0 > far_better * x1;
      if (!other || !(x0 > 0.0 && y0 > 0.0)) continue;  // or at a wall
      ++counts[x0 > far_better * y1 ? 1 : y0 > far_better * x1 ? 2 : 0];
    }
  }
  decomposition.comm().sum(counts);
  const auto cells = static_cast<double>(decomposition.space().nx * decomposition.space().ny);
  return {static_cast<double>(counts[0]) / cells, static_cast<double>(counts[1]) / cells,
          static_cast<double>(counts[2]) / cells};
}

/// What the hierarchies favour: the first one nothing; others what more than a few cells need and the first
/// one does not serve. They coarsen as if the body conducted alike both ways, or 1000 times better one way.
std::vector<double> favours(const Decomposition& decomposition, const FaceConductances& g,
                            const Conductances& found) {
  constexpr double few = 0.05;
  constexpr double ratios[3] = {1.0, 1e3, 1e-3};
  std::vector<double> all{1.0};
  if (!(found.sum_x > 0.0 && found.sum_y > 0.0)) return all;
  const double body = found.sum_x / found.sum_y;
  const auto shares = other_cells(decomposition, g, body);
  for (std::size_t k = 0; k < 3; ++k) {
    if (shares[k] > few) all.push_back(ratios[k] / body);
  }
  return all;
}

/// Solves, and says where the time has gone.
template <class System, class Solve>
SolveResult timed_solve(const System& system, Solve&& solve) {
  const SolveSeconds before = system.seconds();
  double all = 0.0;
  SolveResult result;
  {
    const TimedScope timed(all);
    result = solve();
  }
  const SolveSeconds after = system.seconds();
  result.seconds.coarse = after.coarse - before.coarse;
  result.seconds.exchange = after.exchange - before.exchange;
  result.seconds.finest = all - result.seconds.coarse - result.seconds.exchange;
  return result;
}

/// The arrays of a uniform operator.
void fill(const Decomposition& decomposition, const UniformOperator& a, FaceConductances& g,
          Field& diagonal) {
  const auto& space = decomposition.space();
  const auto& owned = decomposition.owned();
  const auto gx = g.x.view();
  const auto gy = g.y.view();
  const auto d = diagonal.view();
  for (int j = 0; j <= owned.ny(); ++j) {
    for (int i = 0; i <= owned.nx(); ++i) {
      const auto gi = owned.x.begin + i;
      const auto gj = owned.y.begin + j;
      const bool side_x = !space.periodic_x && (gi == 0 || gi == space.nx);
      const bool side_y = !space.periodic_y && (gj == 0 || gj == space.ny);
      if (j < owned.ny() && !side_x) gx(j, i) = a.gx;
      if (i < owned.nx() && !side_y) gy(j, i) = a.gy;
      if (j == owned.ny() || i == owned.nx()) continue;
      double sum = a.diagonal;
      if (!space.periodic_x && gi == 0) sum += a.left;
      if (!space.periodic_x && gi == space.nx - 1) sum += a.right;
      if (!space.periodic_y && gj == 0) sum += a.bottom;
      if (!space.periodic_y && gj == space.ny - 1) sum += a.top;
      d(j, i) = sum;
    }
  }
}

}  // namespace

LinearSolver::LinearSolver(const Decomposition& decomposition, CycleOptions options)
    : decomposition_(decomposition), options_(options) {}

LinearSolver::~LinearSolver() = default;

void LinearSolver::set(const LinearOperator& a) {
  uniform_.reset();
  set_general(a);
}

void LinearSolver::set(const UniformOperator& a) {
  const auto& space = decomposition_.space();
  const auto& owned = decomposition_.owned();
  if (UniformSolver::possible(decomposition_, a, options_)) {
    const bool held = a.diagonal > 0.0 || (!space.periodic_x && a.left + a.right > 0.0) ||
                      (!space.periodic_y && a.bottom + a.top > 0.0);
    null_space_ = held ? NullSpace::none : NullSpace::constant;
    auto options = options_;
    options.singular = !held;
    fused_.reset();
    plain_.reset();
    if (!uniform_) uniform_ = std::make_unique<UniformSolver>(decomposition_);
    uniform_->set(a, options);
    use_ = Use::uniform;
    active_ = Field();
    if (!held) {
      active_ = Field("active cells", owned.nx(), owned.ny(), 0);
      active_.fill(1.0);
    }
    return;
  }
  FaceConductances g(owned.nx(), owned.ny(), 0);
  Field diagonal("diagonal", owned.nx(), owned.ny(), 0);
  fill(decomposition_, a, g, diagonal);
  set(LinearOperator{g, diagonal});
}

void LinearSolver::set_general(const LinearOperator& a) {
  null_space_ = find_null_space(decomposition_, a);
  const auto found = look_at(decomposition_, a.g);
  auto options = options_;
  if (options.w_depth < 0) options.w_depth = found.constant_x && found.constant_y ? 0 : 3;
  options.singular = null_space_ == NullSpace::constant;
  const Coarsening first = halved_first(found, options.semicoarsening);
  const auto all_favours = favours(decomposition_, a.g, found);
  use_ = all_favours.size() == 1 && FusedSystem::possible(decomposition_, options) ? Use::fused : Use::plain;
  if (use_ == Use::fused) {
    plain_.reset();
    if (!fused_) fused_ = std::make_unique<FusedSystem>(decomposition_);
    fused_->set(a, options, first);
  } else {
    fused_.reset();
    if (!plain_) plain_ = std::make_unique<PlainSystem>(decomposition_);
    plain_->set(a, options, all_favours);
  }
  active_ = Field();
  if (null_space_ == NullSpace::none) return;
  const auto& owned = decomposition_.owned();
  active_ = Field("active cells", owned.nx(), owned.ny(), 0);
  const auto active = active_.view();
  const auto gx = a.g.x.view();
  const auto gy = a.g.y.view();
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      active(j, i) = (gx(j, i) + gx(j, i + 1)) + (gy(j, i) + gy(j + 1, i)) > 0.0 ? 1.0 : 0.0;
    }
  }
}

void LinearSolver::require_balance(const Field& b) const {
  const auto load = b.view();
  const auto& comm = decomposition_.comm();
  const double net = global_value(comm, local_sum(decomposition_, [&](int j, int i) { return load(j, i); }));
  const double gross =
      global_value(comm, local_sum(decomposition_, [&](int j, int i) { return std::fabs(load(j, i)); }));
  constexpr double rounding = 1e-10;
  if (std::fabs(net) <= rounding * gross) return;
  std::ostringstream text;
  text << "boundaries: there is no steady state; sources and walls put " << net
       << " W more into the body than they take out, and no wall has a temperature or convection";
  throw std::invalid_argument(text.str());
}

void LinearSolver::remove_mean(Field& x) const {
  const auto values = x.view();
  const auto active = active_.view();
  const auto& comm = decomposition_.comm();
  const double sum = global_value(
      comm, local_sum(decomposition_, [&](int j, int i) { return active(j, i) * values(j, i); }));
  const double cells =
      global_value(comm, local_sum(decomposition_, [&](int j, int i) { return active(j, i); }));
  const double mean = sum / cells;
  for (int j = 0; j < x.ny(); ++j) {
    for (int i = 0; i < x.nx(); ++i) values(j, i) -= active(j, i) * mean;
  }
}

SolveResult LinearSolver::solve(const Field& b, Field& x, const SolveOptions& options) {
  if (null_space_ == NullSpace::constant) require_balance(b);
  SolveResult result;
  if (use_ == Use::uniform) {
    result = timed_solve(*uniform_, [&] { return uniform_->solve(b, x, options); });
  } else {
    LinearSystem& system =
        use_ == Use::fused ? static_cast<LinearSystem&>(*fused_) : static_cast<LinearSystem&>(*plain_);
    result = timed_solve(system,
                         [&] { return conjugate_gradients(system, decomposition_.comm(), b, x, options); });
  }
  if (null_space_ == NullSpace::constant) remove_mean(x);
  return result;
}

std::size_t LinearSolver::bytes() const {
  const std::size_t active = active_.bytes();
  switch (use_) {
    case Use::fused:
      return active + fused_->bytes();
    case Use::plain:
      return active + plain_->bytes();
    case Use::uniform:
      return active + uniform_->bytes();
  }
  return active;
}

}  // namespace isotherm
