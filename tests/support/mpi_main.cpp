// GoogleTest under mpiexec. Every rank runs every test in the same order; rank 0 prints, each rank names its
// own failures, and a test that fails on one rank fails on all, so that no rank runs ahead into a deadlock.

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <iostream>
#include <mpi.h>
#include <signal.h>
#include <string>
#include <unistd.h>

#include "solver/parallel/environment.hpp"

namespace {

/// Seconds that one test may take before it counts as hanging.
unsigned alarm_seconds() {
  const char* text = std::getenv("ISOTHERM_TEST_ALARM");
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : 120u;
}

char running_test[512] = "before the first test";  // read by the signal handler

void on_alarm(int) {
  const auto say = [](const char* text) {
    return write(STDERR_FILENO, text, std::char_traits<char>::length(text));
  };
  (void)(say("a rank hangs: ") + say(running_test) + say("\n"));
  _exit(71);
}

class RankReporter : public ::testing::EmptyTestEventListener {
 public:
  explicit RankReporter(int rank) : rank_(rank) {}

  void OnTestStart(const ::testing::TestInfo& test) override {
    const std::string name = std::string(test.test_suite_name()) + "." + test.name();
    name.copy(running_test, sizeof running_test - 1);
    running_test[std::min(name.size(), sizeof running_test - 1)] = '\0';
    alarm(alarm_seconds());
  }

  void OnTestPartResult(const ::testing::TestPartResult& part) override {
    if (!part.failed() || rank_ == 0) return;  // rank 0 has the ordinary printer
    const char* file = part.file_name() ? part.file_name() : "?";
    std::cerr << "[rank " << rank_ << "] " << file << ":" << part.line_number() << ": " << part.summary()
              << "\n";
  }

  void OnTestEnd(const ::testing::TestInfo& test) override {
    int failed_here = test.result()->Failed() ? 1 : 0;
    int failed = 0;
    MPI_Allreduce(&failed_here, &failed, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
    if (failed > 0 && failed_here == 0) ADD_FAILURE() << "failed on " << failed << " other rank(s)";
    alarm(0);
  }

 private:
  int rank_;
};

int run_tests(int argc, char** argv) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  ::testing::InitGoogleTest(&argc, argv);
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  if (rank != 0) {
    ::testing::GTEST_FLAG(output) = "";
    delete listeners.Release(listeners.default_result_printer());
    delete listeners.Release(listeners.default_xml_generator());
  }
  listeners.Append(new RankReporter(rank));  // GoogleTest owns it

  int failed_here = RUN_ALL_TESTS();
  if (::testing::UnitTest::GetInstance()->test_to_run_count() == 0)
    failed_here = 1;  // a filter without a match
  int failed = 0;
  MPI_Allreduce(&failed_here, &failed, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  signal(SIGALRM, on_alarm);
  const isotherm::Environment environment(argc, argv);
  return run_tests(argc, argv);
}
