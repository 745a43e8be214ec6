#include "solver/linear/null_space.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "solver/grid/halo_exchange.hpp"
#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

/// Connected parts of the owned cells, numbered from `first`.
struct Parts {
  std::int64_t first = 0;
  std::vector<int> label;          ///< of each owned cell, -1 in voids
  std::vector<std::int64_t> held;  ///< whether a part has a diagonal entry
  std::vector<std::int64_t> cell;  ///< global number of its first cell
};

struct Cells {
  Cells(const Decomposition& decomposition, const LinearOperator& a)
      : nx(decomposition.owned().nx()),
        ny(decomposition.owned().ny()),
        gx(a.g.x.view()),
        gy(a.g.y.view()),
        diagonal(a.diagonal.view()) {}
  double faces(int j, int i) const { return (gx(j, i) + gx(j, i + 1)) + (gy(j, i) + gy(j + 1, i)); }
  bool active(int j, int i) const { return faces(j, i) + diagonal(j, i) > 0.0; }
  std::size_t at(int j, int i) const {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(nx) + static_cast<std::size_t>(i);
  }
  int nx;
  int ny;
  FieldView<const double> gx;
  FieldView<const double> gy;
  FieldView<const double> diagonal;
};

Parts local_parts(const Decomposition& decomposition, const Cells& cells) {
  Parts parts;
  parts.label.assign(static_cast<std::size_t>(cells.nx) * static_cast<std::size_t>(cells.ny), -1);
  const auto& owned = decomposition.owned();
  std::vector<std::pair<int, int>> open;
  const auto visit = [&](int j, int i, int part) {
    if (j < 0 || j >= cells.ny || i < 0 || i >= cells.nx || parts.label[cells.at(j, i)] >= 0) return;
    parts.label[cells.at(j, i)] = part;
    if (cells.diagonal(j, i) > 0.0) parts.held.back() = 1;
    open.emplace_back(j, i);
  };
  for (int j = 0; j < cells.ny; ++j) {
    for (int i = 0; i < cells.nx; ++i) {
      if (parts.label[cells.at(j, i)] >= 0 || !cells.active(j, i)) continue;
      const int part = static_cast<int>(parts.held.size());
      parts.held.push_back(0);
      parts.cell.push_back((owned.y.begin + j) * decomposition.space().nx + owned.x.begin + i);
      visit(j, i, part);
      while (!open.empty()) {
        const auto [y, x] = open.back();
        open.pop_back();
        if (cells.gx(y, x) > 0.0) visit(y, x - 1, part);
        if (cells.gx(y, x + 1) > 0.0) visit(y, x + 1, part);
        if (cells.gy(y, x) > 0.0) visit(y - 1, x, part);
        if (cells.gy(y + 1, x) > 0.0) visit(y + 1, x, part);
      }
    }
  }
  return parts;
}

/// All ranks' numbers, one after another.
std::vector<std::int64_t> gather(const Communicator& comm, const std::vector<std::int64_t>& mine) {
  std::vector<int> counts(static_cast<std::size_t>(comm.size()));
  const int count = static_cast<int>(mine.size());
  check_mpi(MPI_Allgather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT, comm.get()), "MPI_Allgather");
  std::vector<int> starts(counts.size());
  std::exclusive_scan(counts.begin(), counts.end(), starts.begin(), 0);
  std::vector<std::int64_t> all(static_cast<std::size_t>(starts.back() + counts.back()));
  check_mpi(MPI_Allgatherv(mine.data(), count, MPI_INT64_T, all.data(), counts.data(), starts.data(),
                           MPI_INT64_T, comm.get()),
            "MPI_Allgatherv");
  return all;
}

/// Pairs of part numbers joined across the borders of this rank.
std::vector<std::int64_t> joints(const Decomposition& decomposition, const Cells& cells, const Parts& parts) {
  Field labels("labels of parts", cells.nx, cells.ny, 1);
  const auto view = labels.view();
  for (int j = 0; j < cells.ny; ++j) {
    for (int i = 0; i < cells.nx; ++i) {
      const int label = parts.label[cells.at(j, i)];
      view(j, i) = label < 0 ? -1.0 : static_cast<double>(parts.first + label);
    }
  }
  HaloExchange halo(decomposition, 1, HaloExchange::Corners::no);
  halo.exchange(labels);
  std::vector<std::int64_t> pairs;
  const auto join = [&](double g, double a, double b) {
    if (!(g > 0.0)) return;
    const std::int64_t pair[2] = {static_cast<std::int64_t>(a), static_cast<std::int64_t>(b)};
    if (pairs.size() >= 2 && std::equal(pair, pair + 2, pairs.end() - 2)) return;
    pairs.insert(pairs.end(), pair, pair + 2);
  };
  for (int j = 0; j < cells.ny; ++j) {
    join(cells.gx(j, 0), view(j, 0), view(j, -1));
    join(cells.gx(j, cells.nx), view(j, cells.nx - 1), view(j, cells.nx));
  }
  for (int i = 0; i < cells.nx; ++i) {
    join(cells.gy(0, i), view(0, i), view(-1, i));
    join(cells.gy(cells.ny, i), view(cells.ny - 1, i), view(cells.ny, i));
  }
  return pairs;
}

std::size_t root_of(std::vector<std::size_t>& parent, std::size_t k) {
  while (parent[k] != k) k = parent[k] = parent[parent[k]];
  return k;
}

/// Whether all is plain to see: each cell with a diagonal, or no face without conductance.
bool plainly_regular(const Decomposition& decomposition, const LinearOperator& a) {
  const auto& space = decomposition.space();
  const auto& owned = decomposition.owned();
  const Cells cells(decomposition, a);
  std::int64_t loose = 0;
  std::int64_t held = 0;
  std::int64_t gaps = 0;
  for (int j = 0; j < cells.ny; ++j) {
    for (int i = 0; i < cells.nx; ++i) {
      if (cells.diagonal(j, i) > 0.0) {
        ++held;
      } else if (cells.active(j, i)) {
        ++loose;
      }
      if (cells.gx(j, i) <= 0.0 && (space.periodic_x || owned.x.begin + i > 0)) ++gaps;
      if (cells.gy(j, i) <= 0.0 && (space.periodic_y || owned.y.begin + j > 0)) ++gaps;
    }
  }
  std::int64_t counts[3] = {loose, held, gaps};
  decomposition.comm().sum(counts);
  return counts[0] == 0 || (counts[1] > 0 && counts[2] == 0);
}

}  // namespace

NullSpace find_null_space(const Decomposition& decomposition, const LinearOperator& a) {
  if (plainly_regular(decomposition, a)) return NullSpace::none;
  const auto& comm = decomposition.comm();
  const Cells cells(decomposition, a);
  Parts parts = local_parts(decomposition, cells);
  const auto counts = gather(comm, {static_cast<std::int64_t>(parts.held.size())});
  for (int rank = 0; rank < comm.rank(); ++rank) parts.first += counts[static_cast<std::size_t>(rank)];
  const auto held = gather(comm, parts.held);
  const auto cell = gather(comm, parts.cell);
  const auto pairs = gather(comm, joints(decomposition, cells, parts));
  std::vector<std::size_t> parent(held.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  for (std::size_t k = 0; k + 1 < pairs.size(); k += 2) {
    const auto one = root_of(parent, static_cast<std::size_t>(pairs[k]));
    const auto two = root_of(parent, static_cast<std::size_t>(pairs[k + 1]));
    parent[std::max(one, two)] = std::min(one, two);
  }
  std::vector<std::int64_t> any(held.size(), 0);
  for (std::size_t k = 0; k < held.size(); ++k) any[root_of(parent, k)] |= held[k];
  std::size_t bodies = 0;
  std::int64_t floating = -1;
  for (std::size_t k = 0; k < held.size(); ++k) {
    if (parent[k] != k) continue;
    ++bodies;
    if (any[k] == 0 && (floating < 0 || cell[k] < floating)) floating = cell[k];
  }
  if (floating < 0) return NullSpace::none;
  if (bodies == 1) return NullSpace::constant;
  const auto nx = decomposition.space().nx;
  throw std::invalid_argument(
      "boundaries: the part of the body around cell [" + std::to_string(floating % nx) + ", " +
      std::to_string(floating / nx) +
      "] is insulated from everything else: its steady temperature is undetermined; give it a "
      "wall with a temperature or convection, or join it to the rest");
}

}  // namespace isotherm
