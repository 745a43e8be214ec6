#pragma once
// The steady-state test: max |dT/dt| over the domain, its reduction overlapped with the next steps.

#include <array>
#include <cstdint>
#include <mpi.h>
#include <optional>

#include "solver/parallel/communicator.hpp"
#include "solver/time/settings.hpp"

namespace isotherm {

/// Looks at the rate of step n = every, 2 every, ...; its verdict acts at step n + lag, so that the stopping
/// step depends neither on how fast the reduction is nor on ranks or time blocking.
class SteadyTest {
 public:
  SteadyTest(const Communicator& comm, SteadySettings settings);
  ~SteadyTest();
  SteadyTest(const SteadyTest&) = delete;
  SteadyTest& operator=(const SteadyTest&) = delete;

  /// The next step after `step` at which the test must be shown the rate, or asked for the verdict.
  std::int64_t next_look(std::int64_t step) const;
  bool looks_at(std::int64_t step) const { return step > 0 && step % settings_.every == 0; }

  /// Starts the reduction of this rank's max |dT/dt| (K/s) at a step that looks_at. Collective, does not
  /// wait.
  void start(std::int64_t step, double local_rate);
  /// At step n + lag: whether the state of step n was steady. False at other steps. Collective.
  bool steady_at(std::int64_t step);
  /// The rate that was found steady, K/s.
  double rate() const { return global_.front(); }

  /// A reduction under way or found steady, for a checkpoint: {step n, rate}; {-1, 0} when there is none.
  /// Collective.
  std::array<double, 2> pending();
  void restore(std::array<double, 2> pending);

 private:
  void wait();
  const Communicator* comm_;
  SteadySettings settings_;
  std::int64_t lag_;
  std::int64_t looked_at_ = -1;
  std::array<double, 2> local_{};  ///< rate, whether it is NaN
  std::array<double, 2> global_{};
  MPI_Request request_ = MPI_REQUEST_NULL;
};

}  // namespace isotherm
