#include "solver/linear/chain.hpp"

#include <array>
#include <numeric>

namespace isotherm {
namespace {

/// The coarse points that a fine point follows, counted on without wrapping.
struct Follows {
  std::array<std::int64_t, 2> point;
  std::array<double, 2> weight;
};

}  // namespace

Chain Chain::uniform(std::int64_t n, bool periodic, double first, double last) {
  const auto count = static_cast<std::size_t>(n);
  Chain chain;
  chain.periodic = periodic;
  chain.k.assign(count, 2.0);
  chain.m.assign(count, 1.0);
  chain.k_off.assign(count, -1.0);
  chain.m_off.assign(count, 0.0);
  if (periodic) return chain;
  chain.k_off[0] = 0.0;
  chain.k.front() += first - 1.0;
  chain.k.back() += last - 1.0;
  return chain;
}

std::int64_t Chain::inside(std::int64_t i) const {
  const std::int64_t n = size();
  if (periodic) return ((i % n) + n) % n;
  return i >= 0 && i < n ? i : -1;
}

double Chain::mean_stiffness() const {
  return -std::accumulate(k_off.begin(), k_off.end(), 0.0) / static_cast<double>(size());
}

double Chain::mean_mass() const {
  const double sum =
      std::accumulate(m.begin(), m.end(), 0.0) + 2.0 * std::accumulate(m_off.begin(), m_off.end(), 0.0);
  return sum / static_cast<double>(size());
}

Chain Chain::coarsened() {
  const std::int64_t n = size();
  const std::int64_t coarse_n = n / 2;
  const bool odd_ring = periodic && n % 2 != 0;
  const auto at = [](std::int64_t i) { return static_cast<std::size_t>(i); };
  const auto coupling = [&](std::int64_t i) {
    return inside(i) < 0 ? 0.0 : -k_off[at(inside(i))];
  };  // (i, i - 1)
  const auto pairs = at((n + 1) / 2);
  left.assign(pairs, 0.0);
  right.assign(pairs, 0.0);
  for (std::int64_t q = 0; q < static_cast<std::int64_t>(pairs); ++q) {
    const double rest = k[at(2 * q)] - coupling(2 * q) - coupling(2 * q + 1);
    // An odd ring is cut between its two even neighbours (see coarsen_odd_ring).
    const double west = odd_ring && q == 0 ? 0.0 : coupling(2 * q);
    const double east = odd_ring && 2 * q == n - 1 ? 0.0 : coupling(2 * q + 1);
    const double whole = (west + east) + (rest > 1e-13 * k[at(2 * q)] ? rest : 0.0);
    left[at(q)] = whole > 0.0 ? west / whole : 0.0;
    right[at(q)] = whole > 0.0 ? east / whole : 0.0;
  }
  const auto follows = [&](std::int64_t i) -> Follows {  // i from -1 on
    if (i < 0 && odd_ring) return {{-1, 0}, {left.back(), 0.0}};
    if ((i & 1) != 0) return {{i >> 1, 0}, {1.0, 0.0}};
    return {{i / 2 - 1, i / 2}, {left[at(i / 2)], right[at(i / 2)]}};
  };
  Chain coarse;
  coarse.periodic = periodic;
  for (auto* values : {&coarse.k, &coarse.m, &coarse.k_off, &coarse.m_off}) values->assign(at(coarse_n), 0.0);
  const auto add = [&](const Follows& a, const Follows& b, double entry, std::vector<double>& diagonal,
                       std::vector<double>& off) {
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::size_t t = 0; t < 2; ++t) {
        const double value = a.weight[s] * entry * b.weight[t];
        if (value == 0.0) continue;
        if (a.point[s] == b.point[t]) diagonal[at(coarse.inside(a.point[s]))] += value;
        if (a.point[s] == b.point[t] + 1) off[at(coarse.inside(a.point[s]))] += value;
      }
    }
  };
  for (std::int64_t i = 0; i < n; ++i) {
    const Follows own = follows(i);
    add(own, own, k[at(i)], coarse.k, coarse.k_off);
    add(own, own, m[at(i)], coarse.m, coarse.m_off);
    if (i == 0 && !periodic) continue;
    const Follows before = follows(i - 1);
    add(own, before, k_off[at(i)], coarse.k, coarse.k_off);
    add(before, own, k_off[at(i)], coarse.k, coarse.k_off);
    add(own, before, m_off[at(i)], coarse.m, coarse.m_off);
    add(before, own, m_off[at(i)], coarse.m, coarse.m_off);
  }
  if (periodic && coarse_n == 1) {  // its own neighbour on both sides
    coarse.k[0] += 2.0 * coarse.k_off[0];
    coarse.m[0] += 2.0 * coarse.m_off[0];
    coarse.k_off[0] = coarse.m_off[0] = 0.0;
  }
  return coarse;
}

}  // namespace isotherm
