#pragma once
// The levels of multigrid and the cycle over them.

#include <memory>
#include <optional>
#include <vector>

#include "solver/linear/coarsest.hpp"
#include "solver/linear/level.hpp"
#include "solver/linear/level_gather.hpp"
#include "solver/linear/tensor_operator.hpp"

namespace isotherm {

struct CycleOptions {
  /// Number of levels, counted from the finest of all, whose coarser level is visited twice: 0 is a V cycle.
  /// Only across full coarsenings. 3 halves the iterations for strongly varying conductivity.
  /// Negative: 3, or 0 where all conductances are equal, or 2 for a uniform material.
  int w_depth = -1;
  /// Levels with at most so many points are held whole by every rank.
  std::int64_t gather_cells = std::int64_t{128} * 128;
  /// A direction whose couplings are so many times the other's is coarsened alone.
  double semicoarsening = 3.0;
  /// Couplings along x count so many times: far above 1 x is halved first, far below y.
  double favour_x = 1.0;
  /// The constant is in the null space: the coarsest level leaves one unknown at zero.
  bool singular = false;
};

/// Multigrid cycle V(1,1) or W on a nine-point operator, from a zero guess: a symmetric positive definite
/// approximation of the inverse, the same bits on any decomposition.
class Hierarchy {
 public:
  /// `number`: how many levels lie above the first one here. Collective.
  explicit Hierarchy(const Decomposition& decomposition, int number = 0);

  /// Shapes the first level. The caller fills couplings and row sums of the owned points of first().
  /// `above`: how it comes from the decomposition's lattice; none if it is that lattice. Not collective.
  void begin(const CycleOptions& options, std::optional<Coarsening> above = std::nullopt);
  Stencil& first() { return links_[0].a(); }
  const Lattice& first_lattice() const { return links_[0].lattice(); }
  /// Computes all coarser levels. Collective.
  void finish();
  /// In place of begin() and finish(): all levels of a uniform material, from the operator of the first one,
  /// which is the decomposition's lattice with both directions halved. Not collective.
  void build(const CycleOptions& options, TensorOperator first);

  /// Right-hand side (owned points) and result of apply(). The result is right 5 columns and 3 rows beyond
  /// the owned points.
  const SplitArray& b() const { return links_[0].b(); }
  const SplitArray& x() const { return links_[0].x(); }
  /// One cycle (two when the level above the first is one of the w_depth levels). Collective.
  void apply();
  /// Full multigrid (Brandt 1977): b() is restricted to all levels; from the coarsest on, each starts from
  /// the interpolated solution of the next and takes one cycle. Only after build(). Collective.
  void apply_full();
  /// Fills the ghosts of x(). Collective.
  void exchange_x();
  /// Counts coarse levels, to which the first one here belongs when another lies above it, and all exchanges.
  /// Only differences between two calls with no set-up between them say something. Not collective.
  SolveSeconds seconds() const;

  std::size_t bytes() const;
  const Lattice& lattice(int level) const { return links_[static_cast<std::size_t>(level)].level.lattice; }

 private:
  /// What this rank owns of a level that is held whole: where restriction writes and correction reads.
  struct Share {
    Lattice lattice;
    Stencil a;
    SplitArray b;
    SplitArray x;
    std::unique_ptr<LevelGather> gather;
  };
  struct Link {
    Level level;
    std::optional<Share> share;
    Stencil& a() { return share ? share->a : level.a; }
    const SplitArray& b() const { return share ? share->b : level.b; }
    const SplitArray& x() const { return share ? share->x : level.x; }
    const Lattice& lattice() const { return share ? share->lattice : level.lattice; }
  };

  void start(const CycleOptions& options, std::optional<Coarsening> above);
  void shape(std::size_t k);
  void shape_next(std::size_t k, Coarsening how);
  void complete(std::size_t k);
  std::optional<Coarsening> choose(const Level& level) const;
  bool twice(std::size_t k) const;
  template <class Work>
  void timed(bool coarse, Work&& work);
  double exchange_seconds(std::size_t first) const;
  void visit(std::size_t k);
  void cycle(std::size_t k);
  void visit_full(std::size_t k);

  const Decomposition& decomposition_;
  CycleOptions options_;
  int number_;
  std::optional<Coarsening> above_;
  std::vector<Lattice> parts_;  ///< of the level being built
  bool whole_ = false;          ///< whether it is held whole
  bool uniform_ = false;        ///< levels come from build()
  std::vector<Link> links_;
  std::size_t count_ = 0;
  Coarsest coarsest_;
  double coarse_ = 0.0;  ///< seconds, exchanges included
};

}  // namespace isotherm
