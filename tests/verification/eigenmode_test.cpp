// Modes of the discrete operator decay by an exact factor per step.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numbers>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using std::numbers::pi;
using test::CaseRun;

constexpr int nx = 40;
constexpr int ny = 24;
constexpr double kx = 2.0;
constexpr double ky = 0.7;
constexpr double heat_capacity = 1.5;

struct Mode {
  const char* name;
  const char* walls;
  const char* initial;
  double mx, my;  ///< half waves across and up
};

/// Insulated walls: cosines. Fixed walls at 0, half a cell from the centres: sines. Periodic: whole waves.
const Mode modes[] = {
    {"cosine in x",
     "left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}",
     "cos(3*pi*x)", 3, 0},
    {"cosines",
     "left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}",
     "cos(2*pi*x)*cos(5*pi*y/2)", 2, 5},
    {"sines",
     "left: {temperature: 0}, right: {temperature: 0}, bottom: {temperature: 0}, top: {temperature: 0}",
     "sin(pi*x)*sin(3*pi*y/2)", 1, 3},
    {"sine and cosine",
     "left: {temperature: 0}, right: {temperature: 0}, bottom: {insulated: true}, top: {insulated: true}",
     "sin(4*pi*x)*cos(pi*y/2)", 4, 1},
    {"periodic",
     "left: {periodic: true}, right: {periodic: true}, bottom: {insulated: true}, top: {insulated: true}",
     "sin(6*pi*x + 1)*cos(2*pi*y/2)", 6, 2},
    {"periodic both ways",
     "left: {periodic: true}, right: {periodic: true}, bottom: {periodic: true}, top: {periodic: true}",
     "cos(2*pi*x + 4*pi*y/2)", 2, 4},
};

/// One minus dt times the eigenvalue 4 k / (rho c dx^2) sin^2(m pi / 2 n), summed over the directions.
double factor(const Mode& mode, double dt) {
  const auto one = [&](double k, double width, double m, int n) {
    const double s = std::sin(m * pi / (2.0 * n));
    return 4.0 * k / (heat_capacity * width * width) * s * s;
  };
  return 1.0 - dt * (one(kx, 1.0 / nx, mode.mx, nx) + one(ky, 2.0 / ny, mode.my, ny));
}

/// Constant coefficients, or the same numbers as expressions, which take the path of general materials.
std::string case_text(const Mode& mode, bool general) {
  const char* k = general ? "{x: \"2 + 0*x\", y: \"0.7 + 0*x\"}" : "{x: 2, y: 0.7}";
  return fmt::format(
      "domain: {{size: [1, 2], cells: [{}, {}]}}\n"
      "materials: {{m: {{conductivity: {}, density: 3, specific_heat: 0.5}}}}\n"
      "regions: [{{material: m}}]\ninitial: {{temperature: \"{}\"}}\nboundaries: {{{}}}\n"
      "time: {{method: forward-euler, end: 1}}\n",
      nx, ny, k, mode.initial, mode.walls);
}

TEST(Eigenmode, DecaysByItsFactorEveryStep) {
  constexpr double eps = std::numeric_limits<double>::epsilon();
  for (const Mode& mode : modes) {
    // 20 eps: the arguments of sine and cosine are rounded, so that the start is not quite the mode.
    for (const bool general : {false, true}) {
      CaseRun run(case_text(mode, general));
      ASSERT_EQ(run.model().op().uniform().has_value(), !general);
      const auto start = run.everywhere();
      const double per_step = factor(mode, run.model().clock().dt());
      double amplitude = 1.0;
      for (int step = 1; step <= 50; ++step) {
        run.advance(1);
        amplitude *= per_step;
        const auto now = run.everywhere();
        double most = 0.0;
        for (std::size_t n = 0; n < now.size(); ++n)
          most = std::max(most, std::abs(now[n] - amplitude * start[n]));
        ASSERT_LE(most, eps * (20.0 + 4.0 * step))
            << mode.name << ", step " << step << (general ? ", general" : ", uniform");
      }
    }
  }
}

TEST(Eigenmode, DecaysAsMuchWhenStepsAreFused) {
  constexpr double eps = std::numeric_limits<double>::epsilon();
  constexpr int steps = 47;
  for (const Mode& mode : modes) {
    for (const bool general : {false, true}) {
      for (const char* block : {"numerics.time_block=1", "numerics.time_block=6"}) {
        CaseRun run(case_text(mode, general), {block});
        const auto start = run.everywhere();
        const double amplitude = std::pow(factor(mode, run.model().clock().dt()), steps);
        run.advance(steps);
        const auto now = run.everywhere();
        for (std::size_t n = 0; n < now.size(); ++n) {
          ASSERT_NEAR(now[n], amplitude * start[n], eps * (20.0 + 4.0 * steps)) << mode.name << ", " << block;
        }
      }
    }
  }
}

}  // namespace
}  // namespace isotherm
