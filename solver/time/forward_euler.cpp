#include "solver/time/forward_euler.hpp"

#include "solver/grid/algebra.hpp"

namespace isotherm {

ForwardEuler::ForwardEuler(HeatOperator& op, const Clock& clock)
    : op_(&op),
      sweep_(op),
      halo_(op.decomposition(), 1, HaloExchange::Corners::no),
      T_new_("temperature, next", op.cells().nx(), op.cells().ny(), op.halo()),
      taps_(op.walls().entries().size(), 0.0) {
  sweep_.set_step(clock.dt());
}

void ForwardEuler::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  for (std::int64_t n = 0; n < stride.steps && !clock.finished(); ++n) {
    const double dt = clock.dt_at(clock.step());
    step(T, clock.time(), dt, energy);
    clock.tick();
    const bool last = n + 1 == stride.steps || clock.finished();
    if (last && stride.want_rate) last_rate_ = local_max_difference(T, T_new_) / dt;
  }
}

void ForwardEuler::step(Field& T, double t, double dt, EnergyBalance& energy) {
  halo_.start(T);
  op_->sources().set_time(t);
  if (op_->walls().depends_on_time() || loads_.load.empty()) op_->walls().evaluate(t, loads_);
  sweep_.set_step(dt);
  const auto& d = op_->decomposition();
  const int nx = T.nx();
  const int ny = T.ny();
  const Box inner{
      d.neighbour(-1, 0) == MPI_PROC_NULL ? 0 : 1, d.neighbour(1, 0) == MPI_PROC_NULL ? nx : nx - 1,
      d.neighbour(0, -1) == MPI_PROC_NULL ? 0 : 1, d.neighbour(0, 1) == MPI_PROC_NULL ? ny : ny - 1};
  if (inner.empty()) {
    halo_.finish(T);
    sweep_.sweep(T, T_new_, {0, nx, 0, ny}, loads_, taps_);
  } else {
    sweep_.sweep(T, T_new_, inner, loads_, taps_);
    halo_.finish(T);
    for (const Box& border : {Box{0, nx, 0, inner.j0}, Box{0, nx, inner.j1, ny},
                              Box{0, inner.i0, inner.j0, inner.j1}, Box{inner.i1, nx, inner.j0, inner.j1}}) {
      sweep_.sweep(T, T_new_, border, loads_, taps_);
    }
  }
  energy.add_explicit_step(t, dt, taps_, op_->sources().total());
  swap(T, T_new_);
}

}  // namespace isotherm
