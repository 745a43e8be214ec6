#include "solver/diagnostics/steady.hpp"

#include <algorithm>
#include <cmath>

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_lag = 16;  // steps: long enough for a reduction, short against `every`

}  // namespace

SteadyTest::SteadyTest(const Communicator& comm, SteadySettings settings)
    : comm_(&comm), settings_(settings), lag_(std::min(settings.every, longest_lag)) {}

SteadyTest::~SteadyTest() {
  if (request_ != MPI_REQUEST_NULL) MPI_Wait(&request_, MPI_STATUS_IGNORE);
}

std::int64_t SteadyTest::next_look(std::int64_t step) const {
  const std::int64_t next = (step / settings_.every + 1) * settings_.every;
  const std::int64_t verdict = looked_at_ >= 0 ? looked_at_ + lag_ : next;
  return verdict > step ? std::min(next, verdict) : next;
}

void SteadyTest::start(std::int64_t step, double local_rate) {
  wait();
  looked_at_ = step;
  local_ = {std::isnan(local_rate) ? 0.0 : local_rate, std::isnan(local_rate) ? 1.0 : 0.0};
  check_mpi(MPI_Iallreduce(local_.data(), global_.data(), 2, MPI_DOUBLE, MPI_MAX, comm_->get(), &request_),
            "MPI_Iallreduce");
}

bool SteadyTest::steady_at(std::int64_t step) {
  if (looked_at_ < 0 || step != looked_at_ + lag_) return false;
  wait();
  const bool steady = global_[1] == 0.0 && global_[0] <= settings_.tolerance;
  if (!steady) looked_at_ = -1;  // else a run that goes on from this step ends there again
  return steady;
}

void SteadyTest::wait() {
  check_mpi(MPI_Wait(&request_, MPI_STATUS_IGNORE), "MPI_Wait");
}

std::array<double, 2> SteadyTest::pending() {
  wait();
  if (looked_at_ < 0) return {-1.0, 0.0};
  return {static_cast<double>(looked_at_), global_[1] > 0.0 ? std::nan("") : global_[0]};
}

void SteadyTest::restore(std::array<double, 2> pending) {
  looked_at_ = static_cast<std::int64_t>(pending[0]);
  global_ = {std::isnan(pending[1]) ? 0.0 : pending[1], std::isnan(pending[1]) ? 1.0 : 0.0};
}

}  // namespace isotherm
