#include "solver/parallel/requests.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "solver/parallel/error.hpp"
#include "solver/parallel/heartbeat.hpp"

namespace isotherm {

/// Partners get a moment, not for ever, where an exception ends this: it may be that they are lost.
PersistentRequests::~PersistentRequests() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point late = Clock::now() + std::chrono::seconds(1);
  const bool patient = std::uncaught_exceptions() == 0;
  int done = started_ ? 0 : 1;
  while (done == 0 && (patient || Clock::now() < late)) {
    MPI_Testall(static_cast<int>(requests_.size()), requests_.data(), &done, MPI_STATUSES_IGNORE);
  }
  if (done == 0) return;
  for (auto& request : requests_) MPI_Request_free(&request);
}

PersistentRequests::PersistentRequests(PersistentRequests&& other) noexcept {
  *this = std::move(other);
}

PersistentRequests& PersistentRequests::operator=(PersistentRequests&& other) noexcept {
  std::swap(requests_, other.requests_);
  std::swap(started_, other.started_);
  return *this;
}

void PersistentRequests::add_send(const double* buffer, int count, int to, int tag, MPI_Comm comm) {
  MPI_Request request = MPI_REQUEST_NULL;
  check_mpi(MPI_Send_init(buffer, count, MPI_DOUBLE, to, tag, comm, &request), "MPI_Send_init");
  requests_.push_back(request);
}

void PersistentRequests::add_receive(double* buffer, int count, int from, int tag, MPI_Comm comm) {
  MPI_Request request = MPI_REQUEST_NULL;
  check_mpi(MPI_Recv_init(buffer, count, MPI_DOUBLE, from, tag, comm, &request), "MPI_Recv_init");
  requests_.push_back(request);
}

void PersistentRequests::start() {
  if (requests_.empty()) return;
  check_mpi(MPI_Startall(static_cast<int>(requests_.size()), requests_.data()), "MPI_Startall");
  started_ = true;
}

void PersistentRequests::wait() {
  if (!started_) return;
  check_mpi(MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE),
            "MPI_Waitall");
  beat();
  started_ = false;
}

}  // namespace isotherm
