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
  /// With corners, and with messages to above and below that are cut into pieces at the columns `cuts`, in
  /// order, the same on ranks above each other. Messages of one such object may stay on their way while
  /// others exchange.
  HaloExchange(const Decomposition& decomposition, int depth, const std::vector<int>& cuts);

  void start(const Field& field);  ///< Packs and starts the messages. Matches the neighbours' start.
  void finish(Field& field);       ///< Waits and fills the ghost cells.

  /// Piece 0 has what comes from the sides and across corners, piece n the columns up to the n-th cut.
  std::size_t pieces() const { return pieces_.size(); }
  /// finish of a piece alone. `ahead`: all pieces of the next exchange will be sent ahead.
  void finish_piece(Field& field, std::size_t n, bool ahead);
  /// Sends a piece of the next exchange before its start, which then does nothing: the cells that it takes
  /// must not change any more. A neighbour that is slower by less than an exchange is not waited for.
  void send_ahead(const Field& field, std::size_t n);

  void exchange(Field& field) {
    start(field);
    finish(field);
  }
  int depth() const { return depth_; }

 private:
  using Buffer = Kokkos::View<double*>;
  /// One neighbour: what is sent to it and where its cells go.
  struct Partner {
    Partner(const Box& from, const Box& to);
    Box send;
    Box receive;
    Buffer outgoing;
    Buffer incoming;
    Buffer::HostMirror outgoing_host;  ///< the same memory when kernels run on the host
    Buffer::HostMirror incoming_host;
  };
  /// What is sent, and what is waited for, at one time. A send may end only once its receiver waits.
  struct Piece {
    std::vector<Partner> partners;
    PersistentRequests receives;
    PersistentRequests sends;
  };
  void add_partners(const Decomposition& decomposition, int nx, int ny, Corners corners,
                    const std::vector<int>& cuts);
  void add_partner(const Decomposition& decomposition, std::size_t piece, const Box& owned, int dx, int dy);
  void send(const Field& field, Piece& piece);

  int depth_;
  int first_tag_ = 0;
  std::vector<Piece> pieces_;
  bool ahead_ = false;  ///< pieces of the next exchange have been sent
};

}  // namespace isotherm
