#pragma once
// Which method steps a case, with what clock.

#include <memory>
#include <string>

#include "io/config/case.hpp"
#include "solver/operators/blocked_choice.hpp"
#include "solver/operators/heat_operator.hpp"
#include "solver/operators/nonlinear_operator.hpp"
#include "solver/time/clock.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// A method's choice and the reason for it.
struct MethodChoice {
  Method method = Method::forward_euler;
  std::string why;
};

/// The method of a case; `auto` compares costs in units of an explicit update of a cell. forward-euler takes
/// duration / (safety * explicit limit) steps of 1 unit, or more lest it misses how walls and sources change.
/// tr-bdf2 takes about 300 steps and one more for each output time that it lands on, 600 units each (three
/// preconditioned solves of six iterations), or 25 where the case is not linear and explicit steps cannot be
/// fused. The cheaper one is taken: the same on every machine. Where stable steps are longer than the least
/// time between two changes of walls or sources, tr-bdf2 is taken.
MethodChoice choose_method(const Case& the_case, double explicit_limit);

/// The longest step, s, of a method whose steps are free: where walls or sources follow a formula in time a
/// small part of the run, so that hardly a change is stepped over; free steps also land on the times of
/// tables. Explicit steps of auto are a smaller part, also where they follow a table.
double longest_free_step(const Case& the_case, Method method);

/// The length of the steps of a method that takes equal ones, s; those of backward-euler that auto takes are
/// not longer than the gaps between times of tables. Throws std::invalid_argument when the case's step is not
/// stable, or when it gives none and the method has none of its own. Not collective.
double fixed_step(const Case& the_case, Method method, double explicit_limit);

/// The name of a method in a case file.
std::string name_of(Method method);

/// Clock and stepper.
struct Integration {
  Clock clock;
  std::unique_ptr<Stepper> stepper;
};

/// The same for a case that is not linear; `H` is its enthalpy. Collective.
Integration make_nonlinear_integration(const Case& the_case, Method method, const NonlinearOperator& op,
                                       HeatLoad& sources, Field& H, double explicit_limit);

/// Throws std::invalid_argument, on all ranks alike, when the method cannot take the case's step. Collective.
Integration make_integration(const Case& the_case, Method method, HeatOperator& op, double explicit_limit,
                             TimeBlock block);

}  // namespace isotherm
