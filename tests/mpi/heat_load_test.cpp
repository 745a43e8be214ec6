// Volume sources: what goes up and down together is one part, and parts together are the power of each cell.

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <string>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

std::string plate(const std::string& sources) {
  return R"yaml(
title: plate
domain: {size: [1, 1], cells: [40, 40]}
materials: {a: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: a}]
initial: {temperature: 0}
boundaries: {left: {temperature: 0}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {end: 1, step: 1e-4, method: forward-euler}
sources:
)yaml" + sources;
}

/// Compares the power of all cells, and in total, with a density (W/m3) at several times.
void expect_density(test::CaseRun& run, const std::function<double(double x, double y, double t)>& density) {
  HeatLoad& sources = run.model().op().sources();
  const LocalCells& cells = run.model().op().cells();
  for (const double t : {0.0, 0.3, 0.7}) {
    sources.set_time(t);
    double wanted = 0.0;
    const Field& power = sources.power();
    cells.for_each(1, [&](int j, int i) {
      const Point p = cells.center(j, i);
      const double here = density(p.x, p.y, t) / 1600.0;
      EXPECT_NEAR(power.view()(j, i), here, 1e-14) << "at " << p.x << ", " << p.y << ", t = " << t;
      if (cells.owned(j, i)) wanted += here;
    });
    MPI_Allreduce(MPI_IN_PLACE, &wanted, 1, MPI_DOUBLE, MPI_SUM, run.comm().get());
    EXPECT_NEAR(sources.total(), wanted, 1e-11);
  }
}

bool left(double x) {
  return x < 0.5;
}

TEST(HeatLoadTest, SourcesOfTheSameFunctionOfTimeAreOnePart) {
  test::CaseRun run(plate(R"yaml(
  - {power_density: "1 + x", rectangle: {min: [0, 0], max: [0.5, 1]}}
  - {power_density: "sin(3*t)", rectangle: {min: [0, 0], max: [0.5, 1]}}
  - {power: "sin(3*t)", rectangle: {min: [0.5, 0], max: [1, 0.5]}}
  - {power_density: {table: [[0, 0], [1, 5]]}}
  - {power_density: 7}
)yaml"));
  const HeatLoad& sources = run.model().op().sources();
  EXPECT_EQ(sources.parts().size(), 3U);
  EXPECT_FALSE(sources.moves());
  expect_density(run, [](double x, double y, double t) {
    const double in_rectangle = left(x) ? 1.0 + x + std::sin(3 * t) : 0.0;
    const double total_of_quarter = !left(x) && y < 0.5 ? std::sin(3 * t) / 0.25 : 0.0;
    return in_rectangle + total_of_quarter + 5 * t + 7;
  });
}

TEST(HeatLoadTest, WhatDependsOnPlaceAndTimeMoves) {
  test::CaseRun run(plate(R"yaml(
  - {power_density: 2}
  - {power_density: "exp(-(x - t)^2)", rectangle: {min: [0, 0], max: [0.5, 1]}}
  - {power_density: "cos(t)"}
)yaml"));
  EXPECT_TRUE(run.model().op().sources().moves());
  EXPECT_EQ(run.model().stepper().report().at("time_block"), 1.0);
  expect_density(run, [](double x, double, double t) {
    return 2 + std::cos(t) + (left(x) ? std::exp(-(x - t) * (x - t)) : 0.0);
  });
}

TEST(HeatLoadTest, MoreFunctionsOfTimeThanParts) {
  std::string text;
  for (int n = 1; n <= 6; ++n) text += "  - {power_density: \"sin(" + std::to_string(n) + "*t)\"}\n";
  test::CaseRun run(plate(text));
  EXPECT_EQ(run.model().op().sources().parts().size(), HeatLoad::most_parts);
  EXPECT_TRUE(run.model().op().sources().moves());
  expect_density(run, [](double, double, double t) {
    double sum = 0.0;
    for (int n = 1; n <= 6; ++n) sum += std::sin(n * t);
    return sum;
  });
}

/// T(t) = 2 t + sin(3 t) / 3 everywhere. Steps of 1e-4 or super steps of 0.01, one by one and fused.
TEST(HeatLoadTest, WarmsAnInsulatedBodyByItsIntegral) {
  for (const std::string method : {"forward-euler", "rkl2"}) {
    for (const std::string block : {"1", "8"}) {
      SCOPED_TRACE(method + ", block of " + block);
      const std::string step = method == "rkl2" ? "0.01" : "1e-4";
      test::CaseRun run(plate("  - {power_density: \"2 + cos(3*t)\"}\n"),
                        {"boundaries.left={insulated: true}", "time.method=" + method, "time.step=" + step,
                         "numerics.time_block=" + block});
      run.finish();
      const double wanted = 2.0 + std::sin(3.0) / 3.0;
      for (const double T : run.everywhere()) ASSERT_NEAR(T, wanted, 2e-4);
      EXPECT_NEAR(run.heat(), run.model().energy().supplied_by_all().value(), 1e-12);
    }
  }
}

/// Temperatures after 45 steps of a plate with a source that moves within `rectangle`.
std::vector<double> after_moving(const std::string& rectangle, const std::string& cells,
                                 const std::string& block, double expected_block) {
  test::CaseRun run(
      plate("  - {power_density: \"sin(9*x + t)\", rectangle: " + rectangle + "}\n"),
      {"domain.cells=" + cells, "time.step=1e-5", "numerics.time_block=" + block,
       "parallel.decomposition=[1," + std::to_string(Communicator(MPI_COMM_WORLD).size()) + "]"});
  if (expected_block > 0.0) {
    EXPECT_EQ(run.model().stepper().report().at("time_block"), expected_block);
  }
  run.advance(45);
  return run.everywhere();
}

/// On one rank there is memory for 11 of 20 steps; strips for these would be too narrow for vectors of 8.
TEST(HeatLoadTest, FewerStepsForMovingSourcesMayBeTooFewForStrips) {
  const std::string rectangle = "{min: [0.2, 0.2], max: [0.5, 0.5]}";
  EXPECT_EQ(after_moving(rectangle, "[40, 40]", "20", 0), after_moving(rectangle, "[40, 40]", "1", 1));
}

TEST(HeatLoadTest, FewStepsAreFusedWithMovingSourcesIfWanted) {
  const std::string rectangle = "{min: [0.2, 0.2], max: [0.3, 0.3]}";
  EXPECT_EQ(after_moving(rectangle, "[80, 40]", "4", 4), after_moving(rectangle, "[80, 40]", "1", 1));
}

TEST(HeatLoadTest, RefusesWhatIsNotFinite) {
  const auto message = [](const std::string& source) -> std::string {
    try {
      test::CaseRun run(plate("  - {power_density: 1}\n  - " + source + "\n"));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_NE(message("{power_density: \"1/(x - x)\"}").find("sources.1: is not finite at ("),
            std::string::npos);
  EXPECT_NE(message("{power_density: \"log(t)\"}").find("sources.1: is not finite at t = 0"),
            std::string::npos);
  EXPECT_NE(message("{power_density: \"sqrt(t - x)\"}").find("sources.1: is not finite at ("),
            std::string::npos);
}

}  // namespace
}  // namespace isotherm
