#include "solver/operators/blocked_cells.hpp"

namespace isotherm::blocked {

void UniformCells::advance(RowPair old, RowPair next, Place at) const {
  const Vec k0 = broadcast(step_.c0);
  const Vec kx = broadcast(step_.cx);
  const Vec ky = broadcast(step_.cy);
  Vec* const A = old.lower;
  Vec* const B = old.upper;
  const Vec* const C = next.lower;
  const Vec* const D = next.upper;
  // Vector l of the result lies above vectors l - 2 (west), l - 1 (centre) and l (east) of the step before.
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1];
  Vec b2 = B[-2], c2 = C[-2];
  for (int l = 0; l < at.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l];
    A[l] = fma(ky, a1 + c1, fma(kx, b2 + b0, k0 * b1));
    B[l] = fma(ky, b1 + d1, fma(kx, c2 + c0, k0 * c1));
    a1 = a0;
    b2 = b1;
    b1 = b0;
    c2 = c1;
    c1 = c0;
    d1 = d0;
  }
}

void UniformCells::add_sources(Vec* row, const LiftedField& power, Place at) const {
  const Vec* const q = power.row(at.strip, at.r, at.t);
  const Vec rc = broadcast(step_.rc);
  for (int l = 0; l < at.stride; ++l) row[l] = fma(rc, q[l], row[l]);
}

void GeneralCells::advance(RowPair old, RowPair next, Place at) const {
  Vec* const A = old.lower;
  Vec* const B = old.upper;
  const Vec* const C = next.lower;
  const Vec* const D = next.upper;
  const auto row = [&](int above) { return lifted_->row(at.strip, at.r + above, at.t); };
  const CellCoefficients *const b = row(0), *const c = row(1), *const d = row(2);
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1];
  Vec west_b = b[0].gx * (b1 - B[-2]), west_c = c[0].gx * (c1 - C[-2]);
  for (int l = 0; l < at.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l];
    const Vec east_b = b[l + 1].gx * (b0 - b1), east_c = c[l + 1].gx * (c0 - c1);
    const Vec south_b = b[l].gy * (b1 - a1), south_c = c[l].gy * (c1 - b1), south_d = d[l].gy * (d1 - c1);
    A[l] = fma(b[l].rc, (east_b - west_b) + (south_c - south_b), b1);
    B[l] = fma(c[l].rc, (east_c - west_c) + (south_d - south_c), c1);
    a1 = a0;
    b1 = b0;
    c1 = c0;
    d1 = d0;
    west_b = east_b;
    west_c = east_c;
  }
}

void GeneralCells::add_sources(Vec* row, const LiftedField& power, Place at) const {
  const Vec* const q = power.row(at.strip, at.r, at.t);
  const CellCoefficients* const c = lifted_->row(at.strip, at.r, at.t);
  for (int l = 0; l < at.stride; ++l) row[l] = fma(c[l].rc, q[l], row[l]);
}

void UniformStages::advance(RowPair old, RowPair next, RowPair before, Place place) const {
  const UniformStage& stage = at(place.t);
  const Vec k0 = broadcast(stage.c0), kx = broadcast(stage.cx), ky = broadcast(stage.cy);
  const Vec nu = broadcast(stage.nu), rho = broadcast(stage.rho);
  const Vec *const A = old.lower, *const B = old.upper, *const C = next.lower, *const D = next.upper;
  Vec *const P = before.lower, *const Q = before.upper;
  const Vec* const slope_p = slope_->row(place.strip, place.r, place.t);
  const Vec* const slope_q = slope_->row(place.strip, place.r + 1, place.t);
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1], p1 = P[-1], q1 = Q[-1];
  Vec b2 = B[-2], c2 = C[-2], p2 = P[-2], q2 = Q[-2];
  for (int l = 0; l < place.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l], p0 = P[l], q0 = Q[l];
    P[l] = fma(ky, a1 + c1, fma(kx, b2 + b0, fma(k0, b1, fma(nu, p2, rho * slope_p[l]))));
    Q[l] = fma(ky, b1 + d1, fma(kx, c2 + c0, fma(k0, c1, fma(nu, q2, rho * slope_q[l]))));
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

void GeneralStages::advance(RowPair old, RowPair next, RowPair before, Place place) const {
  const Stage& stage = at(place.t);
  const Vec mu = broadcast(stage.mu), nu = broadcast(stage.nu), rho = broadcast(stage.rho),
            share = broadcast(stage.share);
  const auto row = [&](int above) { return lifted_->row(place.strip, place.r + above, place.t); };
  const CellCoefficients *const b = row(0), *const c = row(1), *const d = row(2);
  const Vec* const slope_p = slope_->row(place.strip, place.r, place.t);
  const Vec* const slope_q = slope_->row(place.strip, place.r + 1, place.t);
  const Vec *const A = old.lower, *const B = old.upper, *const C = next.lower, *const D = next.upper;
  Vec *const P = before.lower, *const Q = before.upper;
  Vec a1 = A[-1], b1 = B[-1], c1 = C[-1], d1 = D[-1], p1 = P[-1], q1 = Q[-1], p2 = P[-2], q2 = Q[-2];
  Vec west_b = b[0].gx * (b1 - B[-2]), west_c = c[0].gx * (c1 - C[-2]);
  for (int l = 0; l < place.stride; ++l) {
    const Vec a0 = A[l], b0 = B[l], c0 = C[l], d0 = D[l], p0 = P[l], q0 = Q[l];
    const Vec east_b = b[l + 1].gx * (b0 - b1), east_c = c[l + 1].gx * (c0 - c1);
    const Vec south_b = b[l].gy * (b1 - a1), south_c = c[l].gy * (c1 - b1), south_d = d[l].gy * (d1 - c1);
    P[l] = fma(share * b[l].rc, (east_b - west_b) + (south_c - south_b),
               fma(mu, b1, fma(nu, p2, rho * slope_p[l])));
    Q[l] = fma(share * c[l].rc, (east_c - west_c) + (south_d - south_c),
               fma(mu, c1, fma(nu, q2, rho * slope_q[l])));
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
