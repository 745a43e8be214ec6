#include "solver/operators/residual.hpp"

#include "solver/operators/explicit_sweep.hpp"

namespace isotherm {

HeatResidual::HeatResidual(HeatOperator& op)
    : op_(&op),
      halo_(op.decomposition(), 1, HaloExchange::Corners::no),
      taps_(op.walls().entries().size(), 0.0) {}

void HeatResidual::evaluate(Field& T, double t, Field& out) {
  halo_.exchange(T);
  op_->sources().set_time(t);
  if (op_->walls().depends_on_time() || loads_.load.empty()) op_->walls().evaluate(t, loads_);
  t_ = t;
  source_power_ = op_->sources().total();
  const Box owned{0, T.nx(), 0, T.ny()};
  sweep(T, out, owned);
  const auto power = out.view();
  if (op_->sources().any()) {
    const auto sources = op_->sources().power().view();
    for_each_cell(
        "sources", owned, KOKKOS_LAMBDA(int j, int i) { power(j, i) += sources(j, i); });
  }
  const auto old = T.view();
  const Walls& walls = op_->walls();
  for (std::size_t e = walls.row_begin(0); e < walls.row_begin(T.ny()); ++e) {
    const auto [j, i] = walls.entries()[e];
    if (i < 0 || i >= T.nx()) continue;
    taps_[e] = old(j, i);
    power(j, i) += loads_.load[e] - loads_.conductance[e] * old(j, i);
  }
}

void HeatResidual::sweep(const Field& T, Field& out, Box box) const {
  const auto old = T.view();
  const auto power = out.view();
  if (!op_->uniform()) {
    const FieldView<const double> gx = op_->conductances().x.view();
    const FieldView<const double> gy = op_->conductances().y.view();
    for_each_cell(
        "R(T) general", box, KOKKOS_LAMBDA(int j, int i) {
          power(j, i) = face_power(gx(j, i), gx(j, i + 1), gy(j, i), gy(j + 1, i), old(j, i), old(j, i - 1),
                                   old(j, i + 1), old(j - 1, i), old(j + 1, i));
        });
    return;
  }
  // One constant material: beyond a wall stands the cell itself, so that nothing flows.
  const double gx = op_->uniform()->conductance_x;
  const double gy = op_->uniform()->conductance_y;
  const auto& cells = op_->cells();
  const int left = cells.exists(0, -1) ? -1 : 0;
  const int right = cells.exists(0, cells.nx()) ? cells.nx() : cells.nx() - 1;
  const int bottom = cells.exists(-1, 0) ? -1 : 0;
  const int top = cells.exists(cells.ny(), 0) ? cells.ny() : cells.ny() - 1;
  for_each_cell(
      "R(T) uniform", box, KOKKOS_LAMBDA(int j, int i) {
        power(j, i) =
            face_power(gx, gx, gy, gy, old(j, i), old(j, i > left ? i - 1 : i), old(j, i < right ? i + 1 : i),
                       old(j > bottom ? j - 1 : j, i), old(j < top ? j + 1 : j, i));
      });
}

void HeatResidual::add_heat(double dt, EnergyBalance& energy) const {
  energy.add_explicit_step(t_, dt, taps_, source_power_);
}

}  // namespace isotherm
