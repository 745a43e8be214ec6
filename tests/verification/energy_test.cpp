// Heat is conserved: what is there is what was there and what came in, to round-off.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numbers>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

constexpr double eps = std::numeric_limits<double>::epsilon();

/// Follows a run and gives the largest |balance| against the bound of the design, after each stride.
struct Balance {
  double ratio = 0.0;     ///< largest |balance| / (4 eps steps max|heat|)
  double supplied = 0.0;  ///< largest |heat that came in|
  double most_heat = 0.0;
};
Balance follow(CaseRun& run, int stride) {
  Balance result;
  EnergyBalance& energy = run.model().energy();
  const Communicator& comm = run.comm();
  const auto everybody = [&](const ExactSum& mine) {
    auto words = mine.words();
    comm.sum(words);
    return ExactSum::from_words(words);
  };
  const ExactSum start = everybody(local_totals(run.model().op(), run.T()).heat);
  result.most_heat = std::abs(start.value());
  while (!run.model().clock().finished()) {
    run.advance(stride);
    ExactSum balance = everybody(local_totals(run.model().op(), run.T()).heat);
    result.most_heat = std::max(result.most_heat, std::abs(balance.value()));
    balance.subtract(start);
    const ExactSum supplied = energy.supplied_by_all();
    result.supplied = std::max(result.supplied, std::abs(supplied.value()));
    balance.subtract(supplied);
    const auto steps = static_cast<double>(run.model().clock().step());
    result.ratio = std::max(result.ratio, std::abs(balance.value()) / (4.0 * eps * steps * result.most_heat));
  }
  return result;
}

const char* const everything =
    "domain: {size: [97 mm, 53 mm], cells: [97, 53], origin: [-10 mm, 5 mm]}\n"
    "materials:\n"
    "  copper: {conductivity: 390, density: 8930, specific_heat: 385}\n"
    "  board: {conductivity: {x: 0.8, y: 0.3}, density: 1850, specific_heat: 1100}\n"
    "  graded: {conductivity: \"20 + 200*x\", density: 7900, specific_heat: \"460 + 1e3*y\"}\n"
    "regions:\n"
    "  - {material: board}\n"
    "  - {material: copper, rectangle: {min: [10 mm, 12 mm], max: [40 mm, 20 mm]}}\n"
    "  - {material: graded, polygon: [[45 mm, 10 mm], [80 mm, 15 mm], [70 mm, 45 mm]]}\n"
    "  - {void: {flux: \"200*sin(t)\", convection: {coefficient: 40, ambient: 290}}, circle: {center: [25 "
    "mm, 40 mm],"
    " radius: 9 mm}}\n"
    "  - {void: {temperature: \"310 + t\"}, rectangle: {min: [50 mm, 50 mm], max: [60 mm, 60 mm]}}\n"
    "initial: {temperature: \"300 + 40*sin(60*x)*cos(45*y)\"}\n"
    "boundaries:\n"
    "  left: {insulated: true}\n"
    "  right: {flux: \"800*sin(0.2*t)\", convection: {coefficient: \"15 + 5*cos(t)\", ambient: 285}}\n"
    "  bottom: {temperature: \"293.15 + 10*sin(3*t)\"}\n"
    "  top:\n"
    "    - {from: -10 mm, to: 33 mm, convection: {coefficient: 25, ambient: {table: [[0, 280], [20, "
    "320]]}}}\n"
    "    - {from: 33 mm, to: 87 mm, flux: 5e4}\n"
    "sources:\n"
    "  - {power_density: 2e6, rectangle: {min: [15 mm, 13 mm], max: [30 mm, 18 mm]}}\n"
    "  - {power_density: \"1e5*x*exp(-t)\", circle: {center: [30 mm, 40 mm], radius: 20 mm}}\n"
    "  - {power: \"-30*exp(-0.02*t)\", circle: {center: [65 mm, 25 mm], radius: 5 mm}}\n"
    "time: {method: forward-euler, end: 2 s}\n";

TEST(Energy, BalanceIsRoundOffWithEverythingAtWork) {
  CaseRun run(everything);
  const Balance balance = follow(run, 20);
  EXPECT_LE(balance.ratio, 1.0);
  EXPECT_GT(balance.supplied, 1e-4 * balance.most_heat);  // there was something to balance
}

const char* const one_material =
    "domain: {size: [1, 1], cells: [50, 30]}\n"
    "materials: {m: {conductivity: {x: 1, y: 0.3}, density: 7, specific_heat: 3}}\n"
    "regions: [{material: m}]\ninitial: {temperature: \"300 + 100*x*y\"}\n"
    "boundaries: {left: {temperature: \"300 + 50*sin(t)\"}, right: {flux: 500}, bottom: {insulated: "
    "true},\n"
    "  top: {flux: -100, convection: {coefficient: 4, ambient: 250}}}\n"
    "sources: [{power: 70, rectangle: {min: [0.2, 0.2], max: [0.4, 0.3]}}]\ntime: {method: forward-euler, "
    "end: 10}\n";

TEST(Energy, BalanceIsRoundOffOnTheUniformPath) {
  CaseRun run(one_material);
  ASSERT_TRUE(run.model().op().uniform());
  const Balance balance = follow(run, 100);
  EXPECT_LE(balance.ratio, 1.0);
  EXPECT_GT(balance.supplied, 1e-2 * balance.most_heat);
}

TEST(Energy, BalanceOfSuperStepsIsRoundOff) {
  for (const char* const text : {everything, one_material}) {
    CaseRun run(text, {"time.method=rkl2"});
    const Balance balance = follow(run, 1);
    EXPECT_LE(balance.ratio, 1.0);
    EXPECT_GT(balance.supplied, 1e-4 * balance.most_heat);
  }
}

TEST(Energy, AnInsulatedBodyKeepsItsHeat) {
  for (const char* wall : {"insulated: true", "periodic: true"}) {
    CaseRun run(fmt::format(
        "domain: {{size: [1, 1], cells: [33, 20]}}\n"
        "materials: {{a: {{conductivity: 5, density: 7, specific_heat: 3}}, b: {{conductivity: 0.1, density: "
        "2, "
        "specific_heat: 9}}}}\n"
        "regions: [{{material: a}}, {{material: b, where: \"sin(20*x*y) > 0.3\"}}]\n"
        "initial: {{temperature: \"300 + 100*(x > 0.6)\"}}\n"
        "boundaries: {{left: {{{0}}}, right: {{{0}}}, bottom: {{{0}}}, top: {{{0}}}}}\ntime: {{method: "
        "forward-euler, end: 0.2}}\n",
        wall));
    const double before = run.heat();
    run.finish();
    const auto steps = static_cast<double>(run.model().clock().step());
    EXPECT_NEAR(run.heat(), before, 4 * eps * steps * before) << wall;
  }
}

TEST(Energy, ABarOneCellWideKeepsItsHeat) {
  for (const char* domain : {"size: [1, 1e-6], cells: [64, 1]", "size: [1e-6, 1], cells: [1, 64]"}) {
    for (const char* method : {"forward-euler", "rkl2"}) {
      for (const char* wall : {"insulated: true", "periodic: true"}) {
        CaseRun run(fmt::format(
            "domain: {{{0}}}\nmaterials: {{a: {{conductivity: 1, density: 1, specific_heat: 1}}}}\n"
            "regions: [{{material: a}}]\ninitial: {{temperature: \"x + y\"}}\n"
            "boundaries: {{left: {{{2}}}, right: {{{2}}}, bottom: {{{2}}}, top: {{{2}}}}}\n"
            "time: {{method: {1}, end: 0.005, step: 1e-4}}\n",
            domain, method, wall));
        EXPECT_LE(follow(run, 1).ratio, 1.0) << domain << ' ' << method << ' ' << wall;
      }
    }
  }
}

TEST(Energy, KnownPowersArriveInFull) {
  const std::string text =
      "domain: {size: [2, 1], cells: [40, 20]}\n"
      "materials: {m: {conductivity: 1, density: 7, specific_heat: 3}}\n"
      "regions: [{material: m}]\ninitial: {temperature: 10}\n"
      "boundaries: {left: {flux: 3}, right: {insulated: true}, bottom: {insulated: true},\n"
      "  top: [{from: 0, to: 0.5, flux: -8}, {from: 0.5, to: 2, insulated: true}]}\n"
      "sources: [{power: 11, circle: {center: [1.01, 0.52], radius: 0.2345}},\n"
      "  {power_density: 2, rectangle: {min: [0.5, 0.5], max: [1, 1]}}, {power: {table: [[0, 0], [1, 4]]}}]\n"
      "time: {method: forward-euler, end: 0.5}\n";
  CaseRun run(text);
  const double before = run.heat();
  EXPECT_NEAR(before, 7 * 3 * 10 * 2, 1e-9);
  EXPECT_NEAR(run.wall_power(0), 3.0, 1e-13);
  EXPECT_NEAR(run.wall_power(3), -4.0, 1e-13);
  run.finish();
  const double dt = run.model().clock().dt();
  const auto n =
      static_cast<double>(run.model().clock().last_step() - 1);  // whole steps, and a shortened one
  const double last = 0.5 - n * dt;
  const double ramp =
      4.0 * (dt * dt * n * (n - 1) / 2 + last * n * dt);  // forward Euler: power at each start
  EXPECT_NEAR(run.heat() - before, 0.5 * (3.0 - 4.0 + 11.0 + 0.5) + ramp, 1e-10);
}

TEST(Energy, VoidCellsTakeNoPartOfASource) {
  CaseRun run(
      "domain: {size: [1, 1], cells: [20, 20]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\n"
      "regions: [{material: m}, {void: {insulated: true}, rectangle: {min: [0.25, 0.25], max: [0.75, "
      "0.75]}}]\n"
      "initial: {temperature: 1}\n"
      "boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: "
      "{insulated: "
      "true}}\n"
      "sources: [{power: 5}, {power_density: 2}]\ntime: {method: forward-euler, end: 0.01}\n");
  EXPECT_NEAR(run.heat(), 0.75, 1e-13);
  EXPECT_NEAR(run.model().op().total_volume(), 0.75, 1e-13);
  run.finish();
  EXPECT_NEAR(run.heat(), 0.75 + 0.01 * (5 + 2 * 0.75), 1e-13);
}

TEST(Energy, TheWallOfARoundHoleHasItsLength) {
  // Flux 1 on the wall: its power is the length of the staircase times |n . e|. Without it, 4 / pi too long.
  for (const auto& [shape, length] :
       {std::pair{"circle: {center: [0.503, 0.491], radius: 0.3}", 2 * std::numbers::pi * 0.3},
        std::pair{"polygon: [[0.2, 0.5], [0.5, 0.2], [0.8, 0.5], [0.5, 0.8]]", 4 * 0.3 * std::numbers::sqrt2},
        std::pair{"rectangle: {min: [0.25, 0.25], max: [0.75, 0.5]}", 1.5}}) {
    for (const int n : {40, 80, 160}) {
      CaseRun run(
          fmt::format("domain: {{size: [1, 1], cells: [{0}, {0}]}}\n"
                      "materials: {{m: {{conductivity: 1, density: 1, specific_heat: 1}}}}\n"
                      "regions: [{{material: m}}, {{void: {{flux: 1}}, {1}}}]\ninitial: {{temperature: 1}}\n"
                      "boundaries: {{left: {{insulated: true}}, right: {{insulated: true}}, bottom: "
                      "{{insulated: true}}, top: "
                      "{{insulated: true}}}}\ntime: {{method: forward-euler, end: 1e-9}}\n",
                      n, shape));
      EXPECT_NEAR(run.wall_power(4) / length, 1.0, 1.2 / n) << shape << ", " << n;
    }
  }
}

TEST(Energy, APeriodicSideCutsAHoleStraight) {
  // Half a disc on each of two sides: its wall is half the circle and the cut along the side.
  CaseRun run(
      "domain: {size: [1, 1], cells: [160, 160]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\n"
      "regions: [{material: m}, {void: {flux: 1}, circle: {center: [0, 0.5], radius: 0.4}},\n"
      "          {void: {flux: 1}, circle: {center: [0.7, 1], radius: 0.25}}]\ninitial: {temperature: 1}\n"
      "boundaries: {left: {periodic: true}, right: {periodic: true}, bottom: {periodic: true}, top: "
      "{periodic: "
      "true}}\n"
      "time: {method: forward-euler, end: 1e-9}\n");
  EXPECT_NEAR(run.wall_power(4), std::numbers::pi * 0.65 + 2 * 0.65, 0.01);
}

}  // namespace
}  // namespace isotherm
