#include "solver/linear/coarsest.hpp"

#include <cmath>

namespace isotherm {

void Coarsest::factor(const Lattice& lattice, const Stencil& a, bool singular) {
  nx_ = lattice.x.size();
  ny_ = lattice.y.size();
  n_ = static_cast<std::size_t>(nx_) * static_cast<std::size_t>(ny_);
  l_.assign(n_ * n_, 0.0);
  inverse_pivot_.assign(n_, 0.0);
  y_.assign(n_, 0.0);
  // Indices beyond a periodic side come round; beyond a wall the coupling is zero.
  const auto couple = [&](std::size_t self, int j, int i, float g) {
    if (g == 0.0F) return;
    entry(self, at((j + ny_) % ny_, (i + nx_) % nx_)) -= static_cast<double>(g);
  };
  for (int j = 0; j < ny_; ++j) {
    for (int i = 0; i < nx_; ++i) {
      const auto self = at(j, i);
      entry(self, self) += a.D(j, i) > 0.0 ? 1.0 / a.D(j, i) : 0.0;
      couple(self, j, i - 1, a.W(j, i));
      couple(self, j, i + 1, a.W(j, i + 1));
      couple(self, j - 1, i, a.S(j, i));
      couple(self, j + 1, i, a.S(j + 1, i));
      couple(self, j - 1, i - 1, a.SW(j, i));
      couple(self, j - 1, i + 1, a.SE(j, i));
      couple(self, j + 1, i - 1, a.SE(j + 1, i - 1));
      couple(self, j + 1, i + 1, a.SW(j + 1, i + 1));
    }
  }
  constexpr double rounding = 1e-12;
  std::size_t last = n_;  // of the unknowns that are not void
  for (std::size_t k = 0; k < n_; ++k) {
    if (entry(k, k) > 0.0) last = k;
  }
  for (std::size_t k = 0; k < n_; ++k) {
    const double before = entry(k, k);
    double pivot = before;
    for (std::size_t m = 0; m < k; ++m) pivot -= entry(k, m) * entry(k, m);
    if (!(pivot > rounding * before) || (singular && k == last)) {
      for (std::size_t r = k; r < n_; ++r) entry(r, k) = 0.0;
      continue;
    }
    const double root = std::sqrt(pivot);
    inverse_pivot_[k] = 1.0 / root;
    entry(k, k) = root;
    for (std::size_t r = k + 1; r < n_; ++r) {
      double sum = entry(r, k);
      for (std::size_t m = 0; m < k; ++m) sum -= entry(r, m) * entry(k, m);
      entry(r, k) = sum * inverse_pivot_[k];
    }
  }
}

void Coarsest::solve(const SplitArray& b, const SplitArray& x) {
  for (std::size_t k = 0; k < n_; ++k) {
    double sum = b(static_cast<int>(k) / nx_, static_cast<int>(k) % nx_);
    for (std::size_t m = 0; m < k; ++m) sum -= entry(k, m) * y_[m];
    y_[k] = sum * inverse_pivot_[k];
  }
  for (std::size_t k = n_; k-- > 0;) {
    double sum = y_[k];
    for (std::size_t r = k + 1; r < n_; ++r) sum -= entry(r, k) * y_[r];
    y_[k] = sum * inverse_pivot_[k];
    x(static_cast<int>(k) / nx_, static_cast<int>(k) % nx_) = y_[k];
  }
}

}  // namespace isotherm
