// The resolved case: complete, deterministic, and itself a valid input.

#include <gtest/gtest.h>

#include "io/config/load.hpp"
#include "tests/unit/config/case_text.hpp"

namespace isotherm {
namespace {

std::string resolved(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return load_case(text, "case.yaml", overrides).resolved;
}

/// A case that uses everything.
const std::vector<std::string> everything{
    R"(title="Quotes \" and backslash \\ and ü: # [x]")", "units.temperature=degC", "domain.origin=[-1, 1/3]",
    "materials.steel.conductivity={x: 0.1 + 0.2, y: 1 + x^2}",
    // clang-format off
    "regions=[{material: steel, name: body}, {void: {temperature: 300 K}, circle: {center: [0, 1], radius: 3 mm}}, {material: steel, where: 'x > 0 && y < 1'}, {material: steel, polygon: [[0, 0], [1, 0], [0, 1 cm]]}]",
    "initial={file: old run/state.h5}",
    "boundaries.left=[{from: 1/3, to: 1, flux: sin(t)}, {from: 1, to: 4/3, convection: {coefficient: 5, ambient: {table: [[0, 20], [1 h, 300 K]]}}}]",
    "sources=[{power: 1e-300, rectangle: {min: [0, 0], max: [1, 1]}}, {power_density: '-5e7*(t < 3)'}]",
    "time={start: -1, end: 1e3, step: 1/3}",
    "stop={steady: {tolerance: 1e-8}, walltime: auto}",
    "output={diagnostics: {every: 7}, snapshots: {every: 0.1 h}, probes: {a: [0, 1], b: {cell: [1, 2]}}}",
    "checkpoint={every: 1 min wall, keep: 5, format: mpiio}",
    "parallel.decomposition=[2, 1]",
    // clang-format on
};

TEST(Resolved, IsAFixpoint) {
  for (const std::string& once : {resolved(test::valid_case()), resolved(test::valid_case(), everything)}) {
    EXPECT_EQ(resolved(once), once);
  }
}

TEST(Resolved, KeepsEveryValue) {
  const Case first = load_case(test::valid_case(), "case.yaml", everything);
  const Case again = load_case(first.resolved, "resolved");
  EXPECT_EQ(again.title, first.title);
  EXPECT_EQ(again.title, "Quotes \" and backslash \\ and \xC3\xBC: # [x]");
  EXPECT_EQ(again.problem.unit, TemperatureUnit::celsius);
  EXPECT_EQ(again.problem.domain.origin.y, 1.0 / 3.0);
  EXPECT_EQ(again.problem.materials.at(0).conductivity_x.constant(), 0.1 + 0.2);
  EXPECT_EQ(again.problem.sources.at(0).power->constant(), 1e-300);
  EXPECT_EQ(again.problem.sources.at(1).power_density->expression()->text(), "-5e7*(t < 3)");
  EXPECT_EQ(again.problem.regions.at(1).wall.temperature->constant(),
            first.problem.regions.at(1).wall.temperature->constant());
  EXPECT_EQ(again.time.step, 1.0 / 3.0);
  EXPECT_EQ(again.checkpoint.keep, 5);
}

TEST(Resolved, DoesNotDependOnOrderOrSpelling) {
  std::vector<std::string> lines = test::valid_lines();
  const std::string once = resolved(test::joined(lines));
  std::swap(lines[0], lines[2]);
  lines[0] = "domain: {cells: [32, 16], size: [200 cm, 1e0]}";
  lines[12] = "time: {method: auto, end: 10 s}";
  EXPECT_EQ(resolved(test::joined(lines)), once);
}

TEST(Resolved, HasEveryDefault) {
  const std::string text = resolved(test::valid_case());
  for (const char* part :
       {"units: {temperature: K}", "origin: [0, 0]", "coordinates: cartesian", "step: auto", "safety: 0.9",
        "face_conductivity: harmonic", "walltime: none", "snapshots: {every: never}", "every: 600 s wall",
        "keep: 2", "decomposition: auto"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
}

TEST(Differences, AreNamedByKey) {
  const std::string a = resolved(test::valid_case());
  EXPECT_TRUE(differences(a, a).empty());
  const std::string b =
      resolved(test::valid_case(), {"materials.steel.density=8000", "output.probes.p=[1, 0.5]"});
  const std::vector<CaseDifference> found = differences(a, b);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].key, "materials.steel.density");
  EXPECT_EQ(found[0].a, "7900");
  EXPECT_EQ(found[0].b, "8000");
  EXPECT_EQ(found[1].key, "output.probes");
  EXPECT_EQ(found[1].b, "");
  EXPECT_EQ(found[2].key, "output.probes.p.0");
  EXPECT_EQ(found[2].a, "");
}

TEST(Differences, SayWhatMayChangeOnContinuation) {
  const auto may_change = [](const std::string& set) {
    const std::string a = resolved(test::valid_case());
    const std::vector<CaseDifference> found = differences(a, resolved(test::valid_case(), {set}));
    EXPECT_FALSE(found.empty()) << set;
    return std::all_of(found.begin(), found.end(), may_change_on_continuation);
  };
  for (const char* set :
       {"title=other", "time.end=11", "stop.steady.tolerance=1", "output.snapshots.every=5 s",
        "output.probes.a=[1, 0.5]", "checkpoint.keep=3", "parallel.decomposition=[1, 2]",
        "numerics.time_block=4", "numerics.strip_width=256"}) {
    EXPECT_TRUE(may_change(set)) << set;
  }
  for (const char* set :
       {"time.end=9", "time.step=0.1", "time.safety=0.5", "domain.cells=[32, 32]", "units.temperature=degC",
        "materials.steel.conductivity=16", "boundaries.top.convection.ambient=301", "regions.0.name=a",
        "numerics.face_conductivity=arithmetic", "initial.temperature=301", "sources=[{power: 1}]"}) {
    EXPECT_FALSE(may_change(set)) << set;
  }
}

}  // namespace
}  // namespace isotherm
