#pragma once
// A case turned into the objects that solve it.

#include <memory>
#include <string>

#include "io/checkpoint_state.hpp"
#include "io/config/case.hpp"
#include "run/integration.hpp"
#include "solver/diagnostics/probes.hpp"
#include "solver/diagnostics/totals.hpp"
#include "solver/operators/blocked_choice.hpp"
#include "solver/operators/energy_balance.hpp"
#include "solver/operators/heat_operator.hpp"
#include "solver/operators/nonlinear_operator.hpp"
#include "solver/time/clock.hpp"
#include "solver/time/stepper.hpp"

namespace isotherm {

/// The grid of a domain. Not collective.
Grid make_grid(const Domain& domain);

/// Grid, decomposition, operator, clock, stepper and temperature of a case, at its start. Collective.
class Model {
 public:
  /// Throws std::invalid_argument (on all ranks alike) when the case cannot be run.
  Model(const Communicator& comm, const Case& the_case);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const Case& the_case() const { return *case_; }
  const Grid& grid() const { return grid_; }
  const Decomposition& decomposition() const { return decomposition_; }
  const Communicator& comm() const { return decomposition_.comm(); }
  HeatOperator& op() { return *op_; }
  const HeatOperator& op() const { return *op_; }
  Clock& clock() { return clock_; }
  const Clock& clock() const { return clock_; }
  Stepper& stepper() { return *stepper_; }
  EnergyBalance& energy() { return *energy_; }
  const EnergyBalance& energy() const { return *energy_; }
  Field& T() { return T_; }
  const Field& T() const { return T_; }
  /// Set where the case is not linear; then H is the enthalpy, part of the state (see NonlinearOperator).
  const NonlinearOperator* nonlinear() const { return nonlinear_.get(); }
  Field& H() { return H_; }
  const Field& H() const { return H_; }
  /// What the owned cells of this rank hold.
  Totals totals() const { return local_totals(*op_, T_, nonlinear_ ? &H_ : nullptr); }
  Probes& probes() { return *probes_; }
  std::string method() const { return name_of(choice_.method); }
  Method method_taken() const { return choice_.method; }
  /// "2 ranks as 1 x 2", for people.
  std::string ranks_text() const;
  /// "forward-euler, 500 steps of 0.1 s", for people.
  std::string step_text() const;
  /// Why this method steps the case.
  const std::string& method_reason() const { return choice_.why; }
  double largest_stable_step() const { return largest_stable_step_; }

  /// Clock, stepper and energy balance at the start of the case, and T zero: nothing is left of what went
  /// before. Collective.
  void start_over();
  /// What `method: auto` chose when the run began stays its method, whatever the case would be stepped with
  /// now: its end and its outputs may have changed since. Not to be called after a step. Collective.
  void keep_method(Method method);
  /// Method, clock, stepper and energy balance go on from a checkpoint; T and H are zero if its method is not
  /// the present one. std::logic_error on all ranks when the state lacks something. Collective.
  void restore(const CheckpointState& state);
  /// T at the start from a value or expression of the case, and H with it. Collective.
  void set_initial_temperature();
  /// H from T, as at a start; std::invalid_argument on all ranks where T makes no sense. Collective.
  void set_enthalpy();

 private:
  const Case* case_;
  Grid grid_;
  Decomposition decomposition_;
  TimeBlock block_;
  std::unique_ptr<PropertyTables> tables_;
  std::unique_ptr<HeatOperator> op_;
  std::unique_ptr<NonlinearOperator> nonlinear_;
  double largest_stable_step_ = 0.0;
  MethodChoice choice_;
  Clock clock_;
  std::unique_ptr<EnergyBalance> energy_;
  std::unique_ptr<Probes> probes_;
  Field T_;
  Field H_;
  std::unique_ptr<Stepper> stepper_;
};

}  // namespace isotherm
