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

TEST(Probes, WallsAndJoinsAlongGradedCells) {
  // What is linear along a wall or a join is so between cells of any width, and of any conductivity across.
  const std::vector<Point> points{{0, 0.3},    {0, 0.2},  {0.01, 0.21}, {0.5, 0.1}, {0.5, 0.3},
                                  {0.51, 0.3}, {1, 0.65}, {0.75, 0.5},  {1, 0.95},  {0.5, 0.65}};
  CaseRun run(
      "domain: {size: [1, 1], cells: [8, 5], grading: {y: {edges: [0, 0.1, 0.3, 0.6, 0.7, 1]}}}\n"
      "materials:\n"
      "  a: {conductivity: {x: 2, y: 0.5}, density: 3, specific_heat: 0.5}\n"
      "  b: {conductivity: 10, density: 1, specific_heat: 1}\n"
      "regions: [{material: a}, {material: b, rectangle: {min: [0.5, 0], max: [1, 1]}}]\n"
      "initial: {temperature: \"7 + 2*y\"}\n"
      "boundaries: {left: {insulated: true}, right: {temperature: \"7 + 2*y\"}, bottom: {temperature: 7}, "
      "top: {temperature: 9}}\ntime: {method: forward-euler, end: 1e-3}\n" +
      probes_at(points));
  for (std::size_t n = 0; n < points.size(); ++n) {
    EXPECT_NEAR(run.probe(n), 7.0 + 2.0 * points[n].y, 1e-13) << points[n].x << ", " << points[n].y;
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

/// Two halves with a contact between them, one flow through both; k_a, k_b.
std::string halves(const char* domain, const char* k_a, const char* k_b, double resistance) {
  return fmt::format(
      "domain: {{{}}}\nmaterials:\n  a: {{conductivity: {}, density: 1, specific_heat: 1}}\n"
      "  b: {{conductivity: {}, density: 1, specific_heat: 1}}\n"
      "regions: [{{material: a}}, {{material: b, rectangle: {{min: [0.5, 0], max: [1, 1]}}}}]\n"
      "contacts: [{{between: [a, b], resistance: {}}}]\ninitial: {{temperature: 50}}\n"
      "boundaries: {{left: {{temperature: 0}}, right: {{temperature: 100}}, bottom: {{insulated: true}}, "
      "top: {{insulated: true}}}}\ntime: {{method: steady, tolerance: 1e-13}}\n",
      domain, k_a, k_b, resistance);
}

TEST(Probes, EachSideOfAContactHasItsOwnTemperature) {
  const std::vector<double> heights{0.0, 0.1, 1.0 / 6, 0.5, 0.6, 2.0 / 3, 1.0};
  std::vector<Point> points;
  for (const double x : {0.41, 0.47, 0.499, 0.5, 0.501, 0.56}) {
    for (const double y : heights) points.push_back({x, y});
  }
  const std::string text = halves("size: [1, 1], cells: [10, 6]", "2", "2", 9.0);
  const std::vector<std::string> turned{
      "domain.cells=[6, 10]",
      "regions=[{material: a}, {material: b, rectangle: {min: [0, 0.5], max: [1, 1]}}]",
      "boundaries={bottom: {temperature: 0}, top: {temperature: 100}, left: {insulated: true}, right: "
      "{insulated: true}}"};
  CaseRun across_x(text + probes_at(points));
  across_x.finish();
  std::vector<Point> turned_points;
  for (const Point p : points) turned_points.push_back({p.y, p.x});
  CaseRun across_y(text + probes_at(turned_points), turned);
  across_y.finish();
  const double q = 100.0 / (0.25 + 9.0 + 0.25);
  for (std::size_t n = 0; n < points.size(); ++n) {
    const double x = points[n].x;
    const double exact = x == 0.5 ? 50.0 : x < 0.5 ? q * x / 2.0 : 100.0 - q * (1.0 - x) / 2.0;
    EXPECT_NEAR(across_x.probe(n), exact, 1e-6) << x << ", " << points[n].y;
    EXPECT_NEAR(across_y.probe(n), exact, 1e-6) << points[n].y << ", " << x;
  }
}

TEST(Probes, AContactsJumpIsItsFluxTimesItsResistance) {
  const std::vector<Point> points{{0.5 - 1e-8, 0.5}, {0.5 + 1e-8, 0.5}, {0.5 - 1e-8, 0.6}};
  const auto jump = [&](const char* domain, const char* k, const std::vector<std::string>& changes) {
    CaseRun run(halves(domain, k, "6", 0.3) + probes_at(points), changes);
    run.finish();
    EXPECT_NEAR(run.probe(0), run.probe(2), 1e-9) << domain;
    EXPECT_GT(run.probe(0), 0.0) << domain;
    return std::pair{run.probe(1) - run.probe(0), run.wall_power(1)};
  };
  const char* plane = "size: [1, 1], cells: [10, 6]";
  const auto [harmonic, power] = jump(plane, "2", {});
  EXPECT_NEAR(harmonic, 0.3 * power, 1e-4);
  const auto [arithmetic, more] = jump(plane, "2", {"numerics.face_conductivity=arithmetic"});
  EXPECT_NEAR(arithmetic, 0.3 * more, 1e-4);
  EXPECT_GT(std::abs(more - power), 0.1);
  const auto [ring, all_round] =
      jump("size: [0.6, 1], cells: [12, 6], origin: [0.2, 0], coordinates: axisymmetric", "{x: 2, y: 1}", {});
  EXPECT_NEAR(ring, 0.3 * all_round / (2.0 * 3.14159265358979 * 0.5), 1e-4);
}

TEST(Probes, AContactBesideConductivityOfTemperature) {
  // T + T^2/200 rises to 62.5 at 50 over 0.5: the flux is 125, the other side begins at 50 + 0.2 * 125.
  CaseRun run(halves("size: [1, 1], cells: [10, 6]", "1+T/100", "2.5", 0.2) +
              probes_at({{0.5 - 1e-8, 0.5}, {0.5 + 1e-8, 0.5}, {0.499, 0}, {0.5, 0.4}}));
  run.finish();
  EXPECT_NEAR(run.probe(0), 50.0, 1e-4);
  EXPECT_NEAR(run.probe(1), 75.0, 1e-4);
  EXPECT_NEAR(run.probe(2), 50.0, 0.2);
  EXPECT_NEAR(run.probe(3), 66.0, 4.0);
}

TEST(Probes, CornersOfContactsKeepPartsApart) {
  const std::string text =
      std::string(square) +
      "regions: [{material: a}, {material: b, rectangle: {min: [0.5, 0], max: [1, 0.5]}}, "
      "{material: c, rectangle: {min: [0.5, 0.5], max: [1, 1]}}]\n"
      "contacts: [{between: [a, b], resistance: 1e9}, {between: [a, c], resistance: 1e9}]\n"
      "initial: {temperature: \"x < 0.5 ? 7 : 93\"}\n"
      "boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: "
      "{insulated: true}, top: {insulated: true}}\n";
  std::vector<Point> points;
  for (const double y : {0.0, 0.25, 0.49, 0.5, 0.51, 0.999, 1.0}) {
    points.push_back({0.4999, y});
    points.push_back({0.5001, y});
  }
  CaseRun run(text + probes_at(points));
  for (std::size_t n = 0; n < points.size(); ++n) {
    EXPECT_NEAR(run.probe(n), n % 2 == 0 ? 7.0 : 93.0, 1e-4) << points[n].x << ", " << points[n].y;
  }
  // A contact that ends: beside it apart, around its tip joined through what it leaves open.
  CaseRun tip(
      text + probes_at({{0.4999, 0.25}, {0.5001, 0.25}, {0.4999, 0.5}, {0.5001, 0.5}, {0.4999, 0.75}}),
      {"contacts=[{between: [a, b], resistance: 1e9}]"});
  EXPECT_NEAR(tip.probe(0), 7.0, 1e-4);
  EXPECT_NEAR(tip.probe(1), 93.0, 1e-4);
  for (const std::size_t n : {2U, 3U, 4U}) {
    EXPECT_GT(tip.probe(n), 8.0);
    EXPECT_LT(tip.probe(n), 92.0);
  }
  EXPECT_NEAR(tip.probe(2), tip.probe(3), 1.0);
}

}  // namespace
}  // namespace isotherm
