#include "io/folder_lock.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace isotherm {
namespace {

class Lock : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
  }
  const std::filesystem::path folder = "folder_lock_test";
};

TEST_F(Lock, IsHeldOnceAndReleased) {
  std::optional<FolderLock> first(std::in_place, folder);
  try {
    FolderLock second(folder);
    FAIL() << "held twice";
  } catch (const FolderInUse& error) {
    EXPECT_NE(std::string(error.what()).find("process " + std::to_string(getpid())), std::string::npos);
  }
  first.reset();
  EXPECT_EQ(FolderLock(folder).taken_over_from(), "");
}

TEST_F(Lock, OfAKilledProcessIsStale) {
  const pid_t child = fork();
  if (child == 0) {
    const FolderLock held(folder);
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  const FolderLock lock(folder);
  EXPECT_NE(lock.taken_over_from().find("process " + std::to_string(child)), std::string::npos)
      << lock.taken_over_from();
}

TEST_F(Lock, SurvivesNonsenseInItsFile) {
  replace_text(folder / "lock", "{\"host\": [", Durability::survives_process);
  EXPECT_EQ(FolderLock(folder).taken_over_from(), "an unknown process");
  replace_text(folder / "lock", "{\"host\": 5, \"process\": \"x\"}", Durability::survives_process);
  EXPECT_NO_THROW(FolderLock{folder});
}

TEST_F(Lock, TakesAwayAFolderThatItMadeAndNobodyUsed) {
  { const FolderLock lock(folder / "a" / "b"); }
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
  {
    const FolderLock lock(folder / "a" / "b");
    replace_text(folder / "a" / "b" / "case.yaml", "title: used", Durability::survives_process);
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "a" / "b" / "case.yaml"));
  { const FolderLock lock(folder); }
  EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST_F(Lock, NeedsAPlaceForTheFolder) {
  replace_text(folder / "file", "", Durability::survives_process);
  EXPECT_THROW(FolderLock(folder / "file" / "absent"), IoError);
}

}  // namespace
}  // namespace isotherm
