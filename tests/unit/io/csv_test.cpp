#include "io/csv.hpp"

#include <array>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <sstream>

namespace isotherm {
namespace {

const std::vector<std::string> columns{"step", "time", "heat"};

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void put(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

/// Opens and closes a table.
void reopen(const std::filesystem::path& path, std::optional<std::int64_t> continue_after) {
  const CsvFile file(path, columns, continue_after);
}

TEST(CsvFile, WritesNamesThenRowsWithAllDigits) {
  CsvFile file("new.csv", columns, std::nullopt);
  file.write(0, std::array{0.0, 0.1});
  file.write(100, std::array{1.0 / 3.0, std::numeric_limits<double>::quiet_NaN()});
  EXPECT_EQ(text_of("new.csv"), "step,time,heat\n0,0,0.10000000000000001\n100,0.33333333333333331,nan\n");
}

TEST(CsvFile, CutsLaterRowsAndATornOne) {
  put("cut.csv", "step,time,heat\n0,0,1\n10,1,2\n20,2,3\n30,3,");
  CsvFile(std::filesystem::path("cut.csv"), columns, 10).write(20, std::array{5.0, 6.0});
  EXPECT_EQ(text_of("cut.csv"), "step,time,heat\n0,0,1\n10,1,2\n20,5,6\n");
}

TEST(CsvFile, KeepsRowsBehindADamagedOne) {
  put("damaged.csv", "step,time,heat\n0,0,1\n10,1\n20,2,3\nx\n30,3,4\n4x,");
  const CsvFile file("damaged.csv", columns, 20);
  EXPECT_EQ(text_of("damaged.csv"), "step,time,heat\n0,0,1\n10,1\n20,2,3\n");
  EXPECT_EQ(file.damaged(), 1);
}

TEST(CsvFile, KnowsHowMuchOfItIsWhole) {
  const auto whole = [](const std::string& rows) {
    put("damaged.csv", "step,time,heat\n" + rows);
    return CsvFile(std::filesystem::path("damaged.csv"), columns, 10).bytes() - 15;
  };
  EXPECT_EQ(whole(""), 0);
  EXPECT_EQ(whole("0,0,1\n10,1,2\n"), 13);
  EXPECT_EQ(whole("0,0,1\n10,1,2\n20,2,3\n"), 13);
  EXPECT_EQ(whole("0,0,1\n10,1"), 6);
  EXPECT_EQ(whole("0,0,1\nx0,1,2\n"), 6);
  EXPECT_EQ(whole("0,0\n10,1,2\n"), 11);
}

TEST(CsvFile, SetsNoTableAsideOverAnother) {
  for (const std::string name : {"heat", "cold", "heat"})
    CsvFile("again.csv", {"step", name}, 10).write(10, std::array{1.0});
  EXPECT_EQ(text_of("again.until-step-000000010.csv"), "step,heat\n10,1\n");
  EXPECT_EQ(text_of("again.until-step-000000010-2.csv"), "step,cold\n10,1\n");
}

TEST(CsvFile, SetsRowsOfOtherDefinitionsAside) {
  put("redefined.csv", "step,time,heat\n0,0,1\n20,1,2\n");
  CsvFile(std::filesystem::path("redefined.csv"), columns, 10, true).write(20, std::array{5.0, 6.0});
  EXPECT_EQ(text_of("redefined.csv"), "step,time,heat\n20,5,6\n");
  EXPECT_EQ(text_of("redefined.until-step-000000010.csv"), "step,time,heat\n0,0,1\n20,1,2\n");
  EXPECT_TRUE(CsvFile(std::filesystem::path("redefined.csv"), columns, 10, true).set_aside().empty());
  EXPECT_EQ(text_of("redefined.csv"), "step,time,heat\n");  // its rows were all to be cut
}

TEST(CsvFile, CutsInALongFile) {
  std::string text = "step,time,heat\n";
  std::string expected = text;
  for (int step = 0; step < 100'000; ++step) {
    const std::string row = std::to_string(step) + ",0.33333333333333331,0.33333333333333331\n";
    text += row;
    if (step <= 77'777) expected += row;
  }
  put("long.csv", text);
  reopen("long.csv", 77'777);
  EXPECT_EQ(text_of("long.csv"), expected);
}

TEST(CsvFile, StartsAgainWhereNothingOrHalfAHeaderIs) {
  reopen("absent.csv", 10);
  EXPECT_EQ(text_of("absent.csv"), "step,time,heat\n");
  put("half.csv", "step,ti");
  reopen("half.csv", 10);
  EXPECT_EQ(text_of("half.csv"), "step,time,heat\n");
  put("old.csv", "step,time,heat\n0,0,1\n");
  reopen("old.csv", std::nullopt);
  EXPECT_EQ(text_of("old.csv"), "step,time,heat\n");
}

TEST(CsvFile, SetsAsideAFileOfOtherColumns) {
  put("probes.csv", "step,time,chip\n0,0,300\n");
  reopen("probes.csv", 500);
  EXPECT_EQ(text_of("probes.csv"), "step,time,heat\n");
  EXPECT_EQ(text_of("probes.until-step-000000500.csv"), "step,time,chip\n0,0,300\n");
}

TEST(CsvFile, IsNotWrittenThroughASymbolicLink) {
  put("precious", "precious");
  std::filesystem::remove("link.csv");
  std::filesystem::create_symlink("precious", "link.csv");
  EXPECT_THROW(CsvFile(std::filesystem::path("link.csv"), columns, std::nullopt), IoError);
  EXPECT_THROW(CsvFile(std::filesystem::path("link.csv"), columns, 10), IoError);
  EXPECT_EQ(text_of("precious"), "precious");
}

}  // namespace
}  // namespace isotherm
