#include "solver/operators/blocked_cells.hpp"

namespace isotherm::blocked {

template <std::size_t count, class Add>
void SourceRow::sum_parts(int stride, Add&& add) const {
  const auto rows = rows_;
  const auto factors = factors_;
  for (int l = 0; l < stride; ++l) {
    Vec power = broadcast(0.0);
    for (std::size_t n = 0; n < count; ++n) power = fma(factors[n], rows[n][l], power);
    add(l, power);
  }
}

template <class Add>
void SourceRow::for_each(int stride, Add&& add) const {
  static_assert(HeatLoad::most_parts == 4);
  if (count_ == 1) return sum_parts<1>(stride, add);
  if (count_ == 2) return sum_parts<2>(stride, add);
  if (count_ == 3) return sum_parts<3>(stride, add);
  sum_parts<4>(stride, add);
}

namespace {

void add_sources_alike(Vec* row, double rc, const SourceRow& power, int stride) {
  const Vec rc_of_all = broadcast(rc);
  power.for_each(stride, [&](int l, Vec q) { row[l] = fma(rc_of_all, q, row[l]); });
}

}  // namespace

SourceRow::SourceRow(std::span<const LiftedField> parts, std::span<const double> factors, const Place& at)
    : count_(parts.size()) {
  for (std::size_t n = 0; n < count_; ++n) {
    rows_[n] = parts[n].row(at.strip, at.r, at.t);
    factors_[n] = broadcast(factors[n]);
  }
}

void UniformCells::advance(const Rows<rows + 2>& block, const Place& at) const {
  step_.square() ? advance_as<true>(block, at.stride) : advance_as<false>(block, at.stride);
}

template <bool alike>
void UniformCells::advance_as(const Rows<rows + 2>& block, int stride) const {
  const Vec k0 = broadcast(step_.c0);
  const Vec kx = broadcast(step_.cx);
  const Vec ky = broadcast(step_.cy);
  const Vec one = broadcast(1.0);
  // Vector l of the result lies above vectors l - 2 (west), l - 1 (centre) and l (east) of the step before.
  constexpr std::size_t count = rows;
  Vec* row[count + 2];
  Vec west[count + 2];
  Vec centre[count + 2];
  for (std::size_t n = 0; n < count + 2; ++n) {
    row[n] = block[n];
    west[n] = row[n][-2];
    centre[n] = row[n][-1];
  }
  for (int l = 0; l < stride; ++l) {
    Vec east[count + 2];
    for (std::size_t n = 0; n < count + 2; ++n) east[n] = row[n][l];
    for (std::size_t n = 1; n <= count; ++n) {
      const Vec across = west[n] + east[n];
      const Vec along = centre[n - 1] + centre[n + 1];
      if constexpr (alike) {
        // Every other sum by the units that multiply: they would have 2 operations to do, those that add 3.
        const Vec sum = n % 2 == 0 ? fma(one, across, along) : across + along;
        row[n - 1][l] = fma(kx, sum, k0 * centre[n]);
      } else {
        row[n - 1][l] = fma(ky, along, fma(kx, across, k0 * centre[n]));
      }
    }
    for (std::size_t n = 0; n < count + 2; ++n) {
      west[n] = centre[n];
      centre[n] = east[n];
    }
  }
}

void UniformCells::add_sources(Vec* row, const SourceRow& power, const Place& at) const {
  add_sources_alike(row, step_.rc, power, at.stride);
}

void GeneralCells::advance(const Rows<rows + 2>& block, const Place& at) const {
  const auto [A, B, C, D] = block;
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

void GeneralCells::add_sources(Vec* row, const SourceRow& power, const Place& at) const {
  const CellCoefficients* const c = lifted_->row(at.strip, at.r, at.t);
  power.for_each(at.stride, [&](int l, Vec q) { row[l] = fma(c[l].rc, q, row[l]); });
}

void UniformStages::advance(const Rows<6>& block, const Place& place) const {
  const UniformStage& stage = at(place.t);
  const Vec k0 = broadcast(stage.c0), kx = broadcast(stage.cx), ky = broadcast(stage.cy);
  const Vec nu = broadcast(stage.nu), rho = broadcast(stage.rho);
  const auto [A, B, P, Q, C, D] = block;
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

void UniformStages::add_sources(Vec* row, const SourceRow& power, const Place& place) const {
  add_sources_alike(row, at(place.t).rc, power, place.stride);
}

void GeneralStages::advance(const Rows<6>& block, const Place& place) const {
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

void GeneralStages::add_sources(Vec* row, const SourceRow& power, const Place& place) const {
  const Vec share = broadcast(at(place.t).share);
  const CellCoefficients* const c = lifted_->row(place.strip, place.r, place.t);
  power.for_each(place.stride, [&](int l, Vec q) { row[l] = fma(share * c[l].rc, q, row[l]); });
}

}  // namespace isotherm::blocked
