// The discrete maximum principle where it holds, and the stability limit.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

/// Walls between 280 and 320, no source, no flux; a start that oscillates from cell to cell.
std::string bounded_case(bool general) {
  const char* regions = general
                            ? "[{material: m}, {material: n, where: \"sin(30*x)*sin(40*y) > 0.2\"}, {void: "
                              "{convection: {coefficient: 1e4, ambient: 283}}, circle: {center: [0.6, 0.4], "
                              "radius: 0.2}}]"
                            : "[{material: m}]";
  return fmt::format(
      "domain: {{size: [1, 1], cells: [30, 22]}}\n"
      "materials:\n"
      "  m: {{conductivity: {{x: 3, y: 1}}, density: 2, specific_heat: 1}}\n"
      "  n: {{conductivity: 500, density: 1, specific_heat: 3}}\n"
      "regions: {}\n"
      "initial: {{temperature: \"300 + 20*cos(pi*30*x)*cos(pi*22*y + 1)\"}}\n"
      "boundaries:\n"
      "  left: {{temperature: \"300 + 20*sin(50*t)\"}}\n  right: {{insulated: true}}\n"
      "  bottom: {{convection: {{coefficient: 7, ambient: 320}}}}\n"
      "  top: [{{from: 0, to: 0.4, temperature: 280}}, {{from: 0.4, to: 1, convection: {{coefficient: 1e6, "
      "ambient: "
      "310}}}}]\n"
      "time: {{method: forward-euler, end: 0.05}}\n",
      regions);
}

TEST(MaximumPrinciple, HoldsUpToTheMonotoneStep) {
  for (const bool general : {false, true}) {
    const std::string text = bounded_case(general);
    const double step = CaseRun(text).model().op().largest_monotone_step();
    CaseRun run(text, {fmt::format("time.step={:.17g}", step), fmt::format("time.end={:.17g}", 200 * step)});
    const double slack = 4 * std::numeric_limits<double>::epsilon() * 320;
    double low = 280;
    double high = 320;
    while (!run.model().clock().finished()) {
      run.advance(1);
      const Extremes now = local_extremes(run.T(), run.model().op().mask());
      ASSERT_GE(now.min, low - slack) << run.model().clock().step();
      ASSERT_LE(now.max, high + slack) << run.model().clock().step();
    }
  }
}

TEST(MaximumPrinciple, IsBrokenBeyondTheMonotoneStep) {
  // A hot cell in the corner of fixed sides loses more than it has: the limit is sharp.
  const std::string text =
      "domain: {size: [1, 1], cells: [16, 16]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: \"x < 1/16 && y < 1/16\"}\n"
      "boundaries: {left: {temperature: 0}, right: {temperature: 0}, bottom: {temperature: 0}, top: "
      "{temperature: "
      "0}}\ntime: {method: forward-euler, end: 1}\n";
  const double monotone = CaseRun(text).model().op().largest_monotone_step();
  EXPECT_NEAR(monotone, 1.0 / 256 / 6, 1e-17);
  for (const double times : {0.999, 1.001}) {
    CaseRun run(text, {fmt::format("time.step={:.17g}", times * monotone)});
    run.advance(1);
    const double least = run.comm().min(local_extremes(run.T(), run.model().op().mask()).min);
    EXPECT_EQ(least<0.0, times> 1.0) << least;
  }
}

TEST(StabilityLimit, IsThatOfGershgorin) {
  const auto limit = [](const std::string& walls, const std::string& k) {
    return CaseRun("domain: {size: [2, 1], cells: [20, 20]}\nmaterials: {m: {conductivity: " + k +
                   ", density: 2, specific_heat: 3}}\nregions: [{material: m}]\ninitial: {temperature: 0}\n"
                   "boundaries: {" +
                   walls + "}\ntime: {method: forward-euler, end: 1}\n")
        .model()
        .largest_stable_step();
  };
  const std::string insulated =
      "left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}";
  const std::string fixed =
      "left: {temperature: 0}, right: {temperature: 0}, bottom: {temperature: 0}, top: "
      "{temperature: 0}";
  // C = 6 dx dy; per cell 2 C / (2 (2 kx dy/dx + 2 ky dx/dy)), walls included: 2 k/d counts once, faces
  // twice.
  const auto uniform = [](double kx, double ky) { return 6.0 / (2 * kx / 0.01 + 2 * ky / 0.0025); };
  EXPECT_NEAR(limit(insulated, "5"), uniform(5, 5), 1e-15);
  EXPECT_NEAR(limit(fixed, "5"), uniform(5, 5), 1e-15);
  EXPECT_NEAR(limit(insulated, "{x: 7, y: 0.1}"), uniform(7, 0.1), 1e-15);
  EXPECT_NEAR(limit(insulated, "\"5 + 0*x\""), uniform(5, 5), 1e-15);
}

TEST(StabilityLimit, ALargerStepIsRefusedWithTheLargestNamed) {
  const std::string text = bounded_case(true);
  const double limit = CaseRun(text).model().largest_stable_step();
  EXPECT_NO_THROW(CaseRun(text, {fmt::format("time.step={:.17g}", limit)}));
  try {
    CaseRun run(text, {fmt::format("time.step={:.17g}", limit * (1 + 1e-11))});
    ADD_FAILURE() << "accepted";
  } catch (const std::invalid_argument& e) {
    EXPECT_NE(std::string(e.what()).find(fmt::format("{:.17g}", limit)), std::string::npos) << e.what();
  }
}

TEST(StabilityLimit, AtTheLimitNothingGrows) {
  // The mode of alternating signs keeps its size at the limit, where its factor is -1, and grows beyond.
  const std::string text =
      "domain: {size: [1, 1], cells: [32, 32]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: \"cos(pi*32*(x - 1/64))*cos(pi*32*(y - 1/64))\"}\n"
      "boundaries: {left: {periodic: true}, right: {periodic: true}, bottom: {periodic: true}, top: "
      "{periodic: "
      "true}}\ntime: {method: forward-euler, end: 1}\n";
  const double limit = CaseRun(text).model().largest_stable_step();
  EXPECT_NEAR(limit, 1.0 / 4096, 1e-18);
  CaseRun run(text, {fmt::format("time.step={:.17g}", limit), fmt::format("time.end={:.17g}", 100 * limit)});
  run.finish();
  EXPECT_NEAR(run.error([](double, double, double) { return 0.0; }).second, 1.0, 1e-11);
}

}  // namespace
}  // namespace isotherm
