#include "run/model.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "io/config/methods.hpp"
#include "run/memory.hpp"

namespace isotherm {
namespace {

Axis make_axis(const std::vector<double>& edges, double origin, double length, std::int64_t n) {
  return edges.empty() ? Axis::uniform(origin, length, n) : Axis::from_edges(edges);
}

}  // namespace

Grid make_grid(const Domain& d) {
  return {make_axis(d.edges_x, d.origin.x, d.lx, d.nx), make_axis(d.edges_y, d.origin.y, d.ly, d.ny),
          d.coordinates};
}

namespace {

IndexSpace index_space(const HeatProblem& problem) {
  return {problem.domain.nx, problem.domain.ny, problem.periodic_in_x(), problem.periodic_in_y()};
}

std::vector<ProbePoint> probe_points(const std::vector<ProbeSettings>& probes) {
  std::vector<ProbePoint> points;
  for (const auto& probe : probes) points.push_back({probe.at, probe.is_cell, probe.i, probe.j});
  return points;
}

/// Only the explicit methods fuse steps or stages; the others need no deep halo.
TimeBlock time_block(const Case& the_case, const Grid& grid, const Decomposition& decomposition) {
  const Method method = the_case.time.method;
  if (the_case.problem.is_nonlinear()) return {};
  if (method != Method::automatic && method != Method::forward_euler && method != Method::rkl2) return {};
  return choose_time_block(decomposition, is_uniform(the_case.problem, grid), the_case.numerics.time_block,
                           the_case.numerics.strip_width,
                           method == Method::rkl2 ? Fused::stages : Fused::steps);
}

}  // namespace

Model::Model(const Communicator& comm, const Case& the_case)
    : case_(&case_that_fits(comm, the_case)),
      grid_(make_grid(the_case.problem.domain)),
      decomposition_(comm, index_space(the_case.problem), the_case.parallel.px, the_case.parallel.py),
      block_(time_block(the_case, grid_, decomposition_)),
      tables_(the_case.problem.is_nonlinear() ? std::make_unique<PropertyTables>(the_case.problem) : nullptr),
      op_(std::make_unique<HeatOperator>(the_case.problem, grid_, decomposition_, block_.steps,
                                         tables_.get())),
      nonlinear_(tables_ ? std::make_unique<NonlinearOperator>(*op_, *tables_) : nullptr),
      largest_stable_step_(nonlinear_ ? 1.0 / this->comm().max(nonlinear_->expected_explicit_rate())
                                      : op_->largest_stable_step()),
      choice_(choose_method(the_case, largest_stable_step_)) {
  agree<std::invalid_argument>(this->comm(), [&] { op_->walls().check(the_case.time.start); });
  op_->sources().set_time(the_case.time.start);
  energy_ = std::make_unique<EnergyBalance>(*op_);
  probes_ = std::make_unique<Probes>(*op_, probe_points(the_case.output.probes));
  start_over();
}

void Model::start_over() {
  stepper_.reset();  // its memory is used again
  T_ = Field();
  T_ = Field("temperature", decomposition_.owned().nx(), decomposition_.owned().ny(), op_->halo());
  if (nonlinear_) H_ = Field("enthalpy", T_.nx(), T_.ny(), 0);
  Integration integration =
      nonlinear_ ? make_nonlinear_integration(*case_, choice_.method, *nonlinear_, op_->sources(), H_,
                                              largest_stable_step_)
                 : make_integration(*case_, choice_.method, *op_, largest_stable_step_, block_);
  clock_ = integration.clock;
  stepper_ = std::move(integration.stepper);
  energy_->restore({}, {});
}

void Model::keep_method(Method method) {
  if (case_->time.method != Method::automatic || method == choice_.method) return;
  choice_ = {method, fmt::format("the run began with it; for the present end and outputs auto would take {}",
                                 name_of(choice_.method))};
  start_over();
}

void Model::restore(const CheckpointState& state) {
  if (const auto known = state.integers.find("method"); known != state.integers.end())
    keep_method(config::method_of_number(known->second.at(0)));
  clock_.restore(state.step, state.time, state.numbers.at("clock"));
  energy_->restore(ExactSum::from_words(state.integers.at("heat_supplied")),
                   ExactSum::from_words(state.integers.at("heat_lost")));
  stepper_->restore({state.numbers, state.integers});
}

std::string Model::ranks_text() const {
  const int ranks = comm().size();
  return fmt::format("{} rank{} as {} x {}", ranks, ranks > 1 ? "s" : "", decomposition().px(),
                     decomposition().py());
}

std::string Model::step_text() const {
  if (choice_.method == Method::steady) return "steady, one solve";
  if (!clock_.is_fixed() && choice_.method == Method::forward_euler)
    return fmt::format("{}, steps of {} times the stable limit", method(), case_->time.safety);
  if (!clock_.is_fixed())
    return fmt::format("{}, steps that follow a tolerance of {:.3g}", method(), case_->time.tolerance);
  const double duration = clock_.end() - clock_.start();
  if (clock_.last_step() == 1) return fmt::format("{}, 1 step of {:.6g} s", method(), duration);
  return fmt::format("{}, {} steps of {:.6g} s", method(), clock_.last_step(), clock_.dt());
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
            fmt::format("initial.temperature: is not finite at ({:.6g} m, {:.6g} m)", p.x, p.y));
      }
      T(j, i) = value;
    });
  });
  set_enthalpy();
}

void Model::set_enthalpy() {
  if (!nonlinear_) return;
  nonlinear_->require_known<std::invalid_argument>(T_, ", at the start",
                                                   nonlinear_->prescribed_fault(case_->time.start));
  nonlinear_->set_enthalpy(T_, H_);
}

}  // namespace isotherm
