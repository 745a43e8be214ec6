#include "solver/grid/halo_exchange.hpp"

#include <stdexcept>
#include <string>

namespace isotherm {
namespace {

/// Cells along one axis that go to (or come from) the neighbour in direction d = -1, 0, 1.
std::pair<int, int> sent(int d, int n, int depth) {
  if (d < 0) return {0, depth};
  return d > 0 ? std::pair{n - depth, n} : std::pair{0, n};
}
std::pair<int, int> received(int d, int n, int depth) {
  if (d < 0) return {-depth, 0};
  return d > 0 ? std::pair{n, n + depth} : std::pair{0, n};
}

std::size_t cells_of(const Box& box) {
  return static_cast<std::size_t>(box.i1 - box.i0) * static_cast<std::size_t>(box.j1 - box.j0);
}

int direction_tag(int dx, int dy) {
  return 3 * (dy + 1) + dx + 1;
}

}  // namespace

HaloExchange::HaloExchange(const Decomposition& decomposition, int depth, Corners corners)
    : HaloExchange(decomposition, decomposition.owned().nx(), decomposition.owned().ny(), depth, corners) {
  if (depth > decomposition.smallest_extent()) {
    throw std::invalid_argument("a halo of " + std::to_string(depth) + " cells is deeper than a subdomain");
  }
}

HaloExchange::HaloExchange(const Decomposition& decomposition, int nx, int ny, int depth, Corners corners)
    : depth_(depth) {
  for (int dy = -1; dy <= 1; ++dy) {
    if (dy == 1) first_above_ = partners_.size();
    for (int dx = -1; dx <= 1; ++dx) {
      if (dx == 0 && dy == 0) continue;
      if (dx != 0 && dy != 0 && corners == Corners::no) continue;
      add_partner(decomposition, nx, ny, dx, dy);
    }
  }
}

void HaloExchange::add_partner(const Decomposition& decomposition, int nx, int ny, int dx, int dy) {
  const int rank = decomposition.neighbour(dx, dy);
  if (rank == MPI_PROC_NULL) return;
  const auto [si0, si1] = sent(dx, nx, depth_);
  const auto [sj0, sj1] = sent(dy, ny, depth_);
  const auto [ri0, ri1] = received(dx, nx, depth_);
  const auto [rj0, rj1] = received(dy, ny, depth_);
  Partner partner;
  partner.send = {si0, si1, sj0, sj1};
  partner.receive = {ri0, ri1, rj0, rj1};
  partner.outgoing = Buffer("halo outgoing", cells_of(partner.send));
  partner.incoming = Buffer("halo incoming", cells_of(partner.receive));
  partner.outgoing_host = Kokkos::create_mirror_view(partner.outgoing);
  partner.incoming_host = Kokkos::create_mirror_view(partner.incoming);
  const MPI_Comm comm = decomposition.comm().get();
  PersistentRequests& receives = dy == 1 ? others_ : receives_below_;
  receives.add_receive(partner.incoming_host.data(), static_cast<int>(cells_of(partner.receive)), rank,
                       direction_tag(-dx, -dy), comm);
  others_.add_send(partner.outgoing_host.data(), static_cast<int>(cells_of(partner.send)), rank,
                   direction_tag(dx, dy), comm);
  partners_.push_back(std::move(partner));
}

void HaloExchange::start(const Field& field) {
  const auto cells = field.view();
  for (auto& partner : partners_) {
    const Box box = partner.send;
    double* const out = partner.outgoing.data();
    const int width = box.i1 - box.i0;
    for_each_cell(
        "halo pack", box,
        KOKKOS_LAMBDA(int j, int i) { out[(j - box.j0) * width + (i - box.i0)] = cells(j, i); });
    Kokkos::deep_copy(partner.outgoing_host, partner.outgoing);
  }
  receives_below_.start();
  others_.start();
}

void HaloExchange::finish(Field& field) {
  finish_below(field);
  finish_above(field);
}

void HaloExchange::finish_below(Field& field) {
  receives_below_.wait();
  unpack(field, 0, first_above_);
}

void HaloExchange::finish_above(Field& field) {
  others_.wait();
  unpack(field, first_above_, partners_.size());
}

void HaloExchange::unpack(Field& field, std::size_t first_partner, std::size_t last_partner) {
  const auto cells = field.view();
  for (std::size_t n = first_partner; n < last_partner; ++n) {
    Partner& partner = partners_[n];
    const Box box = partner.receive;
    Kokkos::deep_copy(partner.incoming, partner.incoming_host);
    const double* const in = partner.incoming.data();
    const int width = box.i1 - box.i0;
    for_each_cell(
        "halo unpack", box,
        KOKKOS_LAMBDA(int j, int i) { cells(j, i) = in[(j - box.j0) * width + (i - box.i0)]; });
  }
}

std::size_t HaloExchange::bytes_sent() const {
  std::size_t cells = 0;
  for (const auto& partner : partners_) cells += cells_of(partner.send);
  return cells * sizeof(double);
}

}  // namespace isotherm
