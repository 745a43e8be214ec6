// How long a job may run, from what Slurm says and from the environment.

#include "run/walltime.hpp"

#include <cstdlib>
#include <ctime>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace isotherm {
namespace {

TEST(SlurmDuration, ReadsAllItsForms) {
  EXPECT_EQ(parse_slurm_duration("0:45\n"), 45.0);
  EXPECT_EQ(parse_slurm_duration("12:30"), 750.0);
  EXPECT_EQ(parse_slurm_duration("1:02:03"), 3723.0);
  EXPECT_EQ(parse_slurm_duration("23:59:59\n"), 86399.0);
  EXPECT_EQ(parse_slurm_duration("1-00:00:00"), 86400.0);
  EXPECT_EQ(parse_slurm_duration("10-02:03:04\n"), 10 * 86400.0 + 7384.0);
}

TEST(SlurmDuration, RefusesAllElse) {
  for (const char* text : {"", "\n", "UNLIMITED", "NOT_SET", "INVALID", "45", "1-02", "a:b:c", "-1:30",
                           "1:2:3:4", "1:30x", "-0:10", "1--2:3:4"}) {
    EXPECT_FALSE(parse_slurm_duration(text).has_value()) << text;
  }
}

class Walltime : public ::testing::Test {
 protected:
  void SetUp() override { clear(); }
  void TearDown() override { clear(); }
  static void clear() {
    for (const char* name : {"ISOTHERM_WALLTIME", "SLURM_JOB_END_TIME", "SLURM_JOB_ID"}) unsetenv(name);
  }
};

TEST_F(Walltime, NothingKnown) {
  EXPECT_FALSE(find_walltime().has_value());
}

TEST_F(Walltime, OwnVariableComesFirst) {
  setenv("SLURM_JOB_END_TIME", "9999999999", 1);
  setenv("ISOTHERM_WALLTIME", "90000.5", 1);
  const double before = seconds_since_start();
  const double left = find_walltime().value();
  EXPECT_LE(left, 90000.5 - before);
  EXPECT_GE(left, 90000.5 - seconds_since_start());
}

TEST_F(Walltime, OwnVariableAsSlurmWritesTimes) {
  setenv("ISOTHERM_WALLTIME", "1-00:00:00", 1);
  EXPECT_NEAR(find_walltime().value(), 86400.0 - seconds_since_start(), 2.0);
}

TEST_F(Walltime, NonsenseIsRefused) {
  for (const char* text : {"abc", "10 min", "-5", "0", "nan"}) {
    setenv("ISOTHERM_WALLTIME", text, 1);
    EXPECT_THROW(find_walltime(), std::invalid_argument) << text;
  }
  setenv("ISOTHERM_WALLTIME", "", 1);
  EXPECT_FALSE(find_walltime().has_value());
}

TEST_F(Walltime, EndOfASlurmJob) {
  setenv("SLURM_JOB_END_TIME", std::to_string(std::time(nullptr) + 100).c_str(), 1);
  EXPECT_NEAR(find_walltime().value(), 100.0, 2.0);
}

}  // namespace
}  // namespace isotherm
