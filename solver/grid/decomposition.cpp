#include "solver/grid/decomposition.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

std::int64_t segments(const IndexSpace& space) {
  const auto length = segment_length(space.nx);
  return (space.nx + length - 1) / length;
}

Range cut_x(const IndexSpace& space, int px, int block) {
  const auto length = segment_length(space.nx);
  const auto count = segments(space);
  return {std::min(space.nx, length * (count * block / px)),
          std::min(space.nx, length * (count * (block + 1) / px))};
}

Range cut_y(const IndexSpace& space, int py, int block) {
  return {space.ny * block / py, space.ny * (block + 1) / py};
}

bool fits(const IndexSpace& space, int px, int py) {
  return px <= segments(space) && py <= space.ny;
}

std::array<int, 2> checked_blocks(const IndexSpace& space, int ranks, int px, int py) {
  if (px == 0 && py == 0) {
    const auto dims = choose_blocks(space, ranks);
    if (dims[0] == 0) {
      throw std::invalid_argument("domain.cells: more ranks (" + std::to_string(ranks) + ") than a grid of " +
                                  std::to_string(space.nx) + " x " + std::to_string(space.ny) +
                                  " cells can feed: use fewer ranks or more cells");
    }
    return dims;
  }
  const auto blocks = std::to_string(px) + " x " + std::to_string(py);
  if (px * py != ranks) {
    throw std::invalid_argument("parallel.decomposition: " + blocks + " needs " + std::to_string(px * py) +
                                " ranks, but " + std::to_string(ranks) +
                                " run: change it or the number of ranks, or write auto");
  }
  if (!fits(space, px, py)) {
    throw std::invalid_argument(
        "parallel.decomposition: " + blocks + " leaves a rank without cells: take at most " +
        std::to_string(segments(space)) + " blocks in x (rows are cut at multiples of " +
        std::to_string(segment_length(space.nx)) + " cells) and " + std::to_string(space.ny) +
        " in y, or auto");
  }
  return {px, py};
}

Communicator make_cart(const Communicator& parent, const IndexSpace& space, std::array<int, 2> dims) {
  // MPI's row-major coordinates: y first, so that consecutive ranks are neighbours in x.
  const std::array<int, 2> extents{dims[1], dims[0]};
  const std::array<int, 2> periods{space.periodic_y ? 1 : 0, space.periodic_x ? 1 : 0};
  const auto create = [&](int reorder) {
    MPI_Comm cart = MPI_COMM_NULL;
    check_mpi(MPI_Cart_create(parent.get(), 2, extents.data(), periods.data(), reorder, &cart),
              "MPI_Cart_create");
    return Communicator::adopt(cart);
  };
  Communicator reordered = create(1);
  // Files and messages are the business of one process: the root of both, or the order stays.
  const bool same_root = parent.is_root() == reordered.is_root();
  return parent.min(same_root ? 1.0 : 0.0) > 0.0 ? std::move(reordered) : create(0);
}

}  // namespace

std::array<int, 2> choose_blocks(const IndexSpace& space, int ranks) {
  std::array<int, 2> best{0, 0};
  double least = std::numeric_limits<double>::max();
  for (int px = 1; px <= ranks; ++px) {
    if (ranks % px != 0 || !fits(space, px, ranks / px)) continue;
    const int py = ranks / px;
    // Halo cells of the largest block; columns count double, because they are packed and cut the rows
    // that the sweep streams along.
    const double rows = py > 1 || space.periodic_y ? static_cast<double>(space.nx) / px : 0.0;
    const double columns = px > 1 || space.periodic_x ? 2.0 * static_cast<double>(space.ny) / py : 0.0;
    if (rows + columns < least) {
      least = rows + columns;
      best = {px, py};
    }
  }
  return best;
}

Decomposition::Decomposition(const Communicator& parent, IndexSpace space, int px, int py)
    : cart_(make_cart(parent, space, checked_blocks(space, parent.size(), px, py))), space_(space) {
  std::array<int, 2> extents{};
  std::array<int, 2> periods{};
  std::array<int, 2> at{};
  check_mpi(MPI_Cart_get(cart_.get(), 2, extents.data(), periods.data(), at.data()), "MPI_Cart_get");
  dims_ = {extents[1], extents[0]};
  at_ = {at[1], at[0]};
  owned_ = subdomain_of(cart_.rank());
}

std::array<int, 2> Decomposition::coordinates_of(int rank) const {
  std::array<int, 2> at{};
  check_mpi(MPI_Cart_coords(cart_.get(), rank, 2, at.data()), "MPI_Cart_coords");
  return {at[1], at[0]};
}

Subdomain Decomposition::subdomain_of(int rank) const {
  const auto at = coordinates_of(rank);
  return {cut_x(space_, dims_[0], at[0]), cut_y(space_, dims_[1], at[1])};
}

int Decomposition::neighbour(int dx, int dy) const {
  const int x = at_[0] + dx;
  const int y = at_[1] + dy;
  if (!space_.periodic_x && (x < 0 || x >= dims_[0])) return MPI_PROC_NULL;
  if (!space_.periodic_y && (y < 0 || y >= dims_[1])) return MPI_PROC_NULL;
  const std::array<int, 2> coordinates{(y + dims_[1]) % dims_[1], (x + dims_[0]) % dims_[0]};
  int rank = MPI_PROC_NULL;
  check_mpi(MPI_Cart_rank(cart_.get(), coordinates.data(), &rank), "MPI_Cart_rank");
  return rank;
}

int Decomposition::smallest_extent() const {
  std::int64_t least = std::numeric_limits<int>::max();
  for (int block = 0; block < dims_[0]; ++block)
    least = std::min(least, cut_x(space_, dims_[0], block).size());
  for (int block = 0; block < dims_[1]; ++block)
    least = std::min(least, cut_y(space_, dims_[1], block).size());
  return static_cast<int>(least);
}

}  // namespace isotherm
