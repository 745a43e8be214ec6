// Published and computed answers.

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

std::string config(const std::string& name) {
  const char* source = std::getenv("ISOTHERM_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/configs/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Reference, NafemsT3) {
  // Cameron, Casey, Simpson, Benchmark Tests for Thermal Analysis, NAFEMS, 1986: 36.60 degC at x = 0.08 m
  // after 32 s; the other digits and places from the series solution.
  CaseRun run(config("nafems_t3.yaml"));
  run.finish();
  EXPECT_EQ(run.model().clock().time(), 32.0);
  EXPECT_NEAR(run.probe(0), 36.603116, 0.04);
  EXPECT_NEAR(run.probe(0), 36.603116, 2e-3);  // what this grid gives
  EXPECT_NEAR(run.probe(1), 8.6677693, 2e-3);
  EXPECT_NEAR(run.probe(2), 1.150281, 1e-3);
  EXPECT_NEAR(run.probe(3), 0.0909070, 1e-3);
}

TEST(Reference, RobinSlab) {
  // Carslaw and Jaeger, Conduction of Heat in Solids, 1959, section 3.11: half-thickness 1, Bi = 1.
  struct Answer {
    double Fo, centre, surface;
  };
  for (const auto& a : {Answer{0.1, 0.993108255, 0.723577239}, Answer{0.5, 0.772526383, 0.504521928},
                        Answer{1.0, 0.533859401, 0.348176852}}) {
    CaseRun run(fmt::format(
        "domain: {{size: [1, 0.04], cells: [50, 2]}}\n"
        "materials: {{m: {{conductivity: 2, density: 2, specific_heat: 1}}}}\n"
        "regions: [{{material: m}}]\ninitial: {{temperature: 1}}\n"
        "boundaries: {{left: {{insulated: true}}, right: {{convection: {{coefficient: 2, ambient: "
        "0}}}}, bottom: {{insulated: true}}, top: {{insulated: true}}}}\n"
        "time: {{method: forward-euler, end: {}}}\noutput: {{probes: {{centre: [0, 0.02], surface: [1, "
        "0.02]}}}}\n",
        a.Fo));
    run.finish();
    EXPECT_NEAR(run.probe(0), a.centre, 1e-4) << a.Fo;
    EXPECT_NEAR(run.probe(1), a.surface, 2e-4) << a.Fo;
  }
}

TEST(Reference, SquareBar) {
  // The product of two slabs: Bi = 1, Fo = 0.5, centre and corner.
  CaseRun run(
      "domain: {size: [1, 1], cells: [40, 40]}\n"
      "materials: {m: {conductivity: 3, density: 1, specific_heat: 3}}\n"
      "regions: [{material: m}]\ninitial: {temperature: 1}\n"
      "boundaries: {left: {insulated: true}, right: {convection: {coefficient: 3, ambient: 0}}, bottom: "
      "{insulated: "
      "true}, top: {convection: {coefficient: 3, ambient: 0}}}\n"
      "time: {method: forward-euler, end: 0.5}\noutput: {probes: {centre: [0, 0], corner: [1, 1]}}\n");
  run.finish();
  EXPECT_NEAR(run.probe(0), 0.596797013, 2e-4);
  EXPECT_NEAR(run.probe(1), 0.254542376, 3e-4);
}

std::string composite(const char* rule) {
  // k = 1, 10, 0.2 over 0.25, 0.5, 0.25 m, surfaces at 0 and 100: q = 100 / (0.25 + 0.05 + 1.25).
  return fmt::format(
      "domain: {{size: [1, 0.1], cells: [32, 2]}}\n"
      "materials:\n  a: {{conductivity: 1, density: 1, specific_heat: 1}}\n"
      "  b: {{conductivity: 10, density: 1, specific_heat: 1}}\n"
      "  c: {{conductivity: 0.2, density: 1, specific_heat: 1}}\n"
      "regions:\n  - {{material: a}}\n"
      "  - {{material: b, rectangle: {{min: [0.25, 0], max: [0.75, 1]}}}}\n"
      "  - {{material: c, rectangle: {{min: [0.75, 0], max: [1, 1]}}}}\n"
      "initial: {{temperature: \"x < 0.25 ? 100/1.55*x : x < 0.75 ? 100/1.55*(0.25 + (x - 0.25)/10) : "
      "100/1.55*(0.3 + (x - 0.75)/0.2)\"}}\n"
      "boundaries: {{left: {{temperature: 0}}, right: {{temperature: 100}}, bottom: {{insulated: "
      "true}}, top: {{insulated: true}}}}\n"
      "numerics: {{face_conductivity: {}}}\ntime: {{method: forward-euler, end: 0.02}}\n"
      "output: {{probes: {{ab: [0.25, 0.03], bc: [0.75, 0.05]}}}}\n",
      rule);
}

TEST(Reference, LayersInSeriesAreExactWithTheHarmonicMean) {
  CaseRun run(composite("harmonic"));
  const auto before = run.everywhere();
  run.finish();
  const auto after = run.everywhere();
  for (std::size_t n = 0; n < before.size(); ++n) ASSERT_NEAR(after[n], before[n], 1e-11);
  EXPECT_NEAR(run.probe(0), 100 / 1.55 * 0.25, 1e-11);
  EXPECT_NEAR(run.probe(1), 100 / 1.55 * 0.3, 1e-11);
  EXPECT_NEAR(run.wall_power(0), -0.1 * 100 / 1.55, 1e-11);
  EXPECT_NEAR(run.wall_power(1), 0.1 * 100 / 1.55, 1e-10);
}

TEST(Reference, TheArithmeticMeanIsSomethingElse) {
  CaseRun run(composite("arithmetic"));
  // A face between k = 1 and 10 conducts A 2 (1 + 10) / 2 / (2 d) there: the first step shows it.
  const double d = 1.0 / 32;
  const double T7 = 100 / 1.55 * 7.5 * d;
  const double T8 = 100 / 1.55 * (0.25 + 0.5 * d / 10);
  const double T6 = 100 / 1.55 * 6.5 * d;
  run.advance(1);
  const double dt = run.model().clock().dt();
  const double wanted = T7 + dt / (d * d) * (5.5 * (T8 - T7) - 1.0 * (T7 - T6));
  EXPECT_NEAR(run.everywhere()[7], wanted, 1e-12);
}

}  // namespace
}  // namespace isotherm
