#include "solver/time/rkl2.hpp"

#include <algorithm>
#include <cmath>

#include "solver/grid/algebra.hpp"

namespace isotherm {

Rkl2::Rkl2(HeatOperator& op, double explicit_limit)
    : op_(&op), explicit_limit_(explicit_limit), residual_(op) {
  const int nx = op.cells().nx();
  const int ny = op.cells().ny();
  for (Field* field : {&inverse_capacity_, &start_, &power_}) *field = Field("rkl2", nx, ny, 0);
  for (Field* field : {&newest_, &before_}) *field = Field("rkl2 stage", nx, ny, op.halo());
  const auto inverse = inverse_capacity_.view();
  for (int j = 0; j < ny; ++j) {
    for (int i = 0; i < nx; ++i) inverse(j, i) = op.is_void(j, i) ? 0.0 : 1.0 / op.capacity_at(j, i);
  }
}

double Rkl2::longest_step(int stages, double explicit_limit) {
  const double s = stages;
  return 0.25 * (s * s + s - 2.0) * explicit_limit;
}

int Rkl2::stages_for(double dt, double explicit_limit) {
  int stages = 3;
  while (longest_step(stages, explicit_limit) * (1.0 + 1e-12) < dt) stages += 2;
  return stages;
}

Rkl2::Scheme Rkl2::scheme(int stages) {
  const auto n = static_cast<std::size_t>(stages);
  const double s = stages;
  const double w = 4.0 / (s * s + s - 2.0);
  std::vector<double> b(n + 1, 1.0 / 3.0);
  for (std::size_t j = 3; j <= n; ++j) {
    const auto k = static_cast<double>(j);
    b[j] = (k * k + k - 2.0) / (2.0 * k * (k + 1.0));
  }
  Scheme scheme;
  for (auto* list : {&scheme.mu, &scheme.nu, &scheme.mu_tilde, &scheme.gamma_tilde, &scheme.time})
    list->resize(n + 1);
  // Each stage value is T0 + dt sum_i weight_i R_i / C: the same recursion for the weights gives the heat.
  std::vector<std::vector<double>> weight(n + 1, std::vector<double>(n, 0.0));
  scheme.mu_tilde[1] = b[1] * w;
  weight[1][0] = scheme.mu_tilde[1];
  for (std::size_t j = 2; j <= n; ++j) {
    const auto k = static_cast<double>(j);
    scheme.mu[j] = (2.0 * k - 1.0) / k * b[j] / b[j - 1];
    scheme.nu[j] = -(k - 1.0) / k * b[j] / b[j - 2];
    scheme.mu_tilde[j] = scheme.mu[j] * w;
    scheme.gamma_tilde[j] = -(1.0 - b[j - 1]) * scheme.mu_tilde[j];
    for (std::size_t i = 0; i < n; ++i) {
      weight[j][i] = scheme.mu[j] * weight[j - 1][i] + scheme.nu[j] * weight[j - 2][i];
    }
    weight[j][j - 1] += scheme.mu_tilde[j];
    weight[j][0] += scheme.gamma_tilde[j];
  }
  for (std::size_t j = 0; j <= n; ++j) {
    for (const double share : weight[j]) scheme.time[j] += share;
  }
  scheme.heat = weight[n];
  return scheme;
}

/// newest_ and before_ become stage values `number` and `number` - 1; power_ holds R of number - 1.
void Rkl2::stage(int number, double dt, const Field& T0) {
  const auto j_stage = static_cast<std::size_t>(number);
  const double mu = scheme_.mu[j_stage];
  const double nu = scheme_.nu[j_stage];
  const double rest = 1.0 - mu - nu;
  const double mu_dt = scheme_.mu_tilde[j_stage] * dt;
  const double gamma_dt = scheme_.gamma_tilde[j_stage] * dt;
  const auto newest = static_cast<const Field&>(newest_).view();
  const auto next = before_.view();  // the value before last is read once, where its successor goes
  const auto first = T0.view();
  const auto slope = static_cast<const Field&>(start_).view();
  const auto power = static_cast<const Field&>(power_).view();
  const auto inverse = static_cast<const Field&>(inverse_capacity_).view();
  for_each_cell(
      "rkl2 stage", {0, T0.nx(), 0, T0.ny()}, KOKKOS_LAMBDA(int j, int i) {
        const double old = std::fma(mu, newest(j, i), std::fma(nu, next(j, i), rest * first(j, i)));
        next(j, i) = std::fma(gamma_dt, slope(j, i), std::fma(mu_dt * inverse(j, i), power(j, i), old));
      });
  swap(newest_, before_);
}

void Rkl2::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  const double t = clock.time();
  const double dt = clock.dt_at(clock.step());
  const int stages = stages_for(dt, explicit_limit_);
  if (stages != stages_) scheme_ = scheme(stages);
  stages_ = stages;

  residual_.evaluate(T, t, power_);
  residual_.add_heat(scheme_.heat[0] * dt, energy);
  const Box owned{0, T.nx(), 0, T.ny()};
  const double first_dt = scheme_.mu_tilde[1] * dt;
  const auto first = static_cast<const Field&>(T).view();
  const auto slope = start_.view();
  const auto power = static_cast<const Field&>(power_).view();
  const auto inverse = static_cast<const Field&>(inverse_capacity_).view();
  const auto newest = newest_.view();
  const auto before = before_.view();
  for_each_cell(
      "rkl2 first stage", owned, KOKKOS_LAMBDA(int j, int i) {
        slope(j, i) = power(j, i) * inverse(j, i);
        before(j, i) = first(j, i);
        newest(j, i) = std::fma(first_dt, slope(j, i), first(j, i));
      });
  for (int number = 2; number <= stages; ++number) {
    const auto of = static_cast<std::size_t>(number) - 1;
    residual_.evaluate(newest_, t + scheme_.time[of] * dt, power_);
    residual_.add_heat(scheme_.heat[of] * dt, energy);
    stage(number, dt, T);
  }
  stages_done_ += stages;
  clock.tick();
  if (stride.want_rate) last_rate_ = local_max_difference(T, newest_) / dt;
  swap(T, newest_);
}

}  // namespace isotherm
