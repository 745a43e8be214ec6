// Multigrid's parts: the coarse operator is P^T A P, the cycle is symmetric and positive.

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

#include "solver/linear/chain.hpp"
#include "solver/linear/hierarchy.hpp"
#include "tests/support/linear_problem.hpp"

namespace isotherm {
namespace {

using testing::hash01;

Lattice walled(int nx, int ny) {
  return {{nx, false, {0, nx}}, {ny, false, {0, ny}}};
}

float single(double value) {
  return static_cast<float>(value);
}

/// Random couplings of all eight neighbours, and a diagonal a little larger than their sum.
void fill_random(const Lattice& lattice, Stencil& a) {
  const int nx = lattice.x.size();
  const int ny = lattice.y.size();
  a.reshape(lattice);
  for (int j = 0; j < ny; ++j) {
    const std::int64_t key = std::int64_t{4} * j;
    for (int i = 0; i < nx; ++i) {
      if (i > 0) a.W(j, i) = single(0.1 + hash01(i, key));
      if (j > 0) a.S(j, i) = single(0.1 + hash01(i, key + 1));
      if (j > 0 && i > 0) a.SW(j, i) = single(0.3 * hash01(i, key + 2));
      if (j > 0 && i + 1 < nx) a.SE(j, i) = single(0.3 * hash01(i, key + 3));
      a.D(j, i) = 0.2 * hash01(i, 1000 + j);
    }
  }
  a.invert_diagonal();
}

/// Entry of the matrix between two points; 0 unless they are neighbours.
double entry(const Stencil& a, int j, int i, int l, int k) {
  if (l < j || (l == j && k < i))
    return -static_cast<double>(l == j       ? (k == i - 1 ? a.W(j, i) : 0.0F)
                                : l != j - 1 ? 0.0F
                                : k == i     ? a.S(j, i)
                                : k == i - 1 ? a.SW(j, i)
                                : k == i + 1 ? a.SE(j, i)
                                             : 0.0F);
  return l == j && k == i ? 1.0 / a.D(j, i) : entry(a, l, k, j, i);
}

/// Weight with which fine point (j, i) follows coarse point (q, p), read off the transfer's arrays.
double weight(const Transfer& t, int j, int i, int q, int p) {
  const bool odd_i = (i & 1) != 0 || !t.halves_x();
  const bool odd_j = (j & 1) != 0 || !t.halves_y();
  const int own_p = t.halves_x() ? i >> 1 : i;
  const int own_q = t.halves_y() ? j >> 1 : j;
  const bool left = p == own_p - 1;
  const bool below = q == own_q - 1;
  if (odd_i && odd_j) return p == own_p && q == own_q ? 1.0 : 0.0;
  if (odd_j)
    return q != own_q ? 0.0 : left ? t.left_at(own_q, own_p) : p == own_p ? t.right_at(own_q, own_p) : 0.0;
  if (odd_i) {
    if (p != own_p) return 0.0;
    return below ? t.down_at(own_q, i & 1, i >> 1) : q == own_q ? t.up_at(own_q, i & 1, i >> 1) : 0.0;
  }
  if ((!left && p != own_p) || (!below && q != own_q)) return 0.0;
  if (below) return left ? t.south_west(own_q)[own_p] : t.south_east(own_q)[own_p];
  return left ? t.north_west(own_q)[own_p] : t.north_east(own_q)[own_p];
}

TEST(Multigrid, TheCoarseOperatorIsTheGalerkinProduct) {
  for (const auto how : {Coarsening::both, Coarsening::x_only, Coarsening::y_only}) {
    for (const auto& size : {std::pair{9, 7}, {8, 10}, {21, 6}}) {
      const int nx = size.first;
      const int ny = size.second;
      const Lattice fine = walled(nx, ny);
      const Lattice coarse = fine.coarsened(how);
      Stencil a;
      fill_random(fine, a);
      Transfer t;
      t.reshape(fine, how);
      t.compute(a);
      Stencil c;
      c.reshape(coarse);
      galerkin(a, t, coarse, c);
      c.invert_diagonal();
      const auto product = [&](int q, int p, int r, int s) {  // of the columns of P
        double sum = 0.0;
        for (int j = 0; j < ny; ++j) {
          for (int i = 0; i < nx; ++i) {
            const double w = weight(t, j, i, q, p);
            if (w == 0.0) continue;
            for (int l = std::max(0, j - 1); l < std::min(ny, j + 2); ++l) {
              for (int k = std::max(0, i - 1); k < std::min(nx, i + 2); ++k) {
                sum += w * entry(a, j, i, l, k) * weight(t, l, k, r, s);
              }
            }
          }
        }
        return sum;
      };
      for (int q = 0; q < coarse.y.size(); ++q) {
        for (int p = 0; p < coarse.x.size(); ++p) {
          for (int r = 0; r <= q; ++r) {
            for (int s = 0; s < coarse.x.size(); ++s) {
              EXPECT_NEAR(entry(c, q, p, r, s), product(q, p, r, s), 2e-7)
                  << nx << " x " << ny << ": " << q << " " << p << " " << r << " " << s;
            }
          }
        }
      }
    }
  }
}

TEST(Multigrid, TheCycleIsSymmetricAndPositive) {
  const Communicator alone(MPI_COMM_SELF);
  for (const bool ring : {false, true}) {
    for (const int w_depth : {0, 3}) {
      const Decomposition decomposition(alone, {37, 29, ring, ring});
      Hierarchy hierarchy(decomposition);
      CycleOptions options;
      options.w_depth = w_depth;
      hierarchy.begin(options);
      Stencil random;
      fill_random(walled(37, 29), random);
      auto& first = hierarchy.first();
      for (int j = 0; j < 29; ++j) {
        for (int i = 0; i < 37; ++i) {
          first.W(j, i) = i == 0 && ring ? 0.7F : random.W(j, i);  // 0 and n - 1 are neighbours on a ring
          first.S(j, i) = j == 0 && ring ? 0.4F : random.S(j, i);
          first.D(j, i) = 0.1;
        }
      }
      hierarchy.finish();
      const auto apply = [&](int seed) {  // a random load, and what the cycle makes of it
        std::vector<double> b, x;
        for (int k = 0; k < 37 * 29; ++k) {
          b.push_back(hash01(k, seed) - 0.5);
          hierarchy.b()(k / 37, k % 37) = b.back();
        }
        hierarchy.apply();
        for (int k = 0; k < 37 * 29; ++k) x.push_back(hierarchy.x()(k / 37, k % 37));
        return std::pair{b, x};
      };
      const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0.0;
        for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
        return sum;
      };
      const auto [u, Bu] = apply(1);
      const auto [v, Bv] = apply(2);
      EXPECT_NEAR(dot(Bu, v), dot(u, Bv), 1e-12 * dot(u, Bu)) << ring << w_depth;
      EXPECT_GT(dot(u, Bu), 0.0);
      EXPECT_GT(dot(v, Bv), 0.0);
    }
  }
}

TEST(Multigrid, AChainKeepsConstantsAndRowSums) {
  // Without walls K is zero on constants, and M's sum is the number of finest points, on every level.
  for (const std::int64_t n : {64, 63, 37}) {
    for (const bool ring : {false, true}) {
      Chain chain = Chain::uniform(n, ring, 0.0, 0.0);
      while (chain.size() > 3) {
        chain = chain.coarsened();
        double mass = 0.0;
        for (std::int64_t i = 0; i < chain.size(); ++i) {
          const auto at = [](std::int64_t k) { return static_cast<std::size_t>(k); };
          const auto next = chain.inside(i + 1);
          const double off = chain.k_off[at(i)] + (next < 0 ? 0.0 : chain.k_off[at(next)]);
          EXPECT_NEAR(chain.k[at(i)] + off, 0.0, 1e-13);
          mass += chain.m[at(i)] + chain.m_off[at(i)] + (next < 0 ? 0.0 : chain.m_off[at(next)]);
        }
        EXPECT_NEAR(mass, static_cast<double>(n), 1e-10);
      }
    }
  }
}

}  // namespace
}  // namespace isotherm
