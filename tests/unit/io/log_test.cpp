#include "io/log.hpp"

#include <gtest/gtest.h>

#include "io/file_system.hpp"

namespace isotherm {
namespace {

TEST(Log, AppendsLinesWithTheirTime) {
  const Communicator self(MPI_COMM_SELF);
  std::filesystem::remove("run.log");
  Log(self, "run.log").note("first");
  Log(self, "run.log").note("second {}");
  const std::string text = read_text("run.log", 1000);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_NE(text.find("Z first\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Z second {}\n"), std::string::npos) << text;
}

TEST(Log, CannotBeOpenedThroughASymbolicLinkOrWithoutAFolder) {
  const Communicator self(MPI_COMM_SELF);
  std::filesystem::remove("link.log");
  std::filesystem::create_symlink("elsewhere.log", "link.log");
  EXPECT_THROW(Log(self, "link.log"), IoError);
  EXPECT_THROW(Log(self, "absent/run.log"), IoError);
}

}  // namespace
}  // namespace isotherm
