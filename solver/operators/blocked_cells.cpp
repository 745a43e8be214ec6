#include "solver/operators/blocked_cells.hpp"

namespace isotherm::blocked {

void UniformCells::advance(const Rows<rows + 2>& block, const Place& at, const Sources& sources) const {
  sources.visit([&](const auto& heating) {
    step_.square() ? advance_with<true>(heating, block, at.stride)
                   : advance_with<false>(heating, block, at.stride);
  });
}

template <bool alike, class SourceRows>
void UniformCells::advance_with(const SourceRows& sources, const Rows<rows + 2>& block, int stride) const {
  const Vec k0 = broadcast(step_.c0);
  const Vec kx = broadcast(step_.cx);
  const Vec ky = broadcast(step_.cy);
  const Vec rc = broadcast(step_.rc);
  const Vec one = broadcast(1.0);
  // Vector l of the result lies above vectors l - 2 (west), l - 1 (centre) and l (east) of the step before.
  constexpr std::size_t count = rows;
  Vec* row[count + 2];
  for (std::size_t n = 0; n < count + 2; ++n) row[n] = block[n];
  Vec west[count + 1];
  Vec centre[count + 1];
  for (std::size_t n = 0; n <= count; ++n) {
    west[n] = row[n][-2];
    centre[n] = row[n][-1];
  }
  for (int l = 0; l < stride; ++l) {
    Vec east[count + 1];
    for (std::size_t n = 0; n <= count; ++n) east[n] = row[n][l];
    const Vec top = row[count + 1][l - 1];  // read when needed: sixteen registers hold the other rows
    for (std::size_t n = 1; n <= count; ++n) {
      const Vec across = west[n] + east[n];
      const Vec along = centre[n - 1] + (n < count ? centre[n + 1] : top);
      if constexpr (alike) {
        // Where vectors of eight are added by one unit, every other sum by those that multiply: they would
        // have 2 operations to do, and the one that adds 3.
        const Vec sum = lanes == 8 && n % 2 == 0 ? fma(one, across, along) : across + along;
        row[n - 1][l] = sources.heat(fma(kx, sum, k0 * centre[n]), rc, n - 1, l);
      } else {
        row[n - 1][l] = sources.heat(fma(ky, along, fma(kx, across, k0 * centre[n])), rc, n - 1, l);
      }
    }
    for (std::size_t n = 0; n <= count; ++n) {
      west[n] = centre[n];
      centre[n] = east[n];
    }
  }
}

void GeneralCells::advance(const Rows<rows + 2>& block, const Place& at, const Sources& sources) const {
  sources.visit([&](const auto& heating) { advance_with(heating, block, at); });
}

template <class SourceRows>
void GeneralCells::advance_with(const SourceRows& sources, const Rows<rows + 2>& block,
                                const Place& at) const {
  constexpr std::size_t count = rows;
  Vec* row[count + 2];
  for (std::size_t n = 0; n < count + 2; ++n) row[n] = block[n];
  const CellCoefficients* cell[count + 2];  // of rows 1 to count, and the southern faces of the one above
  Vec centre[count + 1];
  Vec west[count + 1];  // what flows through the western faces
  centre[0] = row[0][-1];
  for (std::size_t n = 1; n <= count; ++n) {
    cell[n] = lifted_->row(at.strip, at.r + static_cast<int>(n) - 1, at.t);
    centre[n] = row[n][-1];
    west[n] = cell[n][0].gx * (row[n][-1] - row[n][-2]);
  }
  cell[count + 1] = lifted_->row(at.strip, at.r + static_cast<int>(count), at.t);
  for (int l = 0; l < at.stride; ++l) {
    Vec south = cell[1][l].gy * (centre[1] - centre[0]);
    centre[0] = row[0][l];
    for (std::size_t n = 1; n <= count; ++n) {
      const Vec above = n < count ? centre[n + 1] : row[n + 1][l - 1];
      const Vec next = row[n][l];
      const Vec east = cell[n][l + 1].gx * (next - centre[n]);
      const Vec north = cell[n + 1][l].gy * (above - centre[n]);
      const Vec rc = cell[n][l].rc;
      row[n - 1][l] = sources.heat(fma(rc, (east - west[n]) + (north - south), centre[n]), rc, n - 1, l);
      centre[n] = next;
      west[n] = east;
      south = north;
    }
  }
}

void UniformStages::advance(const Rows<6>& block, const Place& place, const Sources& sources) const {
  sources.visit([&](const auto& heating) { advance_with(heating, block, place); });
}

template <class SourceRows>
void UniformStages::advance_with(const SourceRows& sources, const Rows<6>& block, const Place& place) const {
  const UniformStage& stage = at(place.t);
  const Vec k0 = broadcast(stage.c0), kx = broadcast(stage.cx), ky = broadcast(stage.cy);
  const Vec nu = broadcast(stage.nu), rho = broadcast(stage.rho), rc = broadcast(stage.rc);
  const auto [A, B, P, Q, C, D] = block;
  const Vec* const slope_p = slope_->row(place.strip, place.r, place.t);
  const Vec* const slope_q = slope_->row(place.strip, place.r + 1, place.t);
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1], p1 = P[-1], q1 = Q[-1];
  Vec b2 = B[-2], c2 = C[-2], p2 = P[-2], q2 = Q[-2];
  for (int l = 0; l < place.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l], p0 = P[l], q0 = Q[l];
    const Vec p = fma(ky, a1 + c1, fma(kx, b2 + b0, fma(k0, b1, fma(nu, p2, rho * slope_p[l]))));
    const Vec q = fma(ky, b1 + d1, fma(kx, c2 + c0, fma(k0, c1, fma(nu, q2, rho * slope_q[l]))));
    P[l] = sources.heat(p, rc, 0, l);
    Q[l] = sources.heat(q, rc, 1, l);
    a1 = a0;
    b2 = b1;
    b1 = b0;
    c2 = c1;
    c1 = c0;
    d1 = d0;
    p2 = p1;
    p1 = p0;
    q2 = q1;
    q1 = q0;
  }
}

void GeneralStages::advance(const Rows<6>& block, const Place& place, const Sources& sources) const {
  sources.visit([&](const auto& heating) { advance_with(heating, block, place); });
}

template <class SourceRows>
void GeneralStages::advance_with(const SourceRows& sources, const Rows<6>& block, const Place& place) const {
  const Stage& stage = at(place.t);
  const Vec mu = broadcast(stage.mu), nu = broadcast(stage.nu), rho = broadcast(stage.rho),
            share = broadcast(stage.share);
  const auto row = [&](int above) { return lifted_->row(place.strip, place.r + above, place.t); };
  const CellCoefficients *const b = row(0), *const c = row(1), *const d = row(2);
  const Vec* const slope_p = slope_->row(place.strip, place.r, place.t);
  const Vec* const slope_q = slope_->row(place.strip, place.r + 1, place.t);
  const auto [A, B, P, Q, C, D] = block;
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1], p1 = P[-1], q1 = Q[-1], p2 = P[-2], q2 = Q[-2];
  Vec west_b = b[0].gx * (b1 - B[-2]), west_c = c[0].gx * (c1 - C[-2]);
  for (int l = 0; l < place.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l], p0 = P[l], q0 = Q[l];
    const Vec east_b = b[l + 1].gx * (b0 - b1), east_c = c[l + 1].gx * (c0 - c1);
    const Vec south_b = b[l].gy * (b1 - a1), south_c = c[l].gy * (c1 - b1), south_d = d[l].gy * (d1 - c1);
    const Vec rc_p = share * b[l].rc, rc_q = share * c[l].rc;
    const Vec p =
        fma(rc_p, (east_b - west_b) + (south_c - south_b), fma(mu, b1, fma(nu, p2, rho * slope_p[l])));
    const Vec q =
        fma(rc_q, (east_c - west_c) + (south_d - south_c), fma(mu, c1, fma(nu, q2, rho * slope_q[l])));
    P[l] = sources.heat(p, rc_p, 0, l);
    Q[l] = sources.heat(q, rc_q, 1, l);
    a1 = a0;
    b1 = b0;
    c1 = c0;
    d1 = d0;
    west_b = east_b;
    west_c = east_c;
    p2 = p1;
    p1 = p0;
    q2 = q1;
    q1 = q0;
  }
}

}  // namespace isotherm::blocked
