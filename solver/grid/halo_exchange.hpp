#pragma once
// Fills ghost cells with the neighbours' owned cells.

#include <array>
#include <vector>

#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"
#include "solver/grid/loops.hpp"
#include "solver/parallel/requests.hpp"

namespace isotherm {

/// Persistent exchange of the outer `depth` layers of owned cells with up to eight neighbours, corners
/// included when wanted. Works for any field of the same owned shape and a halo of at least `depth`.
/// Between start and finish the owned cells may be read but not the ghost cells; owned cells may be
/// written, since start has packed what it sends.
class HaloExchange {
 public:
  enum class Corners { no, yes };

  /// depth must not exceed Decomposition::smallest_extent() (std::invalid_argument). `late_side`, 1: above,
  /// -1: below, is this rank's affair; see finish_early. Collective.
  HaloExchange(const Decomposition& decomposition, int depth, Corners corners, int late_side = 1);
  /// The same for the subdomain of another index space that is cut like it (a coarse level).
  HaloExchange(const Decomposition& decomposition, int nx, int ny, int depth, Corners corners,
               int late_side = 1);

  void start(const Field& field);  ///< Packs and starts the messages. Matches the neighbours' start.
  void finish(Field& field);       ///< Waits and fills the ghost cells.
  /// The two halves of finish, in this order: all ghost cells but those in the rows beyond the late side, and
  /// those.
  void finish_early(Field& field);
  void finish_late(Field& field);
  void exchange(Field& field) {
    start(field);
    finish(field);
  }
  int depth() const { return depth_; }
  /// Bytes that this rank sends in one exchange.
  std::size_t bytes_sent() const;

 private:
  using Buffer = Kokkos::View<double*>;
  /// One neighbour: what is sent to it and where its cells go.
  struct Partner {
    Box send;
    Box receive;
    Buffer outgoing;
    Buffer incoming;
    Buffer::HostMirror outgoing_host;  ///< the same memory when kernels run on the host
    Buffer::HostMirror incoming_host;
  };
  void add_partner(const Decomposition& decomposition, int nx, int ny, int dx, int dy, bool late);
  void unpack(Field& field, std::size_t first_partner, std::size_t last_partner);

  int depth_;
  std::vector<Partner> partners_;  ///< those of the late side last
  std::size_t first_late_ = 0;     ///< partner
  PersistentRequests early_receives_;
  PersistentRequests late_receives_;
  PersistentRequests sends_;  ///< one may end only once its receiver waits: waited for by the next start
};

}  // namespace isotherm
