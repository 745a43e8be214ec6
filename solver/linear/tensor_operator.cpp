#include "solver/linear/tensor_operator.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t small = 3;  // points in each direction of the coarsest level

std::size_t at(std::int64_t i) {
  return static_cast<std::size_t>(i);
}

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

TensorOperator::Rows TensorOperator::rows_of(const Lattice& lattice) const {
  const auto base = lattice.y.owned.begin - lattice.y.offset();
  Rows rows;
  rows.kind_of = [base, this](int j) {
    const auto row = y.inside(base + j);
    if (row < 0) return RowKind{};
    const auto north = y.inside(base + j + 1);
    return RowKind{y.m[at(row)], y.m_off[at(row)], north < 0 ? 0.0 : y.m_off[at(north)],
                   y.k[at(row)], y.k_off[at(row)], north < 0 ? 0.0 : y.k_off[at(north)]};
  };
  for (int j = -SplitArray::ghost_rows - 1; j < lattice.y.end() + SplitArray::ghost_rows + 1; ++j) {
    rows.kinds.emplace(rows.kind_of(j), static_cast<int>(rows.kinds.size()));
  }
  return rows;
}

/// Calls set(i, column, column to the east or -1) for the columns of `lattice`, ghosts included, that exist.
template <class Set>
void TensorOperator::each_column(const Lattice& lattice, Set&& set) const {
  const auto base = lattice.x.owned.begin - lattice.x.offset();
  for (int i = -2 * SplitArray::ghost_pairs; i < 2 * (lattice.x.pairs() + SplitArray::ghost_pairs); ++i) {
    const auto column = x.inside(base + i);
    if (column >= 0) set(i, at(column), x.inside(base + i + 1));
  }
}

void TensorOperator::fill(const Lattice& lattice, Stencil& stencil) const {
  const Rows rows = rows_of(lattice);
  rows.reshape(lattice, stencil.D);
  for (auto* array : {&stencil.W, &stencil.S, &stencil.SW, &stencil.SE}) rows.reshape(lattice, *array);
  for (const auto& [values, found] : rows.kinds) {
    const auto [m, m_south, m_north, k, k_south, k_north] = values;
    const auto coupling = [&](double kx, double mx, double my, double ky) {
      return static_cast<float>(-entry(kx, mx, my, ky));
    };
    each_column(lattice, [&, number = found, m = m, m_south = m_south, m_north = m_north, k = k,
                          k_south = k_south, k_north = k_north](int i, std::size_t c, std::int64_t next) {
      const double k_east = next < 0 ? 0.0 : x.k_off[at(next)];
      const double m_east = next < 0 ? 0.0 : x.m_off[at(next)];
      const float couplings[8] = {coupling(x.k_off[c], x.m_off[c], m, k),
                                  coupling(k_east, m_east, m, k),
                                  coupling(x.k[c], x.m[c], m_south, k_south),
                                  coupling(x.k[c], x.m[c], m_north, k_north),
                                  coupling(x.k_off[c], x.m_off[c], m_south, k_south),
                                  coupling(k_east, m_east, m_south, k_south),
                                  coupling(x.k_off[c], x.m_off[c], m_north, k_north),
                                  coupling(k_east, m_east, m_north, k_north)};
      const Couplings all{{couplings},     {couplings + 1}, {couplings + 2}, {couplings + 3},
                          {couplings + 4}, {couplings + 5}, {couplings + 6}, {couplings + 7}};
      const double diagonal = entry(x.k[c], x.m[c], m, k);
      const double rest = entry((x.k[c] + x.k_off[c]) + k_east, (x.m[c] + x.m_off[c]) + m_east,
                                (m + m_south) + m_north, (k + k_south) + k_north);
      const double whole = (rest < 1e-13 * diagonal ? 0.0 : rest) + coupling_sum(all, 0);
      const auto set = [i, number](const auto& array, auto value) {
        array.kind_half(number, i & 1)[i >> 1] = value;
      };
      set(stencil.D, whole > 0.0 ? 1.0 / whole : 0.0);
      set(stencil.W, couplings[0]);
      set(stencil.S, couplings[2]);
      set(stencil.SW, couplings[4]);
      set(stencil.SE, couplings[5]);
    });
  }
}

void TensorOperator::fill_diagonal(const Lattice& lattice, SplitArray& diagonal, SplitArray& inverse) const {
  const Rows rows = rows_of(lattice);
  rows.reshape(lattice, diagonal);
  rows.reshape(lattice, inverse);
  for (const auto& [values, found] : rows.kinds) {
    each_column(lattice,
                [&, m = values[0], k = values[3], number = found](int i, std::size_t c, std::int64_t) {
                  const double value = entry(x.k[c], x.m[c], m, k);
                  diagonal.kind_half(number, i & 1)[i >> 1] = value;
                  inverse.kind_half(number, i & 1)[i >> 1] = value > 0.0 ? 1.0 / value : 0.0;
                });
  }
}

}  // namespace isotherm
