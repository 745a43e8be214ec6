// The value at a point: exact for linear fields, on interfaces and on walls.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

/// Probes named p0, p1, ... at points of the unit square.
std::string probes_at(const std::vector<Point>& points) {
  std::string text = "output: {probes: {";
  for (std::size_t n = 0; n < points.size(); ++n) {
    text += fmt::format("{}p{}: [{}, {}]", n > 0 ? ", " : "", n, points[n].x, points[n].y);
  }
  return text + "}}\n";
}

constexpr const char* square =
    "domain: {size: [1, 1], cells: [40, 24]}\n"
    "materials:\n"
    "  a: {conductivity: {x: 2, y: 0.5}, density: 3, specific_heat: 0.5}\n"
    "  b: {conductivity: 10, density: 1, specific_heat: 1}\n"
    "  c: {conductivity: 2, density: 3, specific_heat: 0.5}\n"
    "time: {method: forward-euler, end: 1e-3}\n";

/// Centres, faces, corners of cells and of the domain, walls, and points in between.
std::vector<Point> many_points() {
  std::vector<Point> points;
  for (const double x : {0.0, 0.0125, 0.025, 0.3, 0.31, 0.4999, 0.5, 0.61803, 0.99, 1.0}) {
    for (const double y : {0.0, 1.0 / 48, 1.0 / 24, 0.123, 0.5, 0.5 + 1.0 / 48, 0.75, 0.999, 1.0}) {
      points.push_back({x, y});
    }
  }
  return points;
}

TEST(Probes, LinearFieldIsExactEverywhere) {
  const auto points = many_points();
  const auto linear = [](Point p) { return 7.0 + 3.0 * p.x - 2.0 * p.y; };
  const std::string field = "\"7 + 3*x - 2*y\"";
  const std::vector<std::pair<const char*, std::string>> walls{
      {"temperature",
       fmt::format("left: {{temperature: {0}}}, right: {{temperature: {0}}}, bottom: {{temperature: "
                   "{0}}}, top: {{temperature: {0}}}",
                   field)},
      {"flux", "left: {flux: -6}, right: {flux: 6}, bottom: {flux: 1}, top: {flux: -1}"},
      {"mixed",
       fmt::format("left: {{temperature: {0}}}, right: {{flux: 6}}, bottom: {{temperature: {0}}}, top: "
                   "{{convection: {{coefficient: 4, ambient: \"7 + 3*x - 2*y - 1/4\"}}}}",
                   field)},
      {"both",
       "left: {flux: -6}, right: {flux: 5, convection: {coefficient: 2, ambient: \"10.5 - 2*y\"}}, "
       "bottom: {flux: 1}, top: {flux: -1}"}};
  for (const auto& [name, conditions] : walls) {
    CaseRun run(std::string(square) + "regions: [{material: a}]\ninitial: {temperature: " + field +
                "}\nboundaries: {" + conditions + "}\n" + probes_at(points));
    for (std::size_t n = 0; n < points.size(); ++n) {
      EXPECT_NEAR(run.probe(n), linear(points[n]), 1e-13)
          << name << " at " << points[n].x << ", " << points[n].y;
    }
    run.advance(5);  // the steady state that it is: nothing moves
    EXPECT_NEAR(run.probe(0), linear(points[0]), 1e-12) << name;
    EXPECT_LT(run.error([&](double x, double y, double) { return linear({x, y}); }).second, 1e-13) << name;
  }
}

TEST(Probes, PeriodicSidesInterpolateAcross) {
  CaseRun run(std::string(square) +
              "regions: [{material: a}]\ninitial: {temperature: \"sin(2*pi*x)*cos(2*pi*y)\"}\n"
              "boundaries: {left: {periodic: true}, right: {periodic: true}, bottom: {periodic: true}, top: "
              "{periodic: true}}\n" +
              probes_at({{0, 0.5}, {1, 0.5}, {0.25, 0}, {0.25, 1}, {0, 0}}));
  EXPECT_NEAR(run.probe(0), 0.0, 1e-13);
  EXPECT_NEAR(run.probe(1), 0.0, 1e-13);
  const double edge = std::cos(3.14159265358979 / 24) * std::cos(3.14159265358979 / 40);
  EXPECT_NEAR(run.probe(2), edge, 1e-12);
  EXPECT_NEAR(run.probe(3), edge, 1e-12);
  EXPECT_NEAR(run.probe(4), 0.0, 1e-13);
}

TEST(Probes, InterfaceOfTwoMaterials) {
  // One flux through k = 2 and then k = 10: slopes 5 and 1.
  const std::string text =
      std::string(square) +
      "regions: [{material: c}, {material: b, rectangle: {min: [0.5, 0], max: [1, 1]}}]\n"
      "initial: {temperature: \"x < 0.5 ? 5*x : 2.5 + (x - 0.5)\"}\n"
      "boundaries: {left: {temperature: 0}, right: {temperature: 3}, bottom: {insulated: true}, top: "
      "{insulated: "
      "true}}\n";
  const std::vector<Point> points{{0.5, 0.51}, {0.5, 0.5}, {0.4937, 0.5}, {0.506, 0.3},
                                  {0.5, 0},    {0.5, 1},   {0.2, 1}};
  CaseRun run(text + probes_at(points));
  run.advance(20);
  for (std::size_t n = 0; n < points.size(); ++n) {
    const double x = points[n].x;
    EXPECT_NEAR(run.probe(n), x < 0.5 ? 5 * x : 2 + x, 1e-12) << n;
  }
}

TEST(Probes, CellsVoidsAndTheirWalls) {
  const std::string text = std::string(square) +
                           "regions:\n  - {material: b}\n"
                           "  - {void: {convection: {coefficient: 5, ambient: 100}}, rectangle: {min: [0.5, "
                           "0.25], max: [0.75, 0.5]}}\n"
                           "initial: {temperature: 20}\n"
                           "boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: "
                           "{insulated: true}, top: {insulated: "
                           "true}}\n"
                           "output: {probes: {cell: {cell: [3, 4]}, hole: [0.6, 0.4], hole_cell: {cell: [24, "
                           "8]}, wall: [0.5, 0.3125],"
                           " wall2: [0.6375, 0.5], corner: [0.75, 0.5]}}\n";
  CaseRun run(text);
  EXPECT_EQ(run.probe(0), 20.0);
  EXPECT_TRUE(std::isnan(run.probe(1)));
  EXPECT_TRUE(std::isnan(run.probe(2)));
  const auto surface = [](double d) { return (2 * 10 / d * 20 + 5 * 100) / (2 * 10 / d + 5); };
  EXPECT_NEAR(run.probe(3), surface(1.0 / 40), 1e-13);
  EXPECT_NEAR(run.probe(4), surface(1.0 / 24), 1e-13);
  const double corner = run.probe(5);
  EXPECT_GT(corner, 20.0);
  EXPECT_LT(corner, surface(1.0 / 24));
}

}  // namespace
}  // namespace isotherm
