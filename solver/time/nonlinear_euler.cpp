#include "solver/time/nonlinear_euler.hpp"

#include <algorithm>
#include <cmath>

#include "physics/message.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/grid/loops.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {
namespace {

/// Of the whole run: no free step is longer, since what conducts nothing now may do so after it.
constexpr double largest_share = 0.01;

}  // namespace

NonlinearEuler::NonlinearEuler(const NonlinearOperator& op, HeatLoad& sources, Field& H, double safety)
    : op_(&op), H_(&H), safety_(safety), residual_(op, sources, NonlinearResidual::Also::explicit_rate) {
  const LocalCells& cells = op.linear().cells();
  power_ = Field("power", cells.nx(), cells.ny(), 0);
  T_new_ = Field("temperature, next", cells.nx(), cells.ny(), op.linear().halo());
}

double NonlinearEuler::step_length(const Field& T, const Clock& clock, const Stride& stride) const {
  const double rate = op_->decomposition().comm().max(residual_.explicit_rate(T));
  if (clock.is_fixed()) {
    const double dt = clock.dt_at(clock.step());
    if (dt * rate <= 1.0 + 1e-12) return dt;
    throw NumericalError(
        message("time.step: ", dt, " s is not stable at step ", clock.step() + 1,
                ": at the temperatures of now the longest stable step is ", 1.0 / rate,
                " s. Take less, leave time.step out so that steps follow the limit, or use tr-bdf2"));
  }
  const double left = std::min(stride.until, clock.end()) - clock.time();
  const double longest = largest_share * (clock.end() - clock.start());
  const double stable = rate > 0.0 ? std::min(safety_ / rate, longest) : longest;
  // Land on the end; a remainder of less than two steps is halved, so that no step is tiny.
  return left <= stable * (1.0 + 1e-9) ? left : left < 2.0 * stable ? 0.5 * left : stable;
}

void NonlinearEuler::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double t = clock.time();
  op_->set_temperature(*H_, T);  // the state is H: a bit of T that flipped in memory does no harm
  residual_.evaluate(T, t, power_);
  std::string surfaces = residual_.surface_fault(at_step(clock));
  const double dt = step_length(T, clock, stride);
  residual_.add_heat(dt, energy);
  const HeatOperator& linear = op_->linear();
  const auto capacity = linear.capacity().view();
  const auto power = static_cast<const Field&>(power_).view();
  const auto H = H_->view();
  for_each_cell(
      "enthalpy", {0, T.nx(), 0, T.ny()}, KOKKOS_LAMBDA(int j, int i) {
        if (capacity(j, i) > 0.0) H(j, i) = std::fma(dt / capacity(j, i), power(j, i), H(j, i));
      });
  op_->set_temperature(*H_, T_new_);
  if (stride.want_rate || !clock.is_fixed()) last_rate_ = local_max_difference(T, T_new_) / dt;
  swap(T, T_new_);
  smallest_ = smallest_ > 0.0 ? std::min(smallest_, dt) : dt;
  if (clock.is_fixed()) {
    clock.tick();
  } else {
    clock.tick_by(dt, stride.until);
  }
  if (clock.finished()) {  // no further step looks at these surfaces
    residual_.evaluate(T, clock.time(), power_);
    if (surfaces.empty()) surfaces = residual_.surface_fault(at_step(clock));
  }
  op_->require_known<NumericalError>(T, at_step(clock), surfaces);
}

std::map<std::string, double> NonlinearEuler::report() const {
  return {{"smallest_step", smallest_}};
}

}  // namespace isotherm
