#include "solver/time/forward_euler.hpp"

#include <algorithm>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

/// Messages of fused steps are cut where strips leave final columns.
HaloExchange make_exchange(const Decomposition& decomposition, TimeBlock block) {
  if (block.width == 0) return {decomposition, block.steps, HaloExchange::Corners::no};
  const blocked::StripPlan plan = BlockedSweep::plan_for(decomposition, block);
  std::vector<int> cuts;
  for (std::size_t n = 0; n + 1 < plan.strips.size(); ++n)
    cuts.push_back(std::clamp(plan.final_end(n), 0, decomposition.owned().nx()));
  return {decomposition, block.steps, cuts};
}

/// Powers of moving sources are kept for all steps of a block: in no more memory than T. Collective.
TimeBlock block_for(const HeatOperator& op, TimeBlock block) {
  if (!op.sources().moves()) return block;
  const auto cells = static_cast<double>(op.cells().nx()) * op.cells().ny();
  const auto reached = static_cast<double>(op.sources().moving_cells().size());
  return with_fewer_steps(op.decomposition(), block, cells / std::max(reached, 1.0));
}

/// Ghosts arrive, and borders leave if other steps follow, strip by strip: a strip reads up to what the next
/// one leaves final.
class ExchangeByStrips : public StripObserver {
 public:
  ExchangeByStrips(HaloExchange& halo, Field& T, bool others_follow)
      : halo_(&halo), T_(&T), last_(halo.pieces() - 1), others_follow_(others_follow) {}

  void before(std::size_t strip) override {
    for (std::size_t n = strip == 0 ? 0 : strip + 2; n <= std::min(strip + 2, last_); ++n)
      halo_->finish_piece(*T_, n, others_follow_);
  }
  void after(std::size_t strip) override {
    if (!others_follow_) return;
    halo_->send_ahead(*T_, strip + 1);
    if (strip + 1 == last_) halo_->send_ahead(*T_, 0);
  }

 private:
  HaloExchange* halo_;
  Field* T_;
  std::size_t last_;
  bool others_follow_;
};

}  // namespace

ForwardEuler::ForwardEuler(HeatOperator& op, const Clock& clock, TimeBlock block)
    : op_(&op), block_(block_for(op, block)), halo_(make_exchange(op.decomposition(), block_)) {
  const auto steps = static_cast<std::size_t>(block_.steps);
  loads_.resize(op.walls().depends_on_time() ? steps : 1);
  taps_.resize(steps);
  for (std::size_t n = 0; n < steps; ++n) {
    loads_of_step_.push_back(&loads_[std::min(n, loads_.size() - 1)]);
    taps_[n].assign(op.walls().entries().size(), 0.0);
    taps_of_step_.push_back(taps_[n].data());
  }
  if (block_.width > 0) {
    fused_ = std::make_unique<BlockedSweep>(op, block_);
  } else {
    sweep_ = std::make_unique<ExplicitSweep>(op);
    sweep_->set_step(clock.dt());
    T_new_ = Field("temperature, next", op.cells().nx(), op.cells().ny(), op.halo());
  }
}

/// Blocks of nearly equal length up to the end of the stride, of multiples of `line` steps where they can be:
/// final rows then begin where lines of the cache do. A step whose length differs stands alone.
int ForwardEuler::steps_to_fuse(const Clock& clock, const Stride& stride) const {
  std::int64_t wanted = std::min(stride.steps, clock.last_step() - clock.step());
  const bool last_is_apart =
      clock.step() + wanted == clock.last_step() && clock.dt_at(clock.last_step() - 1) != clock.dt();
  if (last_is_apart && wanted > 1) --wanted;
  const std::int64_t blocks = (wanted + block_.steps - 1) / block_.steps;
  constexpr std::int64_t line = 8;  // numbers in 64 bytes
  const std::int64_t alike = (wanted + blocks - 1) / blocks;
  return static_cast<int>(std::min({(alike + line - 1) / line * line, std::int64_t{block_.steps}, wanted}));
}

void ForwardEuler::advance(Field& T, Clock& clock, const Stride& stride, EnergyBalance& energy) {
  if (clock.finished() || stride.steps < 1) return;
  const int steps = steps_to_fuse(clock, stride);
  const std::int64_t all = std::min(stride.steps, clock.last_step() - clock.step());
  const bool want_rate = stride.want_rate && steps == all;
  const double dt = clock.dt_at(clock.step());
  if (fused_) {
    fused_steps(T, clock, steps, want_rate, steps < all, energy);
  } else {
    plain_step(T, clock.time(), dt, energy);
    if (want_rate) last_rate_ = local_max_difference(T, T_new_) / dt;
  }
  clock.tick(steps);
}

void ForwardEuler::fused_steps(Field& T, const Clock& clock, int steps, bool want_rate, bool others_follow,
                               EnergyBalance& energy) {
  const auto count = static_cast<std::size_t>(steps);
  halo_.start(T);
  const double dt = clock.dt_at(clock.step());
  const auto time_of = [&](std::size_t n) {
    return clock.time_at(clock.step() + static_cast<std::int64_t>(n));
  };
  fused_->set_step(dt);
  for (std::size_t n = 0; n < std::min(count, loads_.size()); ++n) {
    if (op_->walls().depends_on_time() || loads_[n].load.empty())
      op_->walls().evaluate(time_of(n), loads_[n]);
  }
  const HeatLoad& sources = op_->sources();
  factors_.clear();
  moving_.clear();
  for (std::size_t n = 0; n < count; ++n) {
    sources.append_factors(time_of(n), factors_);
    if (sources.moves()) sources.append_moving(time_of(n), moving_);
  }
  ExchangeByStrips by_strips(halo_, T, others_follow);
  const double change = fused_->advance(T, {loads_of_step_.data(), count}, {taps_of_step_.data(), count},
                                        factors_, moving_, &by_strips, want_rate);
  if (want_rate) last_rate_ = change / dt;
  const std::size_t parts = sources.parts().size();
  std::vector<double> moving;
  if (sources.moves()) moving = sources.moving_totals(moving_, count);
  for (std::size_t n = 0; n < count; ++n) {
    double power = sources.total(std::span(factors_).subspan(n * parts, parts));
    if (sources.moves()) power += moving[n];
    energy.add_explicit_step(time_of(n), dt, taps_[n], power);
  }
}

void ForwardEuler::plain_step(Field& T, double t, double dt, EnergyBalance& energy) {
  halo_.start(T);
  op_->sources().set_time(t);
  if (op_->walls().depends_on_time() || loads_[0].load.empty()) op_->walls().evaluate(t, loads_[0]);
  sweep_->set_step(dt);
  const auto& d = op_->decomposition();
  const int nx = T.nx();
  const int ny = T.ny();
  const Box inner{
      d.neighbour(-1, 0) == MPI_PROC_NULL ? 0 : 1, d.neighbour(1, 0) == MPI_PROC_NULL ? nx : nx - 1,
      d.neighbour(0, -1) == MPI_PROC_NULL ? 0 : 1, d.neighbour(0, 1) == MPI_PROC_NULL ? ny : ny - 1};
  if (inner.empty()) {
    halo_.finish(T);
    sweep_->sweep(T, T_new_, {0, nx, 0, ny}, loads_[0], taps_[0]);
  } else {
    sweep_->sweep(T, T_new_, inner, loads_[0], taps_[0]);
    halo_.finish(T);
    for (const Box& border : {Box{0, nx, 0, inner.j0}, Box{0, nx, inner.j1, ny},
                              Box{0, inner.i0, inner.j0, inner.j1}, Box{inner.i1, nx, inner.j0, inner.j1}}) {
      sweep_->sweep(T, T_new_, border, loads_[0], taps_[0]);
    }
  }
  energy.add_explicit_step(t, dt, taps_[0], op_->sources().total());
  swap(T, T_new_);
}

}  // namespace isotherm
