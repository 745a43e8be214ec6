// The table of keys and what is made from it.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "io/config/describe.hpp"
#include "io/config/document.hpp"
#include "io/config/keys.hpp"
#include "io/config/load.hpp"
#include "io/config/suggest.hpp"

namespace isotherm {
namespace {

using config::all_keys;
using config::find_row;

std::filesystem::path source_root() {
  const char* root = std::getenv("ISOTHERM_SOURCE");  // set by ctest; by hand run from the root
  return root != nullptr ? root : ".";
}

std::string file(const std::filesystem::path& name) {
  std::ifstream stream(source_root() / name);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Table, EveryRowIsDescribed) {
  EXPECT_GT(all_keys().size(), 150U);
  for (const config::KeyPath& known : all_keys()) {
    const config::Row& row = *known.row;
    EXPECT_FALSE(row.help.empty()) << known.path;
    EXPECT_NE(row.forms, 0U) << known.path;
    EXPECT_FALSE(config::forms_in_words(row).empty()) << known.path;
    EXPECT_FALSE(row.required && !row.fallback.empty()) << known.path;
    EXPECT_EQ((row.forms & config::section) != 0, !row.group.empty()) << known.path;
    EXPECT_EQ((row.forms & (config::list | config::named)) != 0, !row.items.empty()) << known.path;
    EXPECT_EQ((row.forms & config::word) != 0, !row.words.empty()) << known.path;
    EXPECT_EQ(find_row(known.path), known.row) << known.path;
  }
}

TEST(Table, IsFoundByConcreteKeys) {
  ASSERT_NE(find_row("boundaries.top.0.convection.coefficient"), nullptr);
  ASSERT_NE(find_row("boundaries.top.convection.coefficient"), nullptr);
  ASSERT_NE(find_row("materials.steel.conductivity.x"), nullptr);
  ASSERT_NE(find_row("regions.12.void.flux"), nullptr);
  EXPECT_EQ(find_row("boundaries.top.x.flux"), nullptr);
  EXPECT_EQ(find_row("time.steps"), nullptr);
  EXPECT_EQ(find_row(""), nullptr);
}

TEST(Suggest, CountsSingleLetterMistakes) {
  EXPECT_EQ(config::distance("time", "time"), 0);
  EXPECT_EQ(config::distance("tmie", "time"), 1);
  EXPECT_EQ(config::distance("Time", "time"), 0);
  EXPECT_EQ(config::distance("tme", "time"), 1);
  EXPECT_EQ(config::distance("", "abc"), 3);
  EXPECT_EQ(config::nearest("hamonic", {"harmonic", "arithmetic"}), "harmonic");
  EXPECT_EQ(config::nearest("xyzzy", {"harmonic", "arithmetic"}), "");
}

TEST(Explain, KnowsKeysAndNearKeys) {
  const Explanation flux = explain("boundaries.top.0.flux");
  EXPECT_TRUE(flux.found);
  EXPECT_NE(flux.text.find("W/m2"), std::string::npos);
  const Explanation wrong = explain("time.stp");
  EXPECT_FALSE(wrong.found);
  EXPECT_NE(wrong.text.find("did you mean time.step?"), std::string::npos);
}

TEST(Explain, FitsATerminal) {
  for (const char* key :
       {"boundaries", "domain.grading", "time.method", "numerics.time_block", "materials.x.k"}) {
    std::istringstream lines(explain(key).text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Generated, FilesAreUpToDate) {
  EXPECT_EQ(file("configs/REFERENCE.md"), reference_markdown()) << "generate configs/REFERENCE.md again";
  EXPECT_EQ(file("configs/schema.json"), schema_json()) << "generate configs/schema.json again";
}

TEST(Generated, SchemaIsJsonAndEveryReferenceIsDefined) {
  const auto schema = nlohmann::json::parse(schema_json());
  const std::string text = schema.dump();
  for (std::size_t at = text.find("#/$defs/"); at != std::string::npos; at = text.find("#/$defs/", at + 1)) {
    const std::string name = text.substr(at + 8, text.find('"', at) - at - 8);
    EXPECT_TRUE(schema["$defs"].contains(name)) << name;
  }
}

TEST(Configs, AreValidOpenWithTheirProblemAndResolveToAFixpoint) {
  int cases = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_root() / "configs")) {
    const std::string path = entry.path().string();
    const std::string text = entry.path().extension() == ".yaml" ? file(std::filesystem::absolute(path)) : "";
    if (text.find("\ndomain:") == std::string::npos) continue;  // a study, answers
    const Case loaded = load_case(text, path);
    EXPECT_EQ(load_case(loaded.resolved, "resolved").resolved, loaded.resolved) << path;
    for (const char* part : {"# The problem:", "# Source|# Sources|# Numbers", "# Expected"}) {
      EXPECT_TRUE(std::regex_search(text, std::regex(part))) << path << " lacks " << part;
    }
    ++cases;
  }
  EXPECT_GT(cases, 15);
}

}  // namespace
}  // namespace isotherm
