// Ghost cells are exact copies of owned cells: an affine field with wrapped indices, every depth, corners.

#include "solver/grid/halo_exchange.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>

namespace isotherm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int field_halo = 9;

/// The owned cells hold an affine function of their global indices, all ghost cells NaN.
class Checked {
 public:
  explicit Checked(const Decomposition& d)
      : d_(&d), field_("checked", d.owned().nx(), d.owned().ny(), field_halo) {
    field_.fill(nan);
    const auto view = field_.view();
    for (int j = 0; j < field_.ny(); ++j) {
      for (int i = 0; i < field_.nx(); ++i) view(j, i) = wanted(j, i);
    }
  }
  Field& field() { return field_; }

  /// The owner's value for a cell of any index, NaN where there is none.
  double wanted(int j, int i) const {
    const auto& space = d_->space();
    std::int64_t gi = d_->owned().x.begin + i;
    std::int64_t gj = d_->owned().y.begin + j;
    if (space.periodic_x) gi = (gi + 16 * space.nx) % space.nx;
    if (space.periodic_y) gj = (gj + 16 * space.ny) % space.ny;
    if (gi < 0 || gi >= space.nx || gj < 0 || gj >= space.ny) return nan;
    return 3.0 + static_cast<double>(2 * gi) - static_cast<double>(1000 * gj);
  }

  /// How many of all cells differ from what an exchange of this depth must leave.
  int wrong(int depth, bool corners) const {
    const auto view = field_.view();
    int count = 0;
    for (int j = -field_halo; j < field_.ny() + field_halo; ++j) {
      for (int i = -field_halo; i < field_.nx() + field_halo; ++i) {
        const bool beside = i < 0 || i >= field_.nx();
        const bool above = j < 0 || j >= field_.ny();
        const bool reached = i >= -depth && i < field_.nx() + depth && j >= -depth &&
                             j < field_.ny() + depth && (corners || !(beside && above));
        const double value = reached || (!beside && !above) ? wanted(j, i) : nan;
        const bool same = std::isnan(value) ? std::isnan(view(j, i)) : view(j, i) == value;
        count += same ? 0 : 1;
      }
    }
    return count;
  }

 private:
  const Decomposition* d_;
  Field field_;
};

template <class Test>
void for_each_decomposition(Test&& test) {
  const Communicator world(MPI_COMM_WORLD);
  for (const bool periodic_x : {false, true}) {
    for (const bool periodic_y : {false, true}) {
      for (int px = 1; px <= world.size(); ++px) {
        if (world.size() % px != 0) continue;
        const Decomposition d(world, {83, 47, periodic_x, periodic_y}, px, world.size() / px);
        SCOPED_TRACE("blocks in x: " + std::to_string(px) + ", periodic " + std::to_string(periodic_x) +
                     std::to_string(periodic_y));
        test(d);
      }
    }
  }
}

TEST(HaloExchange, ExactAtEveryDepth) {
  for_each_decomposition([](const Decomposition& d) {
    for (int depth = 1; depth <= 8; ++depth) {
      for (const bool corners : {false, true}) {
        Checked checked(d);
        HaloExchange halo(d, depth, corners ? HaloExchange::Corners::yes : HaloExchange::Corners::no);
        halo.exchange(checked.field());
        EXPECT_EQ(checked.wrong(depth, corners), 0) << "depth " << depth << ", corners " << corners;
      }
    }
  });
}

TEST(HaloExchange, OwnedCellsMayBeWrittenWhileMessagesTravel) {
  for_each_decomposition([](const Decomposition& d) {
    HaloExchange halo(d, 3, HaloExchange::Corners::yes);
    Checked checked(d);
    const Checked untouched(d);
    halo.start(checked.field());
    checked.field().from_host(std::vector<double>(
        static_cast<std::size_t>(checked.field().nx()) * static_cast<std::size_t>(checked.field().ny()),
        -1.0));
    halo.finish(checked.field());
    const Checked again(d);
    checked.field().from_host(const_cast<Checked&>(again).field().to_host());
    EXPECT_EQ(checked.wrong(3, true), 0);
  });
}

TEST(HaloExchange, ServesManyFieldsManyTimes) {
  const Communicator world(MPI_COMM_WORLD);
  const Decomposition d(world, {83, 47, true, false});
  HaloExchange halo(d, 2, HaloExchange::Corners::yes);
  for (int repeat = 0; repeat < 20; ++repeat) {
    Checked checked(d);
    halo.exchange(checked.field());
    ASSERT_EQ(checked.wrong(2, true), 0);
  }
}

TEST(HaloExchange, ThinPeriodicBox) {
  const Communicator world(MPI_COMM_WORLD);
  const Decomposition d(world, {3, world.size(), true, true}, 1, world.size());
  Checked checked(d);
  HaloExchange halo(d, 1, HaloExchange::Corners::yes);
  halo.exchange(checked.field());
  EXPECT_EQ(checked.wrong(1, true), 0);
}

TEST(HaloExchange, RefusesADepthBeyondASubdomain) {
  const Communicator world(MPI_COMM_WORLD);
  const Decomposition d(world, {64, std::int64_t{3} * world.size(), true, true}, 1, world.size());
  EXPECT_NO_THROW(HaloExchange(d, 3, HaloExchange::Corners::yes));
  EXPECT_THROW(HaloExchange(d, 4, HaloExchange::Corners::yes), std::invalid_argument);
}

}  // namespace
}  // namespace isotherm
