// A mirrored, transposed or turned case has the mirrored, transposed or turned solution.

#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

/// One of the eight symmetries of a square's plane: first mirrored in x, then transposed, each if wanted.
struct Symmetry {
  bool mirror_x = false;
  bool mirror_y = false;
  bool transpose = false;
};

constexpr int nx = 40;
constexpr int ny = 24;
constexpr double lx = 2.0;
constexpr double ly = 1.0;

Point moved(const Symmetry& s, Point p) {
  if (s.mirror_x) p.x = lx - p.x;
  if (s.mirror_y) p.y = ly - p.y;
  return s.transpose ? Point{p.y, p.x} : p;
}

Side moved(const Symmetry& s, Side side) {
  const bool along_x = side == Side::left || side == Side::right;
  if (along_x ? s.mirror_x : s.mirror_y) side = opposite(side);
  constexpr std::array<Side, 4> transposed{Side::bottom, Side::top, Side::left, Side::right};
  return s.transpose ? transposed[static_cast<std::size_t>(side)] : side;
}

std::string rectangle(const Symmetry& s, Point a, Point b) {
  a = moved(s, a);
  b = moved(s, b);
  return fmt::format("rectangle: {{min: [{}, {}], max: [{}, {}]}}", std::min(a.x, b.x), std::min(a.y, b.y),
                     std::max(a.x, b.x), std::max(a.y, b.y));
}

std::string pair(const Symmetry& s, double x, double y, bool braces) {
  const auto [a, b] = s.transpose ? std::pair{y, x} : std::pair{x, y};
  return braces ? fmt::format("{{x: {}, y: {}}}", a, b) : fmt::format("[{}, {}]", a, b);
}

/// An expression in x and y of the original, in the coordinates of the image.
std::string in_image(const Symmetry& s, std::string text) {
  const std::string x = s.mirror_x ? fmt::format("({} - X)", lx) : "X";
  const std::string y = s.mirror_y ? fmt::format("({} - Y)", ly) : "Y";
  std::string out;
  for (const char c : text) out += c == '@' ? x : c == '#' ? y : std::string(1, c);
  for (char& c : out) c = c == 'X' ? (s.transpose ? 'y' : 'x') : c == 'Y' ? (s.transpose ? 'x' : 'y') : c;
  return out;
}

/// Two materials, one orthotropic, a hole, a source, a different wall on each side, one in stretches.
std::string case_text(const Symmetry& s) {
  std::string walls;
  const auto wall = [&](Side side, const std::string& text) {
    walls += fmt::format("  {}: {}\n", name_of(moved(s, side)), text);
  };
  wall(Side::left, "{temperature: " + in_image(s, "\"300 + 10*#\"") + "}");
  wall(Side::right, "{convection: {coefficient: 3, ambient: 280}}");
  wall(Side::bottom, "{flux: " + in_image(s, "\"50*@*sin(t)\"") + "}");
  const bool reversed = s.mirror_x;
  wall(Side::top, reversed ? "[{from: 0, to: 1.5, insulated: true}, {from: 1.5, to: 2, temperature: 310}]"
                           : "[{from: 0, to: 0.5, temperature: 310}, {from: 0.5, to: 2, insulated: true}]");
  const Point centre = moved(s, {1.40625, 0.6875});  // the hole and its staircase map onto themselves
  return fmt::format("domain: {{size: {}, cells: {}}}\n", pair(s, lx, ly, false), pair(s, nx, ny, false)) +
         "materials:\n  a: {conductivity: " + pair(s, 2, 0.5, true) +
         ", density: 3, specific_heat: 0.5}\n  b: {conductivity: 9, density: 1, specific_heat: 2}\n"
         "regions:\n  - {material: a}\n  - {material: b, " +
         rectangle(s, {0.25, 0.25}, {1.0, 0.5}) +
         "}\n  - {void: {convection: {coefficient: 4, ambient: 350}}, " +
         fmt::format("circle: {{center: [{}, {}], radius: 0.2}}}}\n", centre.x, centre.y) +
         "sources: [{power: 200, " + rectangle(s, {0.5, 0.5}, {0.75, 0.75}) +
         "}]\ninitial: {temperature: " + in_image(s, "\"300 + 5*@ - 7*@*#\"") + "}\nboundaries:\n" + walls +
         "time: {method: forward-euler, end: 0.2}\n";
}

TEST(Symmetry, MirrorsTransposeAndQuarterTurns) {
  CaseRun original(case_text({}));
  original.finish();
  const auto wanted = original.everywhere();
  for (const Symmetry s : {Symmetry{true, false, false},
                           {false, true, false},
                           {true, true, false},
                           {false, false, true},
                           {true, false, true},
                           {false, true, true}}) {
    CaseRun image(case_text(s));
    image.finish();
    ASSERT_EQ(image.model().clock().last_step(), original.model().clock().last_step());
    const auto found = image.everywhere();
    double most = 0.0;
    for (int j = 0; j < ny; ++j) {
      for (int i = 0; i < nx; ++i) {
        const int ii = s.mirror_x ? nx - 1 - i : i;
        const int jj = s.mirror_y ? ny - 1 - j : j;
        const int at = s.transpose ? ii * ny + jj : jj * nx + ii;
        most = std::max(most, std::abs(found[static_cast<std::size_t>(at)] -
                                       wanted[static_cast<std::size_t>(j * nx + i)]));
      }
    }
    EXPECT_LT(most, 1e-10) << s.mirror_x << s.mirror_y << s.transpose;
    for (const Side side : all_sides) {
      EXPECT_NEAR(image.wall_power(static_cast<std::size_t>(moved(s, side))),
                  original.wall_power(static_cast<std::size_t>(side)), 1e-9)
          << name_of(side);
    }
    EXPECT_NEAR(image.wall_power(4), original.wall_power(4), 1e-9);
  }
}

TEST(Symmetry, ASymmetricStartStaysSymmetricToTheBit) {
  // Mirror images do the same operations in the same order, on both paths.
  for (const char* k : {"2", "\"2 + 0*x\""}) {
    CaseRun run(
        fmt::format("domain: {{size: [1, 1], cells: [32, 32]}}\n"
                    "materials: {{m: {{conductivity: {}, density: 1, specific_heat: 1}}}}\n"
                    "regions: [{{material: m}}]\n"
                    "initial: {{temperature: \"300 + 50*exp(-((x - 0.5)^2 + (y - 0.5)^2)/0.02)\"}}\n"
                    "boundaries: {{left: {{temperature: 280}}, right: {{temperature: 280}}, bottom: {{flux: "
                    "9}}, top: {{flux: 9}}}}\ntime: {{method: forward-euler, end: 0.02}}\n",
                    k));
    run.finish();
    const auto T = run.everywhere();
    int different = 0;
    for (std::size_t j = 0; j < 32; ++j) {
      for (std::size_t i = 0; i < 32; ++i) {
        different += T[j * 32 + i] != T[j * 32 + 31 - i] ? 1 : 0;
        different += T[j * 32 + i] != T[(31 - j) * 32 + i] ? 1 : 0;
      }
    }
    EXPECT_EQ(different, 0) << k;
  }
}

}  // namespace
}  // namespace isotherm
