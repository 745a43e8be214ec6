// Reductions with NaN, agreement on errors, texts from any rank.

#include "solver/parallel/communicator.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>

namespace isotherm {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Communicator, ExtremesOverRanks) {
  const Communicator comm(MPI_COMM_WORLD);
  EXPECT_EQ(comm.max(static_cast<double>(comm.rank())), comm.size() - 1.0);
  EXPECT_EQ(comm.min(static_cast<double>(-comm.rank())), 1.0 - comm.size());
  EXPECT_EQ(comm.max(-inf), -inf);
  EXPECT_EQ(comm.min(inf), inf);
  EXPECT_EQ(comm.max(comm.is_root() ? inf : 0.0), inf);
  EXPECT_EQ(comm.max(std::int64_t{comm.rank()} << 40), std::int64_t{comm.size() - 1} << 40);
}

TEST(Communicator, NaNOfAnyRankWins) {
  const Communicator comm(MPI_COMM_WORLD);
  for (int bad = 0; bad < comm.size(); ++bad) {
    EXPECT_TRUE(std::isnan(comm.max(comm.rank() == bad ? nan : 1.0)));
    EXPECT_TRUE(std::isnan(comm.min(comm.rank() == bad ? -nan : inf)));
    std::array<double, 3> values{1.0 * comm.rank(), comm.rank() == bad ? nan : inf, -inf};
    comm.max(values);
    EXPECT_EQ(values[0], comm.size() - 1.0);
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_EQ(values[2], -inf);
  }
}

TEST(Communicator, SumsOfIntegers) {
  const Communicator comm(MPI_COMM_WORLD);
  EXPECT_EQ(comm.sum(std::int64_t{1} << 50), std::int64_t{comm.size()} << 50);
  std::array<std::int64_t, 2> values{comm.rank() + 1, -1};
  comm.sum(values);
  EXPECT_EQ(values[0], comm.size() * (comm.size() + 1) / 2);
  EXPECT_EQ(values[1], -comm.size());
}

TEST(Communicator, BroadcastsFromAnyRank) {
  const Communicator comm(MPI_COMM_WORLD);
  for (int root = 0; root < comm.size(); ++root) {
    const std::string text = comm.broadcast("from " + std::to_string(comm.rank()), root);
    EXPECT_EQ(text, "from " + std::to_string(root));
    EXPECT_EQ(comm.broadcast(std::int64_t{100} + comm.rank(), root), 100 + root);
  }
  EXPECT_EQ(comm.broadcast(comm.is_root() ? std::string() : "unlike"), "");
}

TEST(Communicator, FirstErrorIsTheLowestRanks) {
  const Communicator comm(MPI_COMM_WORLD);
  EXPECT_EQ(comm.first_error(""), "");
  for (int first = 0; first < comm.size(); ++first) {
    const std::string mine = comm.rank() >= first ? "error of " + std::to_string(comm.rank()) : "";
    const std::string wanted = "error of " + std::to_string(first);
    EXPECT_EQ(comm.first_error(mine),
              comm.size() == 1 ? wanted : "rank " + std::to_string(first) + ": " + wanted);
  }
}

TEST(Communicator, AllThrowWhereOneDoes) {
  const Communicator comm(MPI_COMM_WORLD);
  agree<std::invalid_argument>(comm, [] {});
  for (int bad = 0; bad < comm.size(); ++bad) {
    try {
      agree<std::invalid_argument>(comm, [&] {
        if (comm.rank() == bad) throw std::runtime_error("no disk");
      });
      ADD_FAILURE() << "no exception";
    } catch (const std::invalid_argument& e) {
      EXPECT_NE(std::string(e.what()).find("no disk"), std::string::npos) << e.what();
    }
  }
}

TEST(Communicator, SplitsAndMoves) {
  const Communicator comm(MPI_COMM_WORLD);
  Communicator part = comm.split(comm.rank() % 2);
  EXPECT_EQ(part.size(), (comm.size() + 1 - comm.rank() % 2) / 2);
  EXPECT_EQ(part.rank(), comm.rank() / 2);
  const Communicator moved = std::move(part);
  EXPECT_EQ(moved.sum(std::int64_t{1}), moved.size());
}

}  // namespace
}  // namespace isotherm
