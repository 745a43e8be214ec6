#include "solver/grid/halo_exchange.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "solver/grid/allocation.hpp"

namespace isotherm {
namespace {

/// Cells [begin, end) along one axis that go to (or come from) the neighbour in direction d = -1, 0, 1.
std::pair<int, int> sent(int d, int begin, int end, int depth) {
  if (d < 0) return {begin, begin + depth};
  return d > 0 ? std::pair{end - depth, end} : std::pair{begin, end};
}
std::pair<int, int> received(int d, int begin, int end, int depth) {
  if (d < 0) return {begin - depth, begin};
  return d > 0 ? std::pair{end, end + depth} : std::pair{begin, end};
}

std::size_t cells_of(const Box& box) {
  return static_cast<std::size_t>(box.i1 - box.i0) * static_cast<std::size_t>(box.j1 - box.j0);
}

constexpr int tags_of_a_piece = 9;
constexpr std::size_t pieces_without_cuts = 2;

void require_depth(const Decomposition& decomposition, int depth) {
  if (depth <= decomposition.smallest_extent()) return;
  throw std::invalid_argument("a halo of " + std::to_string(depth) + " cells is deeper than a subdomain");
}

}  // namespace

HaloExchange::Partner::Partner(const Box& from, const Box& to)
    : send(from),
      receive(to),
      outgoing("halo outgoing", cells_of(from)),
      incoming("halo incoming", cells_of(to)),
      outgoing_host(Kokkos::create_mirror_view(outgoing)),
      incoming_host(Kokkos::create_mirror_view(incoming)) {}

HaloExchange::HaloExchange(const Decomposition& decomposition, int depth, Corners corners)
    : HaloExchange(decomposition, decomposition.owned().nx(), decomposition.owned().ny(), depth, corners) {
  require_depth(decomposition, depth);
}

HaloExchange::HaloExchange(const Decomposition& decomposition, int nx, int ny, int depth, Corners corners)
    : depth_(depth) {
  add_partners(decomposition, nx, ny, corners, {});
}

HaloExchange::HaloExchange(const Decomposition& decomposition, int depth, const std::vector<int>& cuts)
    : depth_(depth), first_tag_(tags_of_a_piece * static_cast<int>(pieces_without_cuts)) {
  require_depth(decomposition, depth);
  add_partners(decomposition, decomposition.owned().nx(), decomposition.owned().ny(), Corners::yes, cuts);
}

void HaloExchange::add_partners(const Decomposition& decomposition, int nx, int ny, Corners corners,
                                const std::vector<int>& cuts) {
  pieces_.resize(cuts.size() + pieces_without_cuts);
  for (const int dx : {-1, 1}) {
    for (const int dy : {-1, 0, 1}) {
      if (dy == 0 || corners == Corners::yes) add_partner(decomposition, 0, {0, nx, 0, ny}, dx, dy);
    }
  }
  int begin = 0;
  for (std::size_t n = 1; n < pieces_.size(); ++n) {
    const int end = n <= cuts.size() ? cuts[n - 1] : nx;
    for (const int dy : {-1, 1}) {
      if (begin < end) add_partner(decomposition, n, {begin, end, 0, ny}, 0, dy);
    }
    begin = end;
  }
}

void HaloExchange::add_partner(const Decomposition& decomposition, std::size_t n, const Box& owned, int dx,
                               int dy) {
  const int rank = decomposition.neighbour(dx, dy);
  if (rank == MPI_PROC_NULL) return;
  const auto [si0, si1] = sent(dx, owned.i0, owned.i1, depth_);
  const auto [sj0, sj1] = sent(dy, owned.j0, owned.j1, depth_);
  const auto [ri0, ri1] = received(dx, owned.i0, owned.i1, depth_);
  const auto [rj0, rj1] = received(dy, owned.j0, owned.j1, depth_);
  const Box to_send{si0, si1, sj0, sj1};
  const Box to_receive{ri0, ri1, rj0, rj1};
  Partner partner = allocated([&] { return Partner(to_send, to_receive); });
  const MPI_Comm comm = decomposition.comm().get();
  const auto tag = [&](int x, int y) {
    return first_tag_ + tags_of_a_piece * static_cast<int>(n) + 3 * (y + 1) + x + 1;
  };
  Piece& piece = pieces_[n];
  piece.receives.add_receive(partner.incoming_host.data(), static_cast<int>(cells_of(partner.receive)), rank,
                             tag(-dx, -dy), comm);
  piece.sends.add_send(partner.outgoing_host.data(), static_cast<int>(cells_of(partner.send)), rank,
                       tag(dx, dy), comm);
  piece.partners.push_back(std::move(partner));
}

void HaloExchange::start(const Field& field) {
  if (std::exchange(ahead_, false)) return;
  for (Piece& piece : pieces_) piece.receives.start();
  for (Piece& piece : pieces_) send(field, piece);
}

void HaloExchange::finish(Field& field) {
  for (std::size_t n = 0; n < pieces_.size(); ++n) finish_piece(field, n, false);
  for (Piece& piece : pieces_) piece.sends.wait();
}

void HaloExchange::send_ahead(const Field& field, std::size_t n) {
  ahead_ = true;
  send(field, pieces_[n]);
}

void HaloExchange::send(const Field& field, Piece& piece) {
  const auto cells = field.view();
  piece.sends.wait();
  for (auto& partner : piece.partners) {
    const Box box = partner.send;
    double* const out = partner.outgoing.data();
    const int width = box.i1 - box.i0;
    for_each_cell(
        "halo pack", box,
        KOKKOS_LAMBDA(int j, int i) { out[(j - box.j0) * width + (i - box.i0)] = cells(j, i); });
    Kokkos::deep_copy(partner.outgoing_host, partner.outgoing);
  }
  piece.sends.start();
}

void HaloExchange::finish_piece(Field& field, std::size_t n, bool ahead) {
  const auto cells = field.view();
  Piece& piece = pieces_[n];
  piece.receives.wait();
  for (auto& partner : piece.partners) {
    const Box box = partner.receive;
    Kokkos::deep_copy(partner.incoming, partner.incoming_host);
    const double* const in = partner.incoming.data();
    const int width = box.i1 - box.i0;
    for_each_cell(
        "halo unpack", box,
        KOKKOS_LAMBDA(int j, int i) { cells(j, i) = in[(j - box.j0) * width + (i - box.i0)]; });
  }
  if (ahead) piece.receives.start();
}

}  // namespace isotherm
