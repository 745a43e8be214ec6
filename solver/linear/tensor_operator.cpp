#include "solver/linear/tensor_operator.hpp"

#include <array>
#include <map>

namespace isotherm {
namespace {

constexpr std::int64_t small = 3;  // points in each direction of the coarsest level

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

/// What tells rows of the stencil apart: entries of My and Ky on the diagonal and to the row below.
using RowKind = std::array<double, 4>;

}  // namespace

std::optional<Coarsening> TensorOperator::choose(double semicoarsening) const {
  if (x.size() <= small && y.size() <= small) return std::nullopt;
  if (x.size() == 1) return Coarsening::y_only;
  if (y.size() == 1) return Coarsening::x_only;
  const double along_x = gx * x.mean_stiffness() * y.mean_mass();
  const double along_y = gy * y.mean_stiffness() * x.mean_mass();
  if (along_x > semicoarsening * along_y) return Coarsening::x_only;
  return along_y > semicoarsening * along_x ? Coarsening::y_only : Coarsening::both;
}

TensorOperator TensorOperator::coarsened(Coarsening how) {
  TensorOperator coarse{x, y, gx, gy, s};
  if (how != Coarsening::y_only) coarse.x = x.coarsened();
  if (how != Coarsening::x_only) coarse.y = y.coarsened();
  return coarse;
}

void TensorOperator::fill(const Lattice& lattice, Stencil& stencil) const {
  const auto base_x = lattice.x.owned.begin - lattice.x.offset();
  const auto base_y = lattice.y.owned.begin - lattice.y.offset();
  const auto kind = [&](int j) {
    const auto row = y.inside(base_y + j);
    return row < 0 ? RowKind{} : RowKind{y.m[at(row)], y.m_off[at(row)], y.k[at(row)], y.k_off[at(row)]};
  };
  std::map<RowKind, int> kinds;
  for (int j = -SplitArray::ghost_rows - 1; j < lattice.y.end() + SplitArray::ghost_rows + 1; ++j) {
    kinds.emplace(kind(j), static_cast<int>(kinds.size()));
  }
  for (auto* array : {&stencil.C, &stencil.D, &stencil.W, &stencil.S, &stencil.SW, &stencil.SE}) {
    array->reshape_repeated(lattice, static_cast<int>(kinds.size()),
                            [&](int j) { return kinds.at(kind(j)); });
  }
  for (const auto& [values, found] : kinds) {
    const int number = found;
    const double m = values[0], m_south = values[1], k = values[2], k_south = values[3];
    // Entry of column i, i - 1 + step of row `m`, `k`.
    const auto entry = [&](double kx, double mx, double my, double ky) {
      return (gx * kx + s * mx) * my + mx * (gy * ky);
    };
    for (int i = -2 * SplitArray::ghost_pairs; i < 2 * (lattice.x.pairs() + SplitArray::ghost_pairs); ++i) {
      const auto column = x.inside(base_x + i);
      if (column < 0) continue;
      const auto east = x.inside(base_x + i + 1);
      const std::size_t c = at(column);
      const auto set = [&](const SplitArray& array, double value) {
        array.kind_half(number, i & 1)[i >> 1] = value;
      };
      const double diagonal = entry(x.k[c], x.m[c], m, k);
      set(stencil.C, diagonal);
      set(stencil.D, diagonal > 0.0 ? 1.0 / diagonal : 0.0);
      set(stencil.W, -entry(x.k_off[c], x.m_off[c], m, k));
      set(stencil.S, -entry(x.k[c], x.m[c], m_south, k_south));
      set(stencil.SW, -entry(x.k_off[c], x.m_off[c], m_south, k_south));
      if (east >= 0) set(stencil.SE, -entry(x.k_off[at(east)], x.m_off[at(east)], m_south, k_south));
    }
  }
}

}  // namespace isotherm
