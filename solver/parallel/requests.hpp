#pragma once
// Owner of a set of persistent requests.

#include <cstddef>
#include <mpi.h>
#include <vector>

namespace isotherm {

/// Persistent sends and receives that are started and completed together. Move-only. The buffers given
/// to it must stay where they are for its life.
class PersistentRequests {
 public:
  PersistentRequests() = default;
  ~PersistentRequests();
  PersistentRequests(PersistentRequests&& other) noexcept;
  PersistentRequests& operator=(PersistentRequests&& other) noexcept;
  PersistentRequests(const PersistentRequests&) = delete;
  PersistentRequests& operator=(const PersistentRequests&) = delete;

  /// Adds a send of `count` doubles (MPI_Send_init). Not collective.
  void add_send(const double* buffer, int count, int to, int tag, MPI_Comm comm);
  /// Adds a receive of `count` doubles (MPI_Recv_init). Not collective.
  void add_receive(double* buffer, int count, int from, int tag, MPI_Comm comm);

  void start();  ///< MPI_Startall. Matches the partners' start.
  void wait();   ///< MPI_Waitall. All buffers are usable again.
  bool empty() const { return requests_.empty(); }

 private:
  std::vector<MPI_Request> requests_;
  bool started_ = false;
};

}  // namespace isotherm
