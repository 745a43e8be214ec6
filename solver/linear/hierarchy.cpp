#include "solver/linear/hierarchy.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "solver/linear/odd_ring.hpp"

namespace isotherm {
namespace {

constexpr int small = 3;  ///< points in each direction of the coarsest level

/// Largest coupling of the owned points, in magnitude: those of coarse levels may be negative.
double largest_coupling(const Level& level) {
  float most = 0.0F;
  const auto& lattice = level.lattice;
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      for (const auto* couplings : {&level.a.W, &level.a.S, &level.a.SW, &level.a.SE}) {
        const float* const g = couplings->half(j, c);
        for (int p = 0; p < lattice.x.pairs(); ++p) most = std::max(most, std::abs(g[p]));
      }
    }
  }
  return static_cast<double>(most);
}

/// Couplings along x and along y summed over the owned points, times `scale`: integers, so that the sum over
/// ranks has no order.
std::array<std::int64_t, 2> coupling_sums(const Level& level, double scale) {
  std::array<std::int64_t, 2> sums{0, 0};
  const auto& lattice = level.lattice;
  const auto units = [scale](float g) { return static_cast<std::int64_t>(static_cast<double>(g) * scale); };
  for (int j = lattice.y.offset(); j < lattice.y.end(); ++j) {
    for (int c = 0; c < 2; ++c) {
      const float* const w = level.a.W.half(j, c);
      const float* const s = level.a.S.half(j, c);
      const float* const sw = level.a.SW.half(j, c);
      const float* const se = level.a.SE.half(j, c);
      const int begin = (lattice.x.offset() + 1 - c) / 2;
      const int end = (lattice.x.end() + 1 - c) / 2;
      std::int64_t x = 0;
      std::int64_t y = 0;
      for (int p = begin; p < end; ++p) {
        const std::int64_t diagonal = units(sw[p]) + units(se[p]);
        x += units(w[p]) + diagonal;
        y += units(s[p]) + diagonal;
      }
      sums[0] += x;
      sums[1] += y;
    }
  }
  return sums;
}

}  // namespace

Hierarchy::Hierarchy(const Decomposition& decomposition, int number)
    : decomposition_(decomposition), number_(number) {}

void Hierarchy::begin(const CycleOptions& options, std::optional<Coarsening> above) {
  uniform_ = false;
  start(options, above);
}

void Hierarchy::start(const CycleOptions& options, std::optional<Coarsening> above) {
  options_ = options;
  above_ = above;
  parts_.clear();
  for (int rank = 0; rank < decomposition_.comm().size(); ++rank) {
    const auto part = Lattice::of(decomposition_, rank);
    parts_.push_back(above ? part.coarsened(*above) : part);
  }
  whole_ = parts_.size() == 1;
  count_ = 0;
  shape(0);
}

/// Shapes level k from parts_, and decides whether it is gathered.
void Hierarchy::shape(std::size_t k) {
  if (k == links_.size()) links_.emplace_back();
  count_ = k + 1;
  auto& link = links_[k];
  const auto& mine = parts_[static_cast<std::size_t>(decomposition_.comm().rank())];
  link.share.reset();
  if (!whole_) {
    const bool fits = std::all_of(parts_.begin(), parts_.end(), [&](const Lattice& part) {
      return LevelHalo::fits(part, decomposition_.px(), decomposition_.py());
    });
    if (!fits || mine.cells() <= options_.gather_cells) {
      whole_ = true;
      Share& share = link.share.emplace();
      share.lattice = mine;
      if (!uniform_) share.a.reshape(mine);
      share.b.reshape(mine);
      share.x.reshape(mine);
      share.gather = std::make_unique<LevelGather>(parts_, decomposition_.comm());
    }
  }
  const Lattice lattice = whole_ ? mine.whole() : mine;
  link.level.reshape(lattice,
                     whole_ ? Neighbours::alone(lattice, decomposition_) : Neighbours::of(decomposition_),
                     uniform_);
}

void Hierarchy::complete(std::size_t k) {
  auto& link = links_[k];
  if (link.share) {
    auto& from = link.share->a;
    auto& to = link.level.a;
    link.share->gather->gather(from.D, to.D);
    link.share->gather->gather(from.W, to.W);
    link.share->gather->gather(from.S, to.S);
    link.share->gather->gather(from.SW, to.SW);
    link.share->gather->gather(from.SE, to.SE);
  }
  link.level.finish_operator();
}

std::optional<Coarsening> Hierarchy::choose(const Level& level) const {
  const auto& lattice = level.lattice;
  if (lattice.x.n <= small && lattice.y.n <= small) return std::nullopt;
  if (lattice.x.n == 1) return Coarsening::y_only;
  if (lattice.y.n == 1) return Coarsening::x_only;
  double most = largest_coupling(level);
  if (!whole_) most = decomposition_.comm().max(most);
  if (!(most > 0.0)) return Coarsening::both;
  const int bits = 60 - std::ilogb(3.0 * static_cast<double>(lattice.cells()));
  auto sums = coupling_sums(level, std::ldexp(1.0, std::clamp(bits - std::ilogb(most), -1000, 1000)));
  if (!whole_) decomposition_.comm().sum(sums);
  const double x = options_.favour_x * static_cast<double>(sums[0]);
  const auto y = static_cast<double>(sums[1]);
  if (x > options_.semicoarsening * y) return Coarsening::x_only;
  return y > options_.semicoarsening * x ? Coarsening::y_only : Coarsening::both;
}

void Hierarchy::finish() {
  complete(0);
  for (std::size_t k = 0;; ++k) {
    const auto how = choose(links_[k].level);
    if (!how) break;
    const bool was_whole = whole_;
    shape_next(k, *how);
    auto& fine = links_[k].level;
    auto& next = links_[k + 1];
    fine.transfer.reshape(fine.lattice, *how);
    if (fine.lattice.odd_ring()) {
      coarsen_odd_ring(fine, next.lattice(), next.a(), was_whole ? nullptr : &decomposition_.comm());
    } else {
      fine.transfer.compute(fine.a);
      galerkin(fine.a, fine.transfer, next.lattice(), next.a());
    }
    complete(k + 1);
  }
  for (std::size_t k = 0; k < count_; ++k) {
    if (twice(k)) links_[k].level.saved.reshape(links_[k].level.lattice);
  }
  coarsest_.factor(links_[count_ - 1].level.lattice, links_[count_ - 1].level.a, options_.singular);
}

/// Shapes the level below level k.
void Hierarchy::shape_next(std::size_t k, Coarsening how) {
  for (auto& part : parts_) part = part.coarsened(how);
  if (whole_) parts_.assign(parts_.size(), links_[k].level.lattice.coarsened(how));
  shape(k + 1);
}

void Hierarchy::build(const CycleOptions& options, TensorOperator tensor) {
  uniform_ = true;
  start(options, Coarsening::both);
  for (std::size_t k = 0;; ++k) {
    tensor.fill(links_[k].level.lattice, links_[k].level.a);
    links_[k].level.saved.reshape(links_[k].level.lattice);
    const auto how = tensor.choose(options_.semicoarsening);
    if (!how) break;
    auto next = tensor.coarsened(*how);
    links_[k].level.transfer.set(links_[k].level.lattice, *how, tensor.x, tensor.y);
    shape_next(k, *how);
    tensor = std::move(next);
  }
  coarsest_.factor(links_[count_ - 1].level.lattice, links_[count_ - 1].level.a, options_.singular);
}

/// Whether level k is visited twice by the level above it.
bool Hierarchy::twice(std::size_t k) const {
  if (k + 1 == count_ || static_cast<int>(k) + number_ > options_.w_depth) return false;
  if (k == 0) return above_ == Coarsening::both;
  return links_[k - 1].level.transfer.how() == Coarsening::both;
}

/// Does some work and counts its time if it is on coarse levels and not within other work that is counted.
template <class Work>
void Hierarchy::timed(bool coarse, Work&& work) {
  const double begin = MPI_Wtime();
  work();
  if (coarse) coarse_ += MPI_Wtime() - begin;
}

void Hierarchy::apply() {
  timed(number_ > 0, [&] { visit(0); });
}

void Hierarchy::apply_full() {
  timed(number_ > 0, [&] { visit_full(0); });
}

void Hierarchy::visit(std::size_t k) {
  auto& link = links_[k];
  if (link.share) link.share->gather->gather(link.share->b, link.level.b);
  cycle(k);
  if (twice(k)) {
    auto& level = link.level;
    std::swap(level.saved, level.x);  // a cycle overwrites x from b alone
    level.replace_by_residual_of(level.saved);
    cycle(k);
    level.add_saved();
  }
  const bool halved = k == 0 || links_[k - 1].level.transfer.how() == Coarsening::both;
  if (!halved) link.level.halo->exchange(link.level.x);
  if (link.share) link.share->gather->extract(link.level.x, link.share->x);
}

void Hierarchy::cycle(std::size_t k) {
  auto& level = links_[k].level;
  if (k + 1 == count_) {
    coarsest_.solve(level.b, level.x);
    level.halo->exchange(level.x);
    return;
  }
  const auto& next = links_[k + 1];
  level.down(next.b(), next.lattice());
  timed(k == 0 && number_ == 0, [&] { visit(k + 1); });
  level.up(next.x(), next.lattice());
}

void Hierarchy::visit_full(std::size_t k) {
  auto& link = links_[k];
  auto& level = link.level;
  if (link.share) link.share->gather->gather(link.share->b, level.b);
  if (k + 1 == count_) {
    cycle(k);
  } else {
    const auto& next = links_[k + 1];
    level.restrict_load(next.b(), next.lattice());
    visit_full(k + 1);
    level.interpolate(next.x(), next.lattice());
    level.halo->exchange(level.x);
    std::swap(level.saved, level.x);
    level.replace_by_residual_of(level.saved);
    cycle(k);
    level.add_saved();
    level.halo->exchange(level.x);
  }
  if (link.share) link.share->gather->extract(level.x, link.share->x);
}

void Hierarchy::exchange_x() {
  auto& link = links_[0];
  if (link.share) return;  // extract() has filled all
  timed(number_ > 0, [&] { link.level.halo->exchange(link.level.x); });
}

double Hierarchy::exchange_seconds(std::size_t first) const {
  double sum = 0.0;
  for (std::size_t k = first; k < count_; ++k) {
    sum += links_[k].level.halo->seconds();
    if (links_[k].share) sum += links_[k].share->gather->seconds();
  }
  return sum;
}

SolveSeconds Hierarchy::seconds() const {
  return {0.0, coarse_ - exchange_seconds(number_ > 0 ? 0 : 1), exchange_seconds(0)};
}

std::size_t Hierarchy::bytes() const {
  std::size_t sum = 0;
  for (std::size_t k = 0; k < count_; ++k) {
    const auto& link = links_[k];
    sum += link.level.bytes();
    if (link.share) sum += link.share->a.bytes() + link.share->b.bytes() + link.share->x.bytes();
  }
  return sum;
}

}  // namespace isotherm
