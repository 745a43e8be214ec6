#include "solver/time/newton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

constexpr int most_corrections = 60;
constexpr double linear_tolerance = 1e-8;
constexpr double uneven_tolerance = 1e-6;
constexpr double least_slope = 1e-8;        // of dU/dH; below, a cell's U stands still
constexpr double rounding = 1e-14;          // of H: no correction needs to be smaller
constexpr double useless_solve = 1e-2;      // a relative residual above this is no correction
constexpr double least_share = 1.0 / 64.0;  // of a correction
constexpr double least_gain = 1e-4;

/// What a steady solve takes walls to hold whose h(T) is zero at its present state (natural convection from a
/// body at the temperature of the air): without any the system would be singular. It vanishes as the solve
/// goes on, since it slows down a solve that ends with such walls.
double least_hold(int correction) {
  return std::max(1e-2 * std::pow(0.1, correction), 1e-8);
}

double largest(const Field& field, const Field& mask) {
  const Extremes extremes = local_extremes(field, mask);
  return std::max(-extremes.min, extremes.max);
}

/// Whether any face conducts by other slopes on its two sides.
bool is_uneven(const NonlinearOperator& op) {
  const double joins = op.joins().empty() ? 0.0 : 1.0;
  return !op.isotropic() || op.decomposition().comm().max(joins) > 0.0;
}

}  // namespace

Newton::Newton(const NonlinearOperator& op, HeatLoad& sources, double tolerance)
    : op_(&op),
      residual_(op, sources),
      solver_(op.decomposition()),
      halo_(op.decomposition(), 1, HaloExchange::Corners::no),
      tolerance_(tolerance),
      uneven_(is_uneven(op)),
      uneven_solver_(op.decomposition()),
      before_(op.linear().cells().nx(), op.linear().cells().ny(), 0),
      beyond_(uneven_ ? before_.x.nx() : 0, uneven_ ? before_.x.ny() : 0, 0),
      mean_(uneven_ ? before_.x.nx() : 0, uneven_ ? before_.x.ny() : 0, 0) {
  const int nx = op.linear().cells().nx();
  const int ny = op.linear().cells().ny();
  for (Field* field : {&diagonal_, &walls_, &slope_, &power_, &right_}) *field = Field("newton", nx, ny, 0);
  direction_ = Field("direction", nx, ny, 0);
  start_ = Field("start of a correction", nx, ny, 1);
  change_ = Field("change of potential", nx, ny, 1);
}

/// What is left of the balance; the sum of its sizes. Collective.
double Newton::set_right(const Balance& balance, const Field& H, Field& T) {
  residual_.evaluate(T, balance.t, power_);
  const HeatOperator& op = op_->linear();
  const auto right = right_.view();
  const auto power = power_.view();
  const auto state = H.view();
  for (int j = 0; j < H.ny(); ++j) {
    for (int i = 0; i < H.nx(); ++i) {
      const double more = balance.load == nullptr ? 0.0 : balance.load->view()(j, i);
      const double stored = balance.base == nullptr ? 0.0
                                                    : balance.s * op.capacity_at(j, i) *
                                                          (state(j, i) - balance.base->view()(j, i));
      right(j, i) = (power(j, i) + more) - stored;
    }
  }
  return global_value(op_->decomposition().comm(),
                      local_sum(op_->decomposition(), [&](int j, int i) { return std::abs(right(j, i)); }));
}

void Newton::set_matrix(double s, const Field& H, const Field& T, double least_hold) {
  residual_.linearize(T, before_, uneven_ ? beyond_ : before_, walls_, least_hold);
  op_->set_slope(H, slope_);
  const HeatOperator& op = op_->linear();
  const auto diagonal = diagonal_.view();
  const auto walls = walls_.view();
  const auto slope = slope_.view();
  for (int j = 0; j < H.ny(); ++j) {
    for (int i = 0; i < H.nx(); ++i) {
      diagonal(j, i) = walls(j, i) + s * op.capacity_at(j, i) / std::max(slope(j, i), least_slope);
    }
  }
  if (!uneven_) return solver_.set(LinearOperator{before_, diagonal_});
  const auto set_mean = [&](const Field& a, const Field& b, Field& mean) {
    for (int j = 0; j <= H.ny(); ++j) {
      for (int i = 0; i <= H.nx(); ++i) mean.view()(j, i) = 0.5 * (a.view()(j, i) + b.view()(j, i));
    }
  };
  set_mean(before_.x, beyond_.x, mean_.x);
  set_mean(before_.y, beyond_.y, mean_.y);
  solver_.set(LinearOperator{mean_, diagonal_});
}

SolveResult Newton::solve_near(const Field& b, Field& x, double tolerance) {
  const SolveResult result = uneven_ ? uneven_solver_.solve(jacobian(), solver_, b, x, {tolerance, 100})
                                     : solver_.solve(b, x, {tolerance, 500});
  iterations_ += result.iterations;
  return result;
}

/// From the change of U: that of H, or of U itself in a steady solve. The largest on this rank.
double Newton::set_direction(double s, const Field& H, const Field& T) {
  const HeatOperator& op = op_->linear();
  const auto dU = static_cast<const Field&>(change_).view();
  const auto direction = direction_.view();
  if (!(s > 0.0)) {
    Field none;
    op_->set_potential(T, 0, start_, none);
    for (int j = 0; j < H.ny(); ++j) {
      for (int i = 0; i < H.nx(); ++i) direction(j, i) = dU(j, i);
    }
    return largest(direction_, op.mask());
  }
  halo_.exchange(change_);
  const UnevenOperator a = jacobian();
  const auto walls = walls_.view();
  const auto slope = slope_.view();
  const auto right = right_.view();
  const auto start = start_.view();
  for (int j = 0; j < H.ny(); ++j) {
    for (int i = 0; i < H.nx(); ++i) {
      start(j, i) = H.view()(j, i);
      if (op.is_void(j, i)) continue;
      direction(j, i) =
          slope(j, i) >= least_slope
              ? dU(j, i) / slope(j, i)
              : (right(j, i) - a.outflow(dU, j, i) - walls(j, i) * dU(j, i)) / (s * op.capacity_at(j, i));
    }
  }
  return largest(direction_, op.mask());
}

/// H and T at a share of the direction.
void Newton::move(double s, double share, Field& H, Field& T) {
  const bool steady = !(s > 0.0);
  const auto start = start_.view();
  const auto direction = direction_.view();
  const auto to = steady ? change_.view() : H.view();
  for (int j = 0; j < H.ny(); ++j) {
    for (int i = 0; i < H.nx(); ++i) {
      to(j, i) = start(j, i) + share * direction(j, i);
      if (!steady && op_->solid(j, i)) to(j, i) = op_->go(j, i, start(j, i), to(j, i));
    }
  }
  if (steady) {
    op_->set_from_potential(change_, T, H);
  } else {
    op_->set_temperature(H, T);
  }
}

/// Goes along the direction, as far as it lowers the residual from this size, or all the way if it is the
/// last one. The size then. Collective.
double Newton::go(const Balance& balance, double size, bool last, Field& H, Field& T) {
  for (double share = 1.0;; share *= 0.5) {
    move(balance.s, share, H, T);
    const double now = set_right(balance, H, T);
    if (last || now <= (1.0 - least_gain * share) * size || share <= least_share) return now;
    halved_ += 1.0;
  }
}

bool Newton::solve(double s, double t, const Field* base, const Field* load, Field& H, Field& T) {
  const Communicator& comm = op_->decomposition().comm();
  const Balance balance{s, t, base, load};
  solves_ += 1.0;
  double size = set_right(balance, H, T);
  double first = 0.0;
  for (int n = 0; n < most_corrections && std::isfinite(size); ++n) {
    set_matrix(s, H, T, s == 0.0 ? least_hold(n) : 0.0);
    if (s == 0.0 && solver_.null_space() != NullSpace::none) {
      throw std::invalid_argument(
          "boundaries: no wall holds the temperature, on which materials or walls depend: give a wall a "
          "temperature, convection or radiation");
    }
    change_.fill(0.0);
    const SolveResult result = solve_near(right_, change_, uneven_ ? uneven_tolerance : linear_tolerance);
    corrections_ += 1.0;
    if (!(result.true_residual <= useless_solve) && !result.converged) return false;
    double sizes[2] = {set_direction(s, H, T), largest(H, op_->linear().mask())};
    comm.max(sizes);
    if (!std::isfinite(sizes[0])) return false;
    first = std::max(first, sizes[0]);
    const bool last = sizes[0] <= std::max(tolerance_ * first, rounding * sizes[1]);
    size = go(balance, size, last, H, T);
    if (last) return std::isfinite(size);
  }
  return false;
}

void Newton::solve_linear(double s, const Field& H, const Field& T, const Field& b, Field& x,
                          double tolerance) {
  set_matrix(s, H, T);
  change_.fill(0.0);
  solve_near(b, change_, tolerance);
  const auto from = change_.view();
  const auto to = x.view();
  for (int j = 0; j < x.ny(); ++j) {
    for (int i = 0; i < x.nx(); ++i) to(j, i) = from(j, i);
  }
}

std::map<std::string, double> Newton::report() const {
  return {{"nonlinear_solves", solves_},
          {"newton_corrections", corrections_},
          {"halved_corrections", halved_},
          {"linear_iterations", iterations_}};
}

}  // namespace isotherm
