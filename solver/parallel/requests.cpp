#include "solver/parallel/requests.hpp"

#include <utility>

#include "solver/parallel/error.hpp"
#include "solver/parallel/heartbeat.hpp"

namespace isotherm {

PersistentRequests::~PersistentRequests() {
  if (started_) MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
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
