#include "solver/linear/odd_ring.hpp"

#include <algorithm>
#include <vector>

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr int ghost_columns = LevelHalo::all_columns;
constexpr int ghost_rows = LevelHalo::all_rows;

template <class Real>
void copy(const SplitRows<Real>& from, const SplitRows<Real>& to) {
  for (int j = -ghost_rows; j < from.rows() + ghost_rows; ++j) {
    for (int c = 0; c < 2; ++c) {
      std::copy_n(from.half(j, c) - SplitArray::ghost_pairs, from.pairs() + 2 * SplitArray::ghost_pairs,
                  to.half(j, c) - SplitArray::ghost_pairs);
    }
  }
}

/// Local indices, ghosts but the first included, whose global index is 0 modulo n.
std::vector<int> first_points(const Span& span, int ghosts) {
  std::vector<int> found;
  const auto base = span.owned.begin - span.offset();
  for (int i = 1 - ghosts; i < span.end() + ghosts; ++i) {
    if ((((base + i) % span.n) + span.n) % span.n == 0) found.push_back(i);
  }
  return found;
}

void cut_x(const Stencil& a, const Lattice& lattice) {
  for (const int i : first_points(lattice.x, ghost_columns)) {
    for (int j = -ghost_rows; j < lattice.y.end() + ghost_rows; ++j) {
      a.W(j, i) = a.SW(j, i) = a.SE(j, i - 1) = 0.0F;
    }
  }
}

void cut_y(const Stencil& a, const Lattice& lattice) {
  for (const int j : first_points(lattice.y, ghost_rows)) {
    for (int i = -ghost_columns; i < lattice.x.end() + ghost_columns; ++i)
      a.S(j, i) = a.SW(j, i) = a.SE(j, i) = 0.0F;
  }
}

/// What the points 0 ("first") and n - 1 ("last") of a ring are at each point k along the cut: couplings from
/// (first, k) to (last, k), (last, k - 1), (last, k + 1), and the weights with which first and last follow
/// the coarse points below and above k along the cut (`up` alone at points on a coarse line).
struct Seam {
  enum Quantity { straight, minus, plus, first_low, first_up, last_low, last_up, quantities };
  explicit Seam(std::int64_t n) : length(n), values(static_cast<std::size_t>(n) * quantities, 0.0) {}
  double& operator()(Quantity q, std::int64_t k) { return values[static_cast<std::size_t>(q * length + k)]; }

  /// Each value was set by one rank; all others have 0.
  void share(const Communicator* comm) {
    if (comm == nullptr) return;
    check_mpi(MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_DOUBLE, MPI_SUM,
                            comm->get()),
              "MPI_Allreduce");
  }
  std::int64_t length;
  std::vector<double> values;
};

/// What the couplings of a seam add to the coarse operator, by coarse point along the cut.
struct SeamProduct {
  enum Quantity { first_diagonal, last_diagonal, first_along, last_along, straight, minus, plus, quantities };
  explicit SeamProduct(std::int64_t n) : length(n), values(static_cast<std::size_t>(n) * quantities, 0.0) {}
  double& operator()(Quantity q, std::int64_t k) { return values[static_cast<std::size_t>(q * length + k)]; }
  std::int64_t wrapped(std::int64_t k) const { return ((k % length) + length) % length; }
  /// What is left of the diagonals when all couplings are taken off.
  double first_rest(std::int64_t k) {
    const double along = (*this)(first_along, k) + (*this)(first_along, wrapped(k + 1));
    const double across = ((*this)(straight, k) + (*this)(minus, k)) + (*this)(plus, k);
    return ((*this)(first_diagonal, k) - along) - across;
  }
  double last_rest(std::int64_t k) {
    const double along = (*this)(last_along, k) + (*this)(last_along, wrapped(k + 1));
    const double across =
        ((*this)(straight, k) + (*this)(minus, wrapped(k + 1))) + (*this)(plus, wrapped(k - 1));
    return ((*this)(last_diagonal, k) - along) - across;
  }

  std::int64_t length;
  std::vector<double> values;
};

/// The coarse points k + step that a fine point follows; step is -1, 0 or 1 between the two sides' points.
struct Follower {
  std::int64_t low;  ///< coarse index before wrapping; up = low + 1
  double weight[2];
};

/// P^T A P of the couplings g (first_k - last_m)^2.
SeamProduct multiply(Seam& seam, std::int64_t coarse_length, bool halved) {
  SeamProduct sum(coarse_length);
  const auto follower = [&](std::int64_t k, Seam::Quantity low, Seam::Quantity up) {
    const std::int64_t wrapped = ((k % seam.length) + seam.length) % seam.length;
    const std::int64_t above = !halved ? k : k >= 0 ? k / 2 : -1;  // odd k: the coarse line k itself lies on
    return Follower{above - 1, {seam(low, wrapped), seam(up, wrapped)}};
  };
  const auto add = [&](double g, const Follower& first, const Follower& last) {
    if (g == 0.0) return;
    for (int s = 0; s < 2; ++s) {
      sum(SeamProduct::first_diagonal, sum.wrapped(first.low + s)) += g * first.weight[s] * first.weight[s];
      sum(SeamProduct::last_diagonal, sum.wrapped(last.low + s)) += g * last.weight[s] * last.weight[s];
    }
    sum(SeamProduct::first_along, sum.wrapped(first.low + 1)) -= g * first.weight[0] * first.weight[1];
    sum(SeamProduct::last_along, sum.wrapped(last.low + 1)) -= g * last.weight[0] * last.weight[1];
    for (int s = 0; s < 2; ++s) {
      for (int t = 0; t < 2; ++t) {
        const double coupling = g * first.weight[s] * last.weight[t];
        if (coupling == 0.0) continue;
        const std::int64_t step = (last.low + t) - (first.low + s);
        const auto where = step == 0  ? SeamProduct::straight
                           : step < 0 ? SeamProduct::minus
                                      : SeamProduct::plus;
        sum(where, sum.wrapped(first.low + s)) += coupling;
      }
    }
  };
  for (std::int64_t k = 0; k < seam.length; ++k) {
    const auto first = follower(k, Seam::first_low, Seam::first_up);
    add(seam(Seam::straight, k), first, follower(k, Seam::last_low, Seam::last_up));
    add(seam(Seam::minus, k), first, follower(k - 1, Seam::last_low, Seam::last_up));
    add(seam(Seam::plus, k), first, follower(k + 1, Seam::last_low, Seam::last_up));
  }
  return sum;
}

Seam seam_x(const Level& fine, const Stencil& a, const Communicator* comm) {
  const auto& x = fine.lattice.x;
  const auto& y = fine.lattice.y;
  const auto& t = fine.transfer;
  Seam seam(y.n);
  const int last = x.end() - 1;  // where it is the last point of the ring, its column is even
  for (int j = y.offset(); j < y.end(); ++j) {
    const std::int64_t k = y.owned.begin + (j - y.offset());
    const bool between = t.halves_y() && (j & 1) == 0;
    const int row = t.halves_y() ? j >> 1 : j;
    if (x.owned.begin == 0) {
      seam(Seam::straight, k) = static_cast<double>(a.W(j, 0));
      seam(Seam::minus, k) = static_cast<double>(a.SW(j, 0));
      seam(Seam::plus, k) = static_cast<double>(a.SE(j + 1, -1));
      seam(Seam::first_low, k) = between ? t.south_east(row)[0] : 0.0;
      seam(Seam::first_up, k) = between ? t.north_east(row)[0] : t.right_at(row, 0);
    }
    if (x.owned.end == x.n) {
      seam(Seam::last_low, k) = between ? t.south_west(row)[last >> 1] : 0.0;
      seam(Seam::last_up, k) = between ? t.north_west(row)[last >> 1] : t.left_at(row, last >> 1);
    }
  }
  seam.share(comm);
  return seam;
}

Seam seam_y(const Level& fine, const Stencil& a, const Communicator* comm) {
  const auto& x = fine.lattice.x;
  const auto& y = fine.lattice.y;
  const auto& t = fine.transfer;
  Seam seam(x.n);
  const int last = (y.end() - 1) >> 1;  // row pair of the ring's last point, where it is here
  for (int i = x.offset(); i < x.end(); ++i) {
    const std::int64_t k = x.owned.begin + (i - x.offset());
    const bool between = t.halves_x() && (i & 1) == 0;
    const int p = i >> 1;
    if (y.owned.begin == 0) {
      seam(Seam::straight, k) = static_cast<double>(a.S(0, i));
      seam(Seam::minus, k) = static_cast<double>(a.SW(0, i));
      seam(Seam::plus, k) = static_cast<double>(a.SE(0, i));
      seam(Seam::first_low, k) = between ? t.north_west(0)[p] : 0.0;
      seam(Seam::first_up, k) = between ? t.north_east(0)[p] : t.up_at(0, i & 1, p);
    }
    if (y.owned.end == y.n) {
      seam(Seam::last_low, k) = between ? t.south_west(last)[p] : 0.0;
      seam(Seam::last_up, k) = between ? t.south_east(last)[p] : t.down_at(last, i & 1, p);
    }
  }
  seam.share(comm);
  return seam;
}

void add(float& coupling, double more) {
  coupling = static_cast<float>(static_cast<double>(coupling) + more);
}

void add_seam_x(SeamProduct& sum, const Lattice& lattice, Stencil& coarse) {
  const int last = lattice.x.end() - 1;
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    const std::int64_t k = lattice.y.owned.begin + (j - lattice.y.offset());
    if (lattice.x.owned.begin == 0) {
      coarse.D(j, 0) += sum.first_rest(k);
      add(coarse.S(j, 0), sum(SeamProduct::first_along, k));
      add(coarse.W(j, 0), sum(SeamProduct::straight, k));
      add(coarse.SW(j, 0), sum(SeamProduct::minus, k));
    }
    if (lattice.x.owned.end == lattice.x.n) {
      coarse.D(j, last) += sum.last_rest(k);
      add(coarse.S(j, last), sum(SeamProduct::last_along, k));
      add(coarse.SE(j, last), sum(SeamProduct::plus, sum.wrapped(k - 1)));
    }
  }
}

void add_seam_y(SeamProduct& sum, const Lattice& lattice, Stencil& coarse) {
  const int last = lattice.y.end() - 1;
  for (int i = lattice.x.offset(); i < lattice.x.end(); ++i) {
    const std::int64_t k = lattice.x.owned.begin + (i - lattice.x.offset());
    if (lattice.y.owned.begin == 0) {
      coarse.D(0, i) += sum.first_rest(k);
      add(coarse.W(0, i), sum(SeamProduct::first_along, k));
      add(coarse.S(0, i), sum(SeamProduct::straight, k));
      add(coarse.SW(0, i), sum(SeamProduct::minus, k));
      add(coarse.SE(0, i), sum(SeamProduct::plus, k));
    }
    if (lattice.y.owned.end == lattice.y.n) {
      coarse.D(last, i) += sum.last_rest(k);
      add(coarse.W(last, i), sum(SeamProduct::last_along, k));
    }
  }
}

/// Row sums of `a` into `to`.
void copy_row_sums(const Stencil& a, const SplitArray& to) {
  for (int j = -ghost_rows; j < to.rows() + ghost_rows; ++j) {
    for (int c = 0; c < 2; ++c) {
      const Couplings k = couplings_around(a, j, c);
      const double* const inverse = a.D.half(j, c);
      double* const rest = to.half(j, c);
      each_pair(-SplitArray::ghost_pairs, to.pairs() + SplitArray::ghost_pairs,
                [=](int p) { rest[p] = row_sum_of(k, inverse[p], p); });
    }
  }
}

}  // namespace

void coarsen_odd_ring(Level& fine, const Lattice& coarse_lattice, Stencil& coarse, const Communicator* comm) {
  const bool ring_x = fine.lattice.x.odd_ring() && fine.transfer.halves_x();
  const bool ring_y = fine.lattice.y.odd_ring() && fine.transfer.halves_y();
  Stencil cut;
  cut.reshape(fine.lattice);
  copy_row_sums(fine.a, cut.D);
  copy(fine.a.W, cut.W);
  copy(fine.a.S, cut.S);
  copy(fine.a.SW, cut.SW);
  copy(fine.a.SE, cut.SE);
  if (ring_x) cut_x(cut, fine.lattice);
  Stencil across_y;  // without what crosses both seams: that belongs to the seam in x
  if (ring_y) {
    across_y.reshape(fine.lattice);
    copy(cut.S, across_y.S);
    copy(cut.SW, across_y.SW);
    copy(cut.SE, across_y.SE);
    cut_y(cut, fine.lattice);
  }
  cut.invert_diagonal();
  fine.transfer.compute(cut);
  galerkin(cut, fine.transfer, coarse_lattice, coarse);
  if (ring_x) {
    auto seam = seam_x(fine, fine.a, comm);
    auto sum = multiply(seam, coarse_lattice.y.n, fine.transfer.halves_y());
    add_seam_x(sum, coarse_lattice, coarse);
  }
  if (ring_y) {
    auto seam = seam_y(fine, across_y, comm);
    auto sum = multiply(seam, coarse_lattice.x.n, fine.transfer.halves_x());
    add_seam_y(sum, coarse_lattice, coarse);
  }
}

}  // namespace isotherm
