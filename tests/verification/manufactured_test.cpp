// Observed orders of accuracy with manufactured solutions: space for every condition on the walls and for
// sources, and time.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

constexpr double kx = 2.0;
constexpr double ky = 0.7;
constexpr double heat_capacity = 1.5;  // rho c
constexpr double h = 3.0;

/// T = 5 + exp(-2 t) cos(a x + b) cos(c y + d) on the unit square, and what it asks of walls and sources.
struct Solution {
  double a = 1.3, b = 0.4, c = 0.9, d = 0.3;

  double operator()(double x, double y, double t) const {
    return 5.0 + std::exp(-2.0 * t) * std::cos(a * x + b) * std::cos(c * y + d);
  }
  std::string T() const { return fmt::format("5 + exp(-2*t)*cos({}*x + {})*cos({}*y + {})", a, b, c, d); }
  std::string source() const {
    return fmt::format("{}*(exp(-2*t)*cos({}*x + {})*cos({}*y + {}))",
                       -2.0 * heat_capacity + kx * a * a + ky * c * c, a, b, c, d);
  }
  /// k dT/dn on a side, into the body.
  std::string flux(Side side) const {
    const bool along_x = side == Side::left || side == Side::right;
    const double sign = side == Side::left || side == Side::bottom ? 1.0 : -1.0;
    return along_x ? fmt::format("{}*exp(-2*t)*sin({}*x + {})*cos({}*y + {})", sign * kx * a, a, b, c, d)
                   : fmt::format("{}*exp(-2*t)*cos({}*x + {})*sin({}*y + {})", sign * ky * c, a, b, c, d);
  }
};

/// A condition on a side that the solution meets.
std::string condition(const std::string& kind, Side side, const Solution& s) {
  if (kind == "temperature") return fmt::format("temperature: \"{}\"", s.T());
  if (kind == "flux") return fmt::format("flux: \"{}\"", s.flux(side));
  if (kind == "convection") {
    return fmt::format("convection: {{coefficient: {}, ambient: \"{} + ({})/{}\"}}", h, s.T(), s.flux(side),
                       h);
  }
  if (kind == "changing coefficient") {
    return fmt::format(
        "convection: {{coefficient: \"3 + sin(9*t) + x + y\", ambient: \"{} + ({})/(3 + sin(9*t) + x + "
        "y)\"}}",
        s.T(), s.flux(side));
  }
  if (kind == "flux and convection") {
    return fmt::format("flux: \"({}) - {}*(7 - ({}))\", convection: {{coefficient: {}, ambient: 7}}",
                       s.flux(side), h, s.T(), h);
  }
  return kind + ": true";  // insulated, periodic
}

/// The conditions of all four sides; "stretches" mixes them on each side.
std::string boundaries(const std::string& kind, const Solution& s) {
  std::string text;
  for (const Side side : all_sides) {
    text += fmt::format("  {}: ", name_of(side));
    if (kind == "stretches") {
      text += fmt::format(
          "[{{from: 0, to: 0.25, {}}}, {{from: 0.25, to: 0.75, {}}}, {{from: 0.75, to: 1, {}}}]\n",
          condition("temperature", side, s), condition("flux", side, s), condition("convection", side, s));
    } else {
      text += fmt::format("{{{}}}\n", condition(kind, side, s));
    }
  }
  return text;
}

std::string case_text(const std::string& kind, const Solution& s, int n) {
  return fmt::format(
      "domain: {{size: [1, 1], cells: [{0}, {0}]}}\n"
      "materials: {{m: {{conductivity: {{x: {1}, y: {2}}}, density: 3, specific_heat: 0.5}}}}\n"
      "regions: [{{material: m}}]\n"
      "initial: {{temperature: \"{3}\"}}\n"
      "boundaries:\n{4}"
      "sources: [{{power_density: \"{5}\"}}]\n"
      "time: {{method: forward-euler, end: 0.05, safety: 0.8}}\n",
      n, kx, ky, fmt::format("5 + cos({}*x + {})*cos({}*y + {})", s.a, s.b, s.c, s.d), boundaries(kind, s),
      s.source());
}

class OrderInSpace : public ::testing::TestWithParam<std::string> {};

TEST_P(OrderInSpace, IsTwo) {
  Solution s;
  constexpr double pi = 3.14159265358979323846;
  if (GetParam() == "insulated") s = {pi, 0.0, 2 * pi, 0.0};
  if (GetParam() == "periodic") s = {2 * pi, 0.4, 2 * pi, 0.3};
  std::vector<std::pair<double, double>> errors;
  for (const int n : {12, 24, 48}) {  // dt goes with dx^2: one order for the whole scheme
    CaseRun run(case_text(GetParam(), s, n));
    run.finish();
    EXPECT_EQ(run.model().clock().time(), 0.05);
    errors.push_back(run.error(s));
  }
  for (std::size_t k = 1; k < errors.size(); ++k) {
    EXPECT_NEAR(std::log2(errors[k - 1].first / errors[k].first), 2.0, 0.1) << "rms " << errors[k].first;
    EXPECT_GT(std::log2(errors[k - 1].second / errors[k].second), 1.75) << "maximum " << errors[k].second;
  }
}

INSTANTIATE_TEST_SUITE_P(Conditions, OrderInSpace,
                         ::testing::Values("temperature", "flux", "convection", "changing coefficient",
                                           "flux and convection", "insulated", "periodic", "stretches"));

/// Order from three solutions with dt, dt / 2, dt / 4 on one grid.
double order_in_time(const std::string& kind) {
  const Solution s;
  std::vector<std::vector<double>> solutions;
  for (const int steps : {200, 400, 800}) {
    CaseRun run(case_text(kind, s, 12), {fmt::format("time.step={}", 0.05 / steps)});
    run.finish();
    EXPECT_EQ(run.model().clock().last_step(), steps);
    solutions.push_back(run.everywhere());
  }
  double coarse = 0.0;
  double fine = 0.0;
  for (std::size_t n = 0; n < solutions[0].size(); ++n) {
    coarse = std::max(coarse, std::abs(solutions[0][n] - solutions[1][n]));
    fine = std::max(fine, std::abs(solutions[1][n] - solutions[2][n]));
  }
  return std::log2(coarse / fine);
}

TEST(OrderInTime, ForwardEulerIsOne) {
  for (const char* kind :
       {"temperature", "flux", "convection", "changing coefficient", "flux and convection"}) {
    EXPECT_NEAR(order_in_time(kind), 1.0, 0.1) << kind;
  }
}

TEST(OrderInTime, ExactInTimeWhereTheSolutionIsLinearInIt) {
  // T = x + 2 y + 4 t: every term of a forward Euler step is exact.
  CaseRun run(
      "domain: {size: [1, 1], cells: [20, 12]}\n"
      "materials: {m: {conductivity: 2, density: 3, specific_heat: 0.5}}\n"
      "regions: [{material: m}]\ninitial: {temperature: \"x + 2*y\"}\n"
      "boundaries: {left: {flux: -2}, right: {temperature: \"x + 2*y + 4*t\"}, bottom: {flux: -4},\n"
      "  top: {convection: {coefficient: {table: [[0, 8], [9, 8]]}, ambient: \"x + 2*y + 4*t + 1/2\"}}}\n"
      "sources: [{power_density: {table: [[0, 6], [9, 6]]}}]\ntime: {method: forward-euler, end: 0.1}\n");
  run.finish();
  EXPECT_LT(run.error([](double x, double y, double t) { return x + 2 * y + 4 * t; }).second, 1e-13);
}

}  // namespace
}  // namespace isotherm
