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

  /// depth must not exceed Decomposition::smallest_extent() (std::invalid_argument). Collective.
  HaloExchange(const Decomposition& decomposition, int depth, Corners corners);
  /// The same for the subdomain of another index space that is cut like it (a coarse level).
  HaloExchange(const Decomposition& decomposition, int nx, int ny, int depth, Corners corners);

  void start(const Field& field);  ///< Packs and starts the messages. Matches the neighbours' start.
  void finish(Field& field);       ///< Waits and fills the ghost cells.
  /// The two halves of finish, in this order: all ghost cells but those in rows above the owned ones, and
  /// those.
  void finish_below(Field& field);
  void finish_above(Field& field);
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
  void add_partner(const Decomposition& decomposition, int nx, int ny, int dx, int dy);
  void unpack(Field& field, std::size_t first_partner, std::size_t last_partner);

  int depth_;
  std::vector<Partner> partners_;      ///< by rows: below, beside, above
  std::size_t first_above_ = 0;        ///< partner
  PersistentRequests receives_below_;  ///< all but those from above
  PersistentRequests others_;  ///< a send may end only once its receiver waits, so none is among the former
};

}  // namespace isotherm
