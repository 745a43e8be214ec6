// Rows of shares that come one-sidedly from ranks at very different speeds: complete, in order, exact.

#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <thread>

#include "solver/diagnostics/diagnostics.hpp"

namespace isotherm {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double volume = 4.0;

ExactSum exact(std::initializer_list<double> values) {
  ExactSum sum;
  for (const double v : values) sum.add(v);
  return sum;
}

/// A share that names its rank and row in every figure. Probe p belongs to rank (row + p) mod size.
DiagnosticsShare share_of(int rank, int size, std::int64_t row) {
  const auto r = static_cast<double>(rank);
  const auto n = static_cast<double>(row);
  DiagnosticsShare share;
  share.heat = exact({1e16 * (rank == 0 ? 1 : 0), n + r, -1e16 * (rank == size - 1 ? 1 : 0)});
  share.supplied = exact({0.25 * n});
  share.volume_times_T = exact({volume * n / size});
  for (std::size_t g = 0; g < wall_group_count; ++g) {
    share.wall_power[g] = exact({n * std::ldexp(1.0, static_cast<int>(g)) - 0.5});
  }
  share.t_min = -n - r;
  share.t_max = n + r;
  share.rate_max = rank == row % size ? n + 0.5 : 0.0;
  for (int p = 0; p < 3; ++p) {
    const bool owns = (row + p) % size == rank;
    share.owns_probe.push_back(owns ? 1 : 0);
    share.probes.push_back(owns ? -1.0 / (n + p + 1) : nan);
  }
  return share;
}

void expect_row(const DiagnosticsRow& row, std::int64_t n, int size) {
  const auto count = static_cast<double>(n);
  const double ranks = size;
  EXPECT_EQ(row.step, 10 * n);
  EXPECT_EQ(row.time, 0.1 * count);
  EXPECT_EQ(row.source_power, -count);
  const double heat = ranks * count + 0.5 * ranks * (ranks - 1.0);
  EXPECT_EQ(row.heat, heat);
  EXPECT_EQ(row.balance, heat - 2.0 - 0.25 * count * ranks);
  EXPECT_DOUBLE_EQ(row.t_mean, count);
  EXPECT_EQ(row.t_min, -count - (ranks - 1.0));
  EXPECT_EQ(row.t_max, count + (ranks - 1.0));
  EXPECT_EQ(row.rate_max, count + 0.5);
  for (std::size_t g = 0; g < wall_group_count; ++g) {
    EXPECT_EQ(row.wall_power[g], ranks * (count * std::ldexp(1.0, static_cast<int>(g)) - 0.5));
  }
  ASSERT_EQ(row.probes.size(), 3u);
  for (int p = 0; p < 3; ++p) EXPECT_EQ(row.probes[static_cast<std::size_t>(p)], -1.0 / (count + p + 1));
}

/// Runs `rows` rows; before each, `pause(rank, row)` milliseconds go by.
template <class Pause>
void run_rows(int rows, Pause&& pause) {
  const Communicator comm(MPI_COMM_WORLD);
  std::int64_t seen = 0;
  DiagnosticsWindow window(comm, 3, volume, exact({2.0}), [&](const DiagnosticsRow& row) {
    expect_row(row, seen, comm.size());
    ++seen;
  });
  for (std::int64_t row = 0; row < rows; ++row) {
    std::this_thread::sleep_for(std::chrono::microseconds(pause(comm.rank(), row)));
    const auto n = static_cast<double>(row);
    window.contribute(10 * row, 0.1 * n, -n, share_of(comm.rank(), comm.size(), row));
    if (row % 3 == 0) window.harvest();
  }
  window.drain();
  EXPECT_EQ(seen, comm.is_root() ? rows : 0);
}

TEST(DiagnosticsWindow, RanksInStep) {
  run_rows(200, [](int, std::int64_t) { return 0; });
}
TEST(DiagnosticsWindow, SlowRoot) {
  run_rows(100, [](int rank, std::int64_t) { return rank == 0 ? 2000 : 0; });
}
TEST(DiagnosticsWindow, SlowLastRank) {
  const Communicator comm(MPI_COMM_WORLD);
  run_rows(100, [&](int rank, std::int64_t) { return rank == comm.size() - 1 ? 2000 : 0; });
}
TEST(DiagnosticsWindow, NowThisRankIsSlowNowThat) {
  const Communicator comm(MPI_COMM_WORLD);
  std::mt19937 random(static_cast<unsigned>(comm.rank()));
  run_rows(300, [&](int rank, std::int64_t row) {
    const bool slow = row / 40 % comm.size() == rank;  // for longer than there are slots
    return slow ? static_cast<int>(random() % 1500) : static_cast<int>(random() % 30);
  });
}

TEST(DiagnosticsWindow, NaNInfinitiesAndZeros) {
  const Communicator comm(MPI_COMM_WORLD);
  const int last = comm.size() - 1;
  std::vector<DiagnosticsRow> rows;
  DiagnosticsWindow window(comm, 1, volume, ExactSum{},
                           [&](const DiagnosticsRow& row) { rows.push_back(row); });
  const bool mine = comm.rank() == last;
  const auto contribute = [&](double heat, double low, double high, double rate, double probe) {
    DiagnosticsShare share;
    share.heat = exact({heat});
    share.t_min = low;
    share.t_max = high;
    share.rate_max = rate;
    share.owns_probe = {mine ? char{1} : char{0}};
    share.probes = {probe};
    window.contribute(0, 0.0, 0.0, share);
  };
  contribute(mine ? nan : 1.0, mine ? nan : 1.0, mine ? nan : 1.0, mine ? nan : 1.0, nan);
  contribute(mine ? inf : 1.0, mine ? -inf : 1.0, mine ? inf : 1.0, 0.0, -inf);
  contribute(mine ? -inf : 1.0, mine ? inf : -1.0, mine ? -inf : -1.0, 0.0, -0.0);  // a rank with only voids
  contribute(-0.0, mine ? -0.0 : 0.0, mine ? 0.0 : -0.0, -0.0, 5e-324);
  contribute(0.0, -1e-310, -1e-310, 1e308, 1e308);
  window.drain();
  if (!comm.is_root()) return;
  ASSERT_EQ(rows.size(), 5u);
  for (const double v :
       {rows[0].heat, rows[0].balance, rows[0].t_min, rows[0].t_max, rows[0].rate_max, rows[0].probes[0]}) {
    EXPECT_TRUE(std::isnan(v));
  }
  EXPECT_EQ(rows[1].heat, inf);
  EXPECT_EQ(rows[1].t_min, -inf);
  EXPECT_EQ(rows[1].t_max, inf);
  EXPECT_EQ(rows[1].probes[0], -inf);
  EXPECT_EQ(rows[2].t_min, last > 0 ? -1.0 : inf);
  EXPECT_EQ(rows[2].t_max, last > 0 ? -1.0 : -inf);
  EXPECT_TRUE(std::signbit(rows[2].probes[0]));
  for (const double v : {rows[3].heat, rows[3].t_min, rows[3].t_max, rows[3].rate_max}) {
    EXPECT_EQ(v, 0.0);
    EXPECT_FALSE(std::signbit(v));
  }
  EXPECT_EQ(rows[3].probes[0], 5e-324);
  EXPECT_EQ(rows[4].t_min, -1e-310);
  EXPECT_EQ(rows[4].t_max, -1e-310);
  EXPECT_EQ(rows[4].rate_max, 1e308);
}

}  // namespace
}  // namespace isotherm
