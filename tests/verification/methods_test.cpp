// The methods other than forward Euler: their own amplification factor on a mode, their order in time, the
// adaptive error, the energy balance, and the steady state.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numbers>

#include "solver/time/rkl2.hpp"
#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using std::numbers::pi;
using test::CaseRun;

constexpr int n = 32;

std::string mode_case(const std::string& time) {
  return fmt::format(
      "domain: {{size: [1, 1], cells: [{}, {}]}}\n"
      "materials: {{m: {{conductivity: 1, density: 1, specific_heat: 1}}}}\n"
      "regions: [{{material: m}}]\ninitial: {{temperature: \"sin(2*pi*x)*sin(3*pi*y)\"}}\n"
      "boundaries: {{left: {{temperature: 0}}, right: {{temperature: 0}}, bottom: {{temperature: 0}}, "
      "top: {{temperature: 0}}}}\ntime: {{{}}}\n",
      n, n, time);
}

/// The eigenvalue of the mode above, 1/s.
double eigenvalue() {
  const auto one = [](int m) { return 4.0 * n * n * std::pow(std::sin(m * pi / (2.0 * n)), 2); };
  return one(2) + one(3);
}

/// Legendre's polynomial by its recursion.
double legendre(int degree, double x) {
  double before = 1.0;
  double now = x;
  for (int k = 2; k <= degree; ++k) {
    const double next = ((2.0 * k - 1.0) * x * now - (k - 1.0) * before) / k;
    before = now;
    now = next;
  }
  return now;
}

/// What a step of z = eigenvalue * dt multiplies the mode by.
double amplification(const std::string& method, double z, int step, double dt, double explicit_limit) {
  if (method == "backward-euler") return 1.0 / (1.0 + z);
  if (method == "crank-nicolson") {
    return step < 2 ? 1.0 / ((1.0 + 0.5 * z) * (1.0 + 0.5 * z)) : (1.0 - 0.5 * z) / (1.0 + 0.5 * z);
  }
  if (method == "tr-bdf2") {
    const double g = 2.0 - std::numbers::sqrt2;
    const double stage = (1.0 - 0.5 * g * z) / (1.0 + 0.5 * g * z);
    return (stage - (1.0 - g) * (1.0 - g)) / (g * (2.0 - g)) / (1.0 + (1.0 - g) / (2.0 - g) * z);
  }
  // a + b P_s(1 - w z) (Meyer, Balsara, Aslam 2014, equation 11)
  const double s = Rkl2::stages_for(dt, explicit_limit);
  const double b = (s * s + s - 2.0) / (2.0 * s * (s + 1.0));
  return 1.0 - b + b * legendre(static_cast<int>(s), 1.0 - 4.0 / (s * s + s - 2.0) * z);
}

TEST(Methods, AModeIsAmplifiedByTheMethodsOwnFactor) {
  constexpr double dt = 0.004;
  for (const std::string method : {"backward-euler", "crank-nicolson", "tr-bdf2", "rkl2"}) {
    CaseRun run(mode_case(fmt::format("method: {}, step: {}, end: 1", method, dt)));
    const auto start = run.everywhere();
    double amplitude = 1.0;
    for (int step = 0; step < 6; ++step) {
      run.advance(1);
      amplitude *= amplification(method, eigenvalue() * dt, step, dt, run.model().largest_stable_step());
      const auto now = run.everywhere();
      double worst = 0.0;
      for (std::size_t c = 0; c < now.size(); ++c)
        worst = std::max(worst, std::abs(now[c] - amplitude * start[c]));
      EXPECT_LT(worst, 2e-9) << method << ", step " << step;
    }
  }
}

/// (1 + x + 2 y) sin(3 t) is exact in space, so that what remains is the error in time.
double error_in_time(const std::string& method, double dt) {
  CaseRun run(
      fmt::format("domain: {{size: [1, 1], cells: [16, 12]}}\n"
                  "materials: {{m: {{conductivity: {{x: 1, y: 2}}, density: 2, specific_heat: 0.5}}}}\n"
                  "regions: [{{material: m}}]\ninitial: {{temperature: 0}}\n"
                  "boundaries: {{left: {{temperature: \"(1+2*y)*sin(3*t)\"}}, right: {{flux: \"sin(3*t)\"}}, "
                  "bottom: {{convection: {{coefficient: 4, ambient: \"(1+x)*sin(3*t)-sin(3*t)\"}}}}, "
                  "top: {{temperature: \"(3+x)*sin(3*t)\"}}}}\n"
                  "sources: [{{power_density: \"3*(1+x+2*y)*cos(3*t)\"}}]\n"
                  "time: {{method: {}, step: {}, end: 1}}\n",
                  method, dt));
  run.finish();
  return run.error([](double x, double y, double t) { return (1.0 + x + 2.0 * y) * std::sin(3.0 * t); })
      .second;
}

TEST(Methods, OrderInTime) {
  const std::pair<const char*, double> methods[] = {
      {"backward-euler", 1.0}, {"crank-nicolson", 2.0}, {"tr-bdf2", 2.0}, {"rkl2", 2.0}};
  for (const auto& [method, order] : methods) {
    const double coarse = error_in_time(method, 0.05);
    const double middle = error_in_time(method, 0.025);
    const double fine = error_in_time(method, 0.0125);
    EXPECT_NEAR(std::log2(coarse / middle), order, 0.25) << method;
    EXPECT_NEAR(std::log2(middle / fine), order, 0.1) << method;
  }
}

TEST(Methods, AdaptiveStepsFollowTheToleranceAndBalance) {
  double before = 1.0;
  for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
    CaseRun run(mode_case(fmt::format("method: tr-bdf2, tolerance: {}, end: 0.02", tolerance)));
    const double heat = run.heat();
    while (!run.model().clock().finished()) run.advance(1);
    EXPECT_EQ(run.model().clock().time(), 0.02);
    const double exact = std::exp(-eigenvalue() * 0.02);
    const double worst = run.error([&](double x, double y, double) {
                              return exact * std::sin(2 * pi * x) * std::sin(3 * pi * y);
                            })
                             .second;
    EXPECT_LT(worst, 40.0 * tolerance);
    EXPECT_LT(worst, 0.2 * before);
    before = worst;
    const double supplied = run.model().energy().supplied_by_all().value();
    EXPECT_NEAR(run.heat() - heat, supplied, 1e-8);
  }
}

TEST(Methods, SayWhatTheyDid) {
  // A wall that jumps in the middle of a run: steps are rejected there, and matrices kept elsewhere.
  CaseRun run(
      "domain: {size: [1, 1], cells: [160, 160]}\n"
      "materials: {m: {conductivity: \"1 + x\", density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: 1}\n"
      "boundaries: {left: {temperature: \"t > 0.003 ? 2 : 1\"}, right: {insulated: true}, "
      "bottom: {insulated: true}, top: {insulated: true}}\n"
      "time: {method: tr-bdf2, tolerance: 1e-3, end: 0.006}\n");
  run.finish();
  const auto report = run.model().stepper().report();
  const double steps = static_cast<double>(run.model().clock().step());
  EXPECT_GE(report.at("rejected_steps"), 1.0);
  EXPECT_EQ(report.at("linear_solves"), 3.0 * (steps + report.at("rejected_steps")));
  EXPECT_GE(report.at("linear_iterations"), 1.0);
  EXPECT_LT(report.at("linear_set_ups"), steps + report.at("rejected_steps"));
  for (const char* where : {"finest_level", "coarse_levels", "set_up"}) {
    EXPECT_GT(report.at(std::string("linear_") + where + "_seconds"), 0.0) << where;
  }
  EXPECT_GE(report.at("linear_exchange_seconds"), 0.0);
}

TEST(Methods, TheSteadyStateHasNoResidual) {
  CaseRun run(
      "domain: {size: [2, 1], cells: [48, 37]}\n"
      "materials: {a: {conductivity: 3, density: 1, specific_heat: 1}, b: {conductivity: 400, density: 1, "
      "specific_heat: 1}}\n"
      "regions: [{material: a}, {material: b, circle: {center: [0.7, 0.5], radius: 0.3}}, "
      "{void: {convection: {coefficient: 7, ambient: 250}}, circle: {center: [1.4, 0.4], radius: 0.2}}]\n"
      "initial: {temperature: 300}\n"
      "boundaries: {left: {temperature: 350}, right: {convection: {coefficient: 12, ambient: 290}}, "
      "bottom: {insulated: true}, top: {flux: 90}}\n"
      "sources: [{power: 500, rectangle: {min: [0.2, 0.1], max: [0.6, 0.5]}}]\n"
      "time: {method: steady, tolerance: 1e-11}\n");
  run.finish();
  // What comes in through the walls and the source balances.
  double power = 500.0;
  double size = 500.0;
  for (std::size_t group = 0; group < wall_group_count; ++group) {
    power += run.wall_power(group);
    size += std::abs(run.wall_power(group));
  }
  EXPECT_LT(std::abs(power), 1e-8 * size);
}

TEST(Methods, ABodyThatNothingHoldsKeepsItsHeat) {
  CaseRun run(
      "domain: {size: [1, 1], cells: [24, 24]}\n"
      "materials: {m: {conductivity: 2, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: \"300 + 10*x\"}\n"
      "boundaries: {left: {flux: 40}, right: {flux: -40}, bottom: {insulated: true}, top: {insulated: "
      "true}}\n"
      "time: {method: steady, tolerance: 1e-10}\n");
  run.finish();
  EXPECT_LT(run.error([](double x, double, double) { return 305.0 + 20.0 * (0.5 - x); }).second, 1e-6);
  EXPECT_THROW(CaseRun("domain: {size: [1, 1], cells: [24, 24]}\n"
                       "materials: {m: {conductivity: 2, density: 1, specific_heat: 1}}\n"
                       "regions: [{material: m}]\ninitial: {temperature: 0}\n"
                       "boundaries: {left: {flux: 40}, right: {flux: -39}, bottom: {insulated: true}, top: "
                       "{insulated: true}}\ntime: {method: steady}\n")
                   .finish(),
               std::invalid_argument);
  // Cells of different capacity: 1/3 of the heat is at 300, 2/3 in the heavier half at 600.
  CaseRun uneven(
      "domain: {size: [3, 1], cells: [24, 4]}\n"
      "materials: {a: {conductivity: 2, density: 1, specific_heat: 1}, "
      "b: {conductivity: 3, density: 2, specific_heat: 1}}\n"
      "regions: [{material: a}, {material: b, rectangle: {min: [1.5, 0], max: [3, 1]}}]\n"
      "initial: {temperature: \"x < 1.5 ? 300 : 600\"}\n"
      "boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, "
      "top: {insulated: true}}\ntime: {method: steady, tolerance: 1e-10}\n");
  uneven.finish();
  EXPECT_LT(uneven.error([](double, double, double) { return 500.0; }).second, 1e-6);
}

}  // namespace
}  // namespace isotherm
