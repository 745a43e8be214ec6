// Study files, their values and their filters.

#include "io/config/study.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <set>

#include "io/config/sampling.hpp"

namespace isotherm {
namespace {

Study load(const std::string& text) {
  StudySources sources;
  sources.read_base = [](const std::string&) { return std::string("units: {temperature: degC}\n"); };
  sources.figures = [](const std::string&, const std::string&) -> std::vector<std::string> {
    return {"diagnostics.step", "diagnostics.t_max"};
  };
  return load_study("base: case.yaml\n" + text, "study.yaml", sources);
}

/// Each of n equal strata of each dimension holds one point.
void expect_stratified(const config::Points& points, std::size_t dimensions) {
  const auto n = points.size();
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::set<std::size_t> strata;
    for (const auto& point : points) {
      ASSERT_GE(point[d], 0.0);
      ASSERT_LT(point[d], 1.0);
      strata.insert(static_cast<std::size_t>(point[d] * static_cast<double>(n)));
    }
    EXPECT_EQ(strata.size(), n) << "dimension " << d;
  }
}

TEST(Sampling, LatinHypercubeHasOnePointPerStratum) {
  expect_stratified(config::latin_hypercube(37, 5, 11), 5);
}

TEST(Sampling, SobolHasOnePointPerStratumInEveryDimension) {
  const std::size_t dimensions = config::most_sobol_dimensions;
  expect_stratified(config::sobol(256, dimensions, 0), dimensions);
  expect_stratified(config::sobol(256, dimensions, 7), dimensions);
}

// The first points of the sequence as Joe and Kuo's own program prints them.
TEST(Sampling, SobolStartsAsPublished) {
  const auto points = config::sobol(5, 3, 0);
  const std::vector<std::vector<double>> expected{
      {0, 0, 0}, {0.5, 0.5, 0.5}, {0.75, 0.25, 0.25}, {0.25, 0.75, 0.75}, {0.375, 0.375, 0.625}};
  EXPECT_EQ(points, expected);
}

// Every elementary interval of area 1/16 holds one of 16 points in the first two dimensions: a (0, 4, 2)-net.
TEST(Sampling, SobolIsANetInTheFirstTwoDimensions) {
  for (const std::uint64_t seed : {0U, 5U}) {
    const auto points = config::sobol(16, 2, seed);
    for (int across = 1; across <= 16; across *= 2) {
      const int up = 16 / across;
      std::set<int> boxes;
      for (const auto& p : points) {
        boxes.insert(static_cast<int>(p[0] * across) * 16 + static_cast<int>(p[1] * up));
      }
      EXPECT_EQ(boxes.size(), 16U) << across;
    }
  }
}

TEST(Sampling, TheSeedDecides) {
  EXPECT_EQ(config::latin_hypercube(9, 2, 1), config::latin_hypercube(9, 2, 1));
  EXPECT_NE(config::latin_hypercube(9, 2, 1), config::latin_hypercube(9, 2, 2));
  EXPECT_NE(config::sobol(9, 2, 1), config::sobol(9, 2, 2));
}

TEST(Study, VaryIsAProductAndZipRunsTogether) {
  const Study study = load(
      "vary: {time.end: [1 s, 2 s], time.safety: {linspace: [0.5, 1, 3]}}\n"
      "zip: {time.start: [0, 0.1], title: [\"a, b\", c]}\n");
  EXPECT_EQ(study.keys, (std::vector<std::string>{"time.end", "time.safety", "time.start", "title"}));
  ASSERT_EQ(study.cases.size(), 12U);
  EXPECT_EQ(study.cases[1], (std::vector<std::string>{"1 s", "0.5", "0.1", "c"}));
  EXPECT_EQ(study.cases[2], (std::vector<std::string>{"1 s", "0.75", "0", "\"a, b\""}));
  EXPECT_EQ(study.overrides(11)[3], "title=c");
}

TEST(Study, LogspaceKeepsItsEndsAndUnit) {
  const Study study = load("vary: {time.end: {logspace: [1 ms, 100 ms, 3]}}\n");
  EXPECT_EQ(study.cases.front().front(), "1 ms");
  EXPECT_EQ(study.cases[1].front(), "10 ms");
  EXPECT_EQ(study.cases.back().front(), "100 ms");
}

TEST(Study, ItemsOfAPlainListVary) {
  const Study study = load("vary: {domain.cells.0: [20, 40, 80], domain.size.1: [10 mm]}\n");
  ASSERT_EQ(study.cases.size(), 3U);
  EXPECT_EQ(study.overrides(2)[0], "domain.cells.0=80");
  EXPECT_EQ(study.overrides(2)[1], "domain.size.1=10 mm");
}

TEST(Study, FiltersCompareInTheUnitOfTheBase) {
  const Study study = load(
      "vary: {time.end: [1 s, 1 min, 1 h], boundaries.left.temperature: [20 degC, 300 K]}\n"
      "where: [\"end > 30\", \"left.temperature < 25 || time.end > 100\"]\n");
  ASSERT_EQ(study.cases.size(), 3U);
  EXPECT_EQ(study.cases[0], (std::vector<std::string>{"1 min", "20 degC"}));
  EXPECT_EQ(study.cases[2], (std::vector<std::string>{"1 h", "300 K"}));
}

TEST(Study, AllMistakesAreShownWithTheirPlaces) {
  try {
    load("vary: {time.ende: [1], time.step: []}\nwhere: \"q > 1\"\ncollect: [diagnostics.t_mix]\nranks: 2\n");
    FAIL() << "nothing was refused";
  } catch (const ConfigError& error) {
    std::vector<std::string> found;
    for (const CaseFault& fault : error.faults()) {
      found.push_back(fmt::format("{}:{} {}", fault.line, fault.column, fault.key));
    }
    EXPECT_EQ(found, (std::vector<std::string>{"2:8 time.ende", "2:35 time.step", "3:8 where", "4:11 collect",
                                               "5:1 ranks"}));
    const auto meant = [&](const char* text) {
      return std::any_of(error.faults().begin(), error.faults().end(),
                         [&](const CaseFault& fault) { return fault.nearest == text; });
    };
    EXPECT_TRUE(meant("time.end"));
    EXPECT_TRUE(meant("diagnostics.t_max"));
  }
}

TEST(Study, ASectionDoesNotTakeThePlaceOfAKeyInIt) {
  const char* const lines[] = {"  initial.temperature: [1, 2]\n", "  initial: [{temperature: 3}]\n"};
  EXPECT_NO_THROW(load("vary:\n" + std::string(lines[1]) + lines[0]));
  EXPECT_THROW(load("vary:\n" + std::string(lines[0]) + lines[1]), ConfigError);
}

TEST(Study, IsToldFromACase) {
  EXPECT_TRUE(is_study("base: a.yaml\nvary: {}\n", "f"));
  EXPECT_FALSE(is_study("title: a\n", "f"));
}

}  // namespace
}  // namespace isotherm
