// The harness itself: a failure on one rank has to fail the whole test run. CTest runs the disabled tests by
// name and expects them to fail.

#include <gtest/gtest.h>
#include <mpi.h>
#include <unistd.h>

namespace {

int rank() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

TEST(Harness, RunsOnEveryRank) {
  int here = 1;
  int ranks = 0;
  MPI_Allreduce(&here, &ranks, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  EXPECT_EQ(ranks, size);
}

TEST(Harness, DISABLED_FailsOnOneRankOnly) {
  EXPECT_NE(rank(), 1);
}

TEST(Harness, DISABLED_HangsOnOneRank) {
  if (rank() == 1) pause();
}

}  // namespace
