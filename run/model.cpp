#include "run/model.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "solver/time/forward_euler.hpp"

namespace isotherm {
namespace {

constexpr double most_steps = 9e15;  // steps are counted exactly in a double too

Grid make_grid(const Domain& domain) {
  return {Axis::uniform(domain.origin.x, domain.lx, domain.nx),
          Axis::uniform(domain.origin.y, domain.ly, domain.ny), domain.coordinates};
}

IndexSpace index_space(const HeatProblem& problem) {
  return {problem.domain.nx, problem.domain.ny, problem.periodic_in_x(), problem.periodic_in_y()};
}

/// The length of a fixed explicit step; refuses one that is not stable.
double explicit_step(const TimeSettings& time, double largest_stable) {
  if (!time.step) {
    if (std::isfinite(largest_stable)) return time.safety * largest_stable;
    return time.end - time.start;  // nothing conducts: one step does
  }
  if (*time.step > largest_stable * (1.0 + 1e-12)) {
    throw std::invalid_argument(fmt::format(
        "time.step: {:.6g} s is not stable with forward-euler on this grid; the largest stable step is "
        "{:.17g} s. Take that or less, or leave time.step out",
        *time.step, largest_stable));
  }
  return *time.step;
}

std::vector<ProbePoint> probe_points(const std::vector<ProbeSettings>& probes) {
  std::vector<ProbePoint> points;
  for (const auto& probe : probes) points.push_back({probe.at, probe.is_cell, probe.i, probe.j});
  return points;
}

}  // namespace

Model::Model(const Communicator& comm, const Case& the_case)
    : case_(&the_case),
      grid_(make_grid(the_case.problem.domain)),
      decomposition_(comm, index_space(the_case.problem), the_case.parallel.px, the_case.parallel.py),
      op_(std::make_unique<HeatOperator>(the_case.problem, grid_, decomposition_, 1)),
      method_("forward-euler"),
      largest_stable_step_(op_->largest_stable_step()) {
  const TimeSettings& time = the_case.time;
  const double dt = explicit_step(time, largest_stable_step_);
  if ((time.end - time.start) / dt > most_steps) {
    throw std::invalid_argument(
        fmt::format("the case would take {:.3g} steps of {:.3g} s: use a coarser grid",
                    (time.end - time.start) / dt, dt));
  }
  clock_ = Clock::fixed(time.start, dt, time.end);
  energy_ = std::make_unique<EnergyBalance>(*op_);
  probes_ = std::make_unique<Probes>(*op_, probe_points(the_case.output.probes));
  T_ = Field("temperature", decomposition_.owned().nx(), decomposition_.owned().ny(), op_->halo());
  stepper_ = std::make_unique<ForwardEuler>(*op_, clock_);
}

void Model::set_initial_temperature() {
  const Value& initial = case_->problem.initial.temperature;
  agree<std::invalid_argument>(comm(), [&] {
    const auto T = T_.view();
    op_->cells().for_each(0, [&](int j, int i) {
      const Point p = op_->cells().center(j, i);
      const double value = op_->is_void(j, i) ? 0.0 : initial(p.x, p.y, case_->time.start);
      if (!std::isfinite(value)) {
        throw std::invalid_argument(
            fmt::format("initial.temperature is not finite at ({:.6g} m, {:.6g} m)", p.x, p.y));
      }
      T(j, i) = value;
    });
  });
}

}  // namespace isotherm
