// Who owns what: every cell once, cuts at segments, neighbours that agree, errors on all ranks.

#include "solver/grid/decomposition.hpp"

#include <gtest/gtest.h>
#include <stdexcept>
#include <vector>

#include "solver/grid/algebra.hpp"

namespace isotherm {
namespace {

std::vector<std::array<int, 2>> all_blocks(int ranks) {
  std::vector<std::array<int, 2>> blocks{{0, 0}};
  for (int px = 1; px <= ranks; ++px) {
    if (ranks % px == 0) blocks.push_back({px, ranks / px});
  }
  return blocks;
}

const std::vector<IndexSpace> spaces{{64, 4, false, false}, {67, 41, false, false},
                                     {97, 53, true, false}, {2048, 5, false, true},
                                     {1111, 7, true, true}, {1025, 31, false, false}};

TEST(Decomposition, EveryCellHasOneOwner) {
  const Communicator world(MPI_COMM_WORLD);
  for (const auto& space : spaces) {
    for (const auto& [px, py] : all_blocks(world.size())) {
      const Decomposition d(world, space, px, py);
      ASSERT_EQ(d.px() * d.py(), world.size());
      std::vector<int> owners(static_cast<std::size_t>(space.nx * space.ny), 0);
      for (int rank = 0; rank < d.comm().size(); ++rank) {
        const Subdomain part = d.subdomain_of(rank);
        EXPECT_EQ(part.x.begin % segment_length(space.nx), 0);
        EXPECT_GT(part.nx(), 0);
        EXPECT_GT(part.ny(), 0);
        for (auto j = part.y.begin; j < part.y.end; ++j) {
          for (auto i = part.x.begin; i < part.x.end; ++i)
            ++owners[static_cast<std::size_t>(j * space.nx + i)];
        }
      }
      EXPECT_EQ(owners, std::vector<int>(owners.size(), 1)) << space.nx << " x " << space.ny << ", " << px;
      const Subdomain mine = d.subdomain_of(d.comm().rank());
      EXPECT_EQ(mine.x.begin, d.owned().x.begin);
      EXPECT_EQ(mine.y.end, d.owned().y.end);
    }
  }
}

TEST(Decomposition, NeighboursTouch) {
  const Communicator world(MPI_COMM_WORLD);
  for (const auto& space : spaces) {
    for (const auto& [px, py] : all_blocks(world.size())) {
      const Decomposition d(world, space, px, py);
      const Subdomain& mine = d.owned();
      const int right = d.neighbour(1, 0);
      EXPECT_EQ(right == MPI_PROC_NULL, !space.periodic_x && mine.x.end == space.nx);
      EXPECT_EQ(d.neighbour(-1, 0) == MPI_PROC_NULL, !space.periodic_x && mine.x.begin == 0);
      EXPECT_EQ(d.neighbour(0, -1) == MPI_PROC_NULL, !space.periodic_y && mine.y.begin == 0);
      EXPECT_EQ(d.neighbour(0, 1) == MPI_PROC_NULL, !space.periodic_y && mine.y.end == space.ny);
      if (right != MPI_PROC_NULL) {
        EXPECT_EQ(d.subdomain_of(right).x.begin, mine.x.end % space.nx);
        EXPECT_EQ(d.subdomain_of(right).y.begin, mine.y.begin);
      }
      const int above_left = d.neighbour(-1, 1);
      if (above_left != MPI_PROC_NULL) {
        EXPECT_EQ(d.subdomain_of(above_left).y.begin, mine.y.end % space.ny);
        EXPECT_EQ(d.subdomain_of(above_left).x.end % space.nx, mine.x.begin);
      }
    }
  }
}

TEST(Decomposition, SmallestExtentIsOfAnyRank) {
  const Communicator world(MPI_COMM_WORLD);
  for (const auto& space : spaces) {
    const Decomposition d(world, space);
    const auto mine = static_cast<double>(std::min(d.owned().nx(), d.owned().ny()));
    EXPECT_EQ(d.smallest_extent(), static_cast<int>(world.min(mine)));
  }
}

TEST(Decomposition, RefusesWhatDoesNotFit) {
  const Communicator world(MPI_COMM_WORLD);
  const int n = world.size();
  EXPECT_THROW(Decomposition(world, {64, 64, false, false}, n + 1, 1), std::invalid_argument);
  EXPECT_THROW(Decomposition(world, {64, 64, false, false}, 1, n + 1), std::invalid_argument);
  if (n > 1) {
    EXPECT_THROW(Decomposition(world, {16, 64, false, false}, n, 1), std::invalid_argument);  // one segment
    EXPECT_THROW(Decomposition(world, {64, n - 1, false, false}, 1, n), std::invalid_argument);
    EXPECT_THROW(Decomposition(world, {16, 1, false, false}), std::invalid_argument);
  }
}

TEST(Decomposition, ChoosesBlocksWithLittleHalo) {
  using Blocks = std::array<int, 2>;
  EXPECT_EQ(choose_blocks({4096, 4096, false, false}, 1), (Blocks{1, 1}));
  EXPECT_EQ(choose_blocks({4096, 4096, false, false}, 2), (Blocks{1, 2}));
  EXPECT_EQ(choose_blocks({1 << 20, 64, false, false}, 4), (Blocks{4, 1}));
  EXPECT_EQ(choose_blocks({64, 1 << 20, false, false}, 4), (Blocks{1, 4}));
  EXPECT_EQ(choose_blocks({4096, 4096, false, false}, 7), (Blocks{1, 7}));
  EXPECT_EQ(choose_blocks({16, 1, false, false}, 2), (Blocks{0, 0}));
  const auto [px, py] = choose_blocks({8192, 8192, false, false}, 64);
  EXPECT_EQ(px * py, 64);
  EXPECT_GE(px, 4);  // blocks, not strips
}

TEST(Decomposition, SumsDoNotDependOnIt) {
  const Communicator world(MPI_COMM_WORLD);
  const auto term_at = [](std::int64_t i, std::int64_t j) {
    return 1.0 / static_cast<double>(3 * i + 7 * j + 1) - 1e-3 * static_cast<double>(j % 3);
  };
  for (const auto& space : spaces) {
    ExactSum serial;  // row by row, segment by segment
    const auto length = segment_length(space.nx);
    for (std::int64_t j = 0; j < space.ny; ++j) {
      for (std::int64_t i = 0; i < space.nx; i += length) {
        serial.add(segment_sum(static_cast<int>(std::min(length, space.nx - i)),
                               [&](int s) { return term_at(i + s, j); }));
      }
    }
    for (const auto& [px, py] : all_blocks(world.size())) {
      const Decomposition d(world, space, px, py);
      const ExactSum mine =
          local_sum(d, [&](int j, int i) { return term_at(d.owned().x.begin + i, d.owned().y.begin + j); });
      EXPECT_EQ(global_value(d.comm(), mine), serial.value()) << space.nx << ", " << px << " x " << py;
    }
  }
}

}  // namespace
}  // namespace isotherm
