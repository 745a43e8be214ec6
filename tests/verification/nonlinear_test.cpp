// What depends on temperature: observed orders with manufactured solutions, conservation, exact steady
// states.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "solver/time/numerical_error.hpp"
#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

/// T = 350 + 60 exp(-t) cos(a x + b) cos(c y + d) on a unit square, k_x and k_y linear in T,
/// rho c = 0.5 + 0.002 T.
struct Solution {
  double a = 1.3, b = 0.4, c = 0.9, d = 0.3;
  std::string geometry = "plane";     ///< or axisymmetric, on 0.5 < r < 1.5; or graded
  std::string material = "one k(T)";  ///< or "k(T) by axis"

  double operator()(double x, double y, double t) const {
    return 350.0 + 60.0 * std::exp(-t) * std::cos(a * x + b) * std::cos(c * y + d);
  }
  std::string wave(const char* time) const {
    return fmt::format("60*{}*cos({}*x + {})*cos({}*y + {})", time, a, b, c, d);
  }
  std::string T() const { return "(350 + " + wave("exp(-t)") + ")"; }
  std::pair<double, double> k_numbers(int axis) const {
    if (material == "one k(T)" || axis == 0) return {1.0, 0.004};
    return {0.4, 0.001};
  }
  std::string k(int axis, const std::string& at) const {
    return fmt::format("({} + {}*{})", k_numbers(axis).first, k_numbers(axis).second, at);
  }
  /// dT/dx or dT/dy.
  std::string slope(int axis) const {
    return axis == 0 ? fmt::format("(-60*exp(-t)*{}*sin({}*x + {})*cos({}*y + {}))", a, a, b, c, d)
                     : fmt::format("(-60*exp(-t)*{}*cos({}*x + {})*sin({}*y + {}))", c, a, b, c, d);
  }
  std::string source() const {
    std::string text = fmt::format("-(0.5 + 0.002*{})*{}", T(), wave("exp(-t)"));
    for (const int axis : {0, 1}) {
      text += fmt::format(" + {}*{}*{} - {}*{}^2", k(axis, T()), axis == 0 ? a * a : c * c, wave("exp(-t)"),
                          k_numbers(axis).second, slope(axis));
    }
    if (geometry == "axisymmetric") text += fmt::format(" - {}*{}/x", k(0, T()), slope(0));
    return text;
  }
  /// k dT/dn on a side, into the body.
  std::string flux(Side side) const {
    const int axis = side == Side::left || side == Side::right ? 0 : 1;
    const char* sign = side == Side::left || side == Side::bottom ? "-1" : "1";
    return fmt::format("{}*{}*{}", sign, k(axis, T()), slope(axis));
  }
  std::string domain(int n) const {
    std::string text = fmt::format("size: [1, 1], cells: [{0}, {0}]", n);
    if (geometry == "axisymmetric") text += ", coordinates: axisymmetric, origin: [0.5, 0]";
    if (geometry == "graded") {  // the last cell twice as wide as the first, on every grid
      text += fmt::format(", grading: {{x: {{ratio: {}}}, y: {{ratio: {}}}}}", std::pow(2.0, 1.0 / (n - 1)),
                          std::pow(0.5, 1.0 / (n - 1)));
    }
    return text;
  }
  std::string properties() const {
    return fmt::format(
        "conductivity: {{x: \"{}\", y: \"{}\"}}, density: 2, specific_heat: \"0.25 + 0.001*T\"", k(0, "T"),
        k(1, "T"));
  }
};

std::string condition(const std::string& kind, Side side, const Solution& s) {
  if (kind == "temperature") return fmt::format("temperature: \"{}\"", s.T());
  if (kind == "flux") return fmt::format("flux: \"{}\"", s.flux(side));
  if (kind == "radiation") {
    return fmt::format(
        "flux: \"{} - 0.9*5.670374419e-8*(300^4 - {}^4)\", radiation: {{emissivity: 0.9, ambient: 300}}",
        s.flux(side), s.T());
  }
  // h = 3 + 0.01 T of the surface, and radiation with it
  return fmt::format(
      "flux: \"{0} - (3 + 0.01*{1})*(320 - {1}) - 0.5*5.670374419e-8*(300^4 - {1}^4)\", convection: "
      "{{coefficient: \"3 + 0.01*T\", ambient: 320}}, radiation: {{emissivity: 0.5, ambient: 300}}",
      s.flux(side), s.T());
}

/// Bodies of revolution call their coordinates r and z.
std::string in_r_and_z(std::string text) {
  for (const auto& [from, to] : {std::pair{"*x ", "*r "}, std::pair{"*y ", "*z "}, std::pair{"/x", "/r"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  return text;
}

std::string case_text(const std::string& kind, int n, const std::string& time, const Solution& s = {}) {
  std::string walls;
  for (const Side side : all_sides)
    walls += fmt::format("  {}: {{{}}}\n", name_of(side), condition(kind, side, s));
  const std::string text = fmt::format(
      "domain: {{{}}}\nmaterials: {{m: {{{}}}}}\nregions: [{{material: m}}]\ninitial: {{temperature: \"350 + "
      "{}\"}}\nboundaries:\n{}sources: [{{power_density: \"{}\"}}]\ntime: {{{}}}\n",
      s.domain(n), s.properties(), s.wave("1"), walls, s.source(), time);
  return s.geometry == "axisymmetric" ? in_r_and_z(text) : text;
}

void expect_second_order(const std::string& kind, const std::string& time, const Solution& solution) {
  std::vector<std::pair<double, double>> errors;
  for (const int n : {8, 16, 32}) {
    CaseRun run(case_text(kind, n, time, solution));
    ASSERT_NE(run.model().nonlinear(), nullptr);
    run.finish();
    errors.push_back(run.error(solution));
  }
  for (std::size_t k = 1; k < errors.size(); ++k) {
    EXPECT_NEAR(std::log2(errors[k - 1].first / errors[k].first), 2.0, 0.1) << "rms " << errors[k].first;
    EXPECT_GT(std::log2(errors[k - 1].second / errors[k].second), 1.7) << "maximum " << errors[k].second;
  }
}

class NonlinearOrder : public ::testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(NonlinearOrder, IsTwoInSpace) {
  const auto& [kind, time] = GetParam();
  expect_second_order(kind, time, {});
}

TEST(Nonlinear, OrderIsTwoOnOtherGridsAndMaterials) {
  for (const char* geometry : {"plane", "axisymmetric", "graded"}) {
    for (const char* material : {"one k(T)", "k(T) by axis"}) {
      SCOPED_TRACE(fmt::format("{}, {}", geometry, material));
      Solution solution;
      solution.geometry = geometry;
      solution.material = material;
      expect_second_order("everything", "method: tr-bdf2, tolerance: 1e-7, end: 0.05", solution);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, NonlinearOrder,
    ::testing::Combine(::testing::Values("temperature", "flux", "radiation", "everything"),
                       ::testing::Values("method: forward-euler, end: 0.05",
                                         "method: tr-bdf2, tolerance: 1e-7, end: 0.05")));

TEST(Nonlinear, OrderInTime) {
  const std::pair<const char*, double> methods[] = {
      {"forward-euler", 1.0}, {"backward-euler", 1.0}, {"crank-nicolson", 2.0}, {"tr-bdf2", 2.0}};
  for (const auto& [method, order] : methods) {
    std::vector<std::vector<double>> solutions;
    const bool is_explicit = std::string(method) == "forward-euler";
    const double end = is_explicit ? 0.02 : 0.8;
    for (const int steps : {is_explicit ? 40 : 16, is_explicit ? 80 : 32, is_explicit ? 160 : 64}) {
      CaseRun run(
          case_text("everything", 8, fmt::format("method: {}, step: {}, end: {}", method, end / steps, end)));
      run.finish();
      solutions.push_back(run.everywhere());
    }
    double coarse = 0.0;
    double fine = 0.0;
    for (std::size_t n = 0; n < solutions[0].size(); ++n) {
      coarse = std::max(coarse, std::abs(solutions[0][n] - solutions[1][n]));
      fine = std::max(fine, std::abs(solutions[1][n] - solutions[2][n]));
    }
    EXPECT_NEAR(std::log2(coarse / fine), order, 0.1) << method << " " << fine;
  }
}

/// Materials of every kind with walls of every kind; melts on the way.
std::string mixed_case(const std::string& time) {
  return "domain: {size: [1, 0.5], cells: [32, 16]}\n"
         "materials:\n"
         "  a: {conductivity: {table: [[250, 1], [350, 3]]}, density: 3, specific_heat: \"1 + 0.01*T\"}\n"
         "  b: {conductivity: {x: \"2 + 0.01*T\", y: 5}, density: 1, specific_heat: 2, latent_heat: 40,\n"
         "      melting_temperature: 305, liquid: {conductivity: 1, specific_heat: 3}}\n"
         "  c: {conductivity: 20, density: 1, specific_heat: 4}\n"
         "regions: [{material: a}, {material: b, circle: {center: [0.4, 0.25], radius: 0.2}},\n"
         "  {material: c, rectangle: {min: [0.7, 0.1], max: [0.9, 0.4]}}]\n"
         "initial: {temperature: 300}\n"
         "boundaries:\n"
         "  left: {temperature: \"300 + 60*sin(3*t)\"}\n"
         "  right: {radiation: {emissivity: 0.9, ambient: 600}, convection: {coefficient: \"1 + 0.01*T\", "
         "ambient: 400}}\n"
         "  bottom: {flux: 400}\n"
         "  top: {insulated: true}\n"
         "sources: [{power: 150, circle: {center: [0.4, 0.25], radius: 0.2}}]\n"
         "time: {" +
         time + "}\n";
}

TEST(Nonlinear, EnthalpyIsWhatCameIn) {
  const std::pair<const char*, double> methods[] = {{"method: forward-euler, end: 0.3", 1e-13},
                                                    {"method: backward-euler, step: 0.02, end: 0.3", 1e-7},
                                                    {"method: crank-nicolson, step: 0.01, end: 0.3", 1e-7},
                                                    {"method: tr-bdf2, tolerance: 1e-4, end: 0.3", 1e-7}};
  for (const auto& [time, tolerance] : methods) {
    CaseRun run(mixed_case(time));
    const double before = run.heat();
    const double solid = global_value(run.comm(), run.model().nonlinear()->liquid_volume(run.model().H()));
    while (!run.model().clock().finished()) run.advance(1);
    const double gained = run.heat() - before;
    const double liquid = global_value(run.comm(), run.model().nonlinear()->liquid_volume(run.model().H()));
    EXPECT_EQ(solid, 0.0);
    EXPECT_GT(liquid, 0.01) << time;
    const double supplied = run.model().energy().supplied_by_all().value();
    EXPECT_NEAR(gained, supplied, tolerance * std::abs(before)) << time;
    EXPECT_GT(std::abs(gained), 0.01 * std::abs(before));
  }
}

TEST(Nonlinear, MethodsAgree) {
  CaseRun reference(mixed_case("method: forward-euler, safety: 0.5, end: 0.3"));
  reference.finish();
  const auto wanted = reference.everywhere();
  for (const char* time :
       {"method: tr-bdf2, tolerance: 1e-5, end: 0.3", "method: backward-euler, step: 0.001, end: 0.3"}) {
    CaseRun run(mixed_case(time));
    run.finish();
    const auto found = run.everywhere();
    double worst = 0.0;
    for (std::size_t n = 0; n < found.size(); ++n) worst = std::max(worst, std::abs(found[n] - wanted[n]));
    EXPECT_LT(worst, 0.2) << time;
  }
}

TEST(Nonlinear, ASteadyStateIsKirchhoffs) {
  // Between walls of T_0 and T_1 the potential is linear: exact in every cell, with k = exp(T/100).
  CaseRun run(
      "domain: {size: [1, 0.1], cells: [20, 2]}\n"
      "materials: {m: {conductivity: \"exp(T/100)\", density: 1, specific_heat: \"2 + 0.01*T\"}}\n"
      "regions: [{material: m}]\ninitial: {temperature: 150}\n"
      "boundaries: {left: {temperature: 100}, right: {temperature: 300}, bottom: {insulated: true}, top: "
      "{insulated: true}}\ntime: {method: steady}\n");
  run.finish();
  const auto exact = [](double x, double, double) {
    return 100 * std::log(std::exp(1.0) + x * (std::exp(3.0) - std::exp(1.0)));
  };
  EXPECT_LT(run.error(exact).second, 3e-5);
}

TEST(Nonlinear, TwoMaterialsInSeriesAreExact) {
  // k = T left of 0.5 and 3 right of it: T^2/2 is linear, then T; both carry q = (T_s^2 - 1)/2 / 0.5 = 3 (2 -
  // T_s) / 0.5.
  CaseRun run(
      "domain: {size: [1, 0.1], cells: [8, 2]}\n"
      "materials: {a: {conductivity: \"T\", density: 1, specific_heat: 1}, b: {conductivity: 3, density: 1, "
      "specific_heat: 1}}\n"
      "regions: [{material: a}, {material: b, rectangle: {min: [0.5, 0], max: [1, 0.1]}}]\n"
      "initial: {temperature: 1.5}\n"
      "boundaries: {left: {temperature: 1}, right: {temperature: 2}, bottom: {insulated: true}, top: "
      "{insulated: "
      "true}}\ntime: {method: steady}\noutput: {probes: {meet: [0.5, 0.05]}}\n");
  run.finish();
  const double surface = -3.0 + std::sqrt(9.0 + 13.0);
  EXPECT_NEAR(run.wall_power(1), 0.1 * 3.0 * (2.0 - surface) / 0.5, 1e-7);
  const auto exact = [&](double x, double, double) {
    return x < 0.5 ? std::sqrt(1.0 + 2.0 * x * (surface * surface - 1.0))
                   : surface + (x - 0.5) * 2.0 * (2.0 - surface);
  };
  EXPECT_LT(run.error(exact).second, 1e-7);
}

TEST(Nonlinear, NaturalConvectionFromTheTemperatureOfTheAirIsSteady) {
  // h = 1.3 |T_s - 20|^0.25 is zero at the start; what comes in leaves at 1.3 (T_s - 20)^1.25.
  const std::string text =
      "domain: {size: [1, 1], cells: [4, 4]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\n"
      "regions: [{material: m}]\ninitial: {temperature: 20}\n"
      "boundaries: {left: {convection: {coefficient: \"1.3*abs(T-20)^0.25\", ambient: 20}}, right: "
      "{insulated: true}, bottom: {insulated: true}, top: {insulated: true}}\n"
      "sources: [{power_density: 100, rectangle: {min: [0, 0], max: [1, 1]}}]\n"
      "time: {method: steady}\noutput: {probes: {surface: [0, 0.5]}}\n";
  for (const double power : {1e-3, 100.0, -1e4}) {
    CaseRun run(text, {fmt::format("sources.0.power_density={}", power)});
    run.finish();
    const double rise = std::copysign(std::pow(std::abs(power) / 1.3, 0.8), power);
    EXPECT_NEAR(run.probe(0), 20.0 + rise, 1e-7 * std::abs(rise)) << power;
  }
  // Two bodies, of which one has nothing to do and stays where it is; k(T), and a wall that never holds.
  CaseRun two(
      text, {"regions=[{material: m}, {void: {insulated: true}, rectangle: {min: [0, 0.25], max: [1, 0.5]}}]",
             "sources.0.rectangle.min=[0, 0.5]", "materials.m.conductivity=1+T/1000",
             "boundaries.right={convection: {coefficient: \"T > 500 ? 10 : 0\", ambient: 20}}",
             "output.probes.surface=[0, 0.8]"});
  two.finish();
  EXPECT_NEAR(two.probe(0), 20.0 + std::pow(100.0 / 1.3, 0.8), 1e-5);
  EXPECT_EQ(two.everywhere().front(), 20.0);
  CaseRun loose(text, {"boundaries.left={flux: -100}", "materials.m.conductivity=1+T/1000"});
  EXPECT_THROW(loose.finish(), std::invalid_argument);
  CaseRun cooled(
      text, {"boundaries.left.convection.coefficient=1.3*max(T-20, 0)^0.25", "sources.0.power_density=-100"});
  EXPECT_THROW(cooled.finish(), NumericalError);
}

}  // namespace
}  // namespace isotherm
