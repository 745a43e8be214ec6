// Manufactured solutions: every method x condition on the walls x geometry x kind of material, with the
// observed order over three grids; and that the order is lost when a coefficient is wrong.
//
// The ordinary tests take a part of the combinations in which each method, condition, geometry and material
// meets every other; ISOTHERM_VERIFY=all takes all of them and prints the table of `tests/run --verify`.

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

constexpr double rho_c = 1.5;
constexpr double end = 0.05;

/// What a combination is made of.
struct Combination {
  const char* method;
  const char* condition;
  const char* geometry;
  const char* material;
  bool is(const char* word) const {
    return std::string(word) == method || std::string(word) == condition || std::string(word) == geometry ||
           std::string(word) == material;
  }
  bool turned() const { return is("axisymmetric") || is("graded ring"); }
};

/// T = 5 + E X(x) Y(y) with E = exp(-2 t), X = cos(a x + b), Y = cos(c y + d); b = 0 makes it regular at r =
/// 0. All terms of the equation as texts of the case.
struct Manufactured {
  Combination of;
  double a = 1.3, b = 0.4, c = 0.9, d = 0.3;
  std::string x, y;

  explicit Manufactured(const Combination& combination)
      : of(combination), x(combination.turned() ? "r" : "x"), y(combination.turned() ? "z" : "y") {
    constexpr double pi = 3.14159265358979323846;
    if (of.turned()) b = 0.0;
    if (of.is("insulated")) a = pi, b = 0.0, c = 2 * pi, d = 0.0;
    if (of.is("insulated") && of.is("graded ring")) b = -0.5 * pi;
    if (of.is("periodic")) a = 2 * pi, b = 0.4, c = 2 * pi;
  }

  double operator()(double px, double py, double t) const {
    const double E = of.is("steady") ? 1.0 : std::exp(-2.0 * t);
    return 5.0 + E * std::cos(a * px + b) * std::cos(c * py + d);
  }
  std::string E() const { return of.is("steady") ? "1" : "exp(-2*t)"; }
  std::string X() const { return fmt::format("cos({}*{} + {})", a, x, b); }
  std::string Y() const { return fmt::format("cos({}*{} + {})", c, y, d); }
  std::string slope_X() const { return fmt::format("(-{}*sin({}*{} + {}))", a, a, x, b); }
  std::string slope_Y() const { return fmt::format("(-{}*sin({}*{} + {}))", c, c, y, d); }
  std::string T() const { return fmt::format("5 + {}*{}*{}", E(), X(), Y()); }

  // The conductivities and their slopes along their own direction. A periodic material is one on the circle.
  std::string kx() const {
    if (!of.is("varying")) return of.is("orthotropic") ? "2" : "1.2";
    return of.is("periodic") ? fmt::format("(1.5 + 0.5*sin(2*pi*{}))", x) : fmt::format("(1 + 0.5*{})", x);
  }
  std::string ky() const { return of.is("orthotropic") ? "0.7" : of.is("varying") ? kx() : "1.2"; }
  std::string slope_kx() const {
    if (!of.is("varying")) return "0";
    return of.is("periodic") ? fmt::format("(pi*cos(2*pi*{}))", x) : "0.5";
  }

  /// rho c dT/dt - div(k grad T)
  std::string source() const {
    const std::string rate = of.is("steady") ? "0" : fmt::format("{}*{}*{}", -2.0 * rho_c, X(), Y());
    const std::string around = of.turned() ? fmt::format(" + {}/r*{}", kx(), slope_X()) : "";
    return fmt::format("{}*({} - ({}*(-{}*{}) + {}*{}{})*{} + {}*{}*{}*{})", E(), rate, kx(), a * a, X(),
                       slope_kx(), slope_X(), around, Y(), ky(), c * c, X(), Y());
  }
  /// k dT/dn on a side, into the body.
  std::string flux(Side side) const {
    const bool along_x = side == Side::left || side == Side::right;
    const char* sign = side == Side::left || side == Side::bottom ? "-" : "";
    return along_x ? fmt::format("{}{}*{}*{}*{}", sign, E(), kx(), slope_X(), Y())
                   : fmt::format("{}{}*{}*{}*{}", sign, E(), ky(), X(), slope_Y());
  }
};

std::string condition(const Manufactured& m, Side side) {
  const std::string flux = m.flux(side);
  if (m.of.is("temperature")) return fmt::format("temperature: \"{}\"", m.T());
  if (m.of.is("flux")) return fmt::format("flux: \"{}\"", flux);
  if (m.of.is("convection")) {
    return fmt::format("convection: {{coefficient: 3, ambient: \"{} + ({})/3\"}}", m.T(), flux);
  }
  if (m.of.is("flux and convection")) {
    return fmt::format("flux: \"({}) - 3*(7 - ({}))\", convection: {{coefficient: 3, ambient: 7}}", flux,
                       m.T());
  }
  return std::string(m.of.condition) + ": true";  // insulated, periodic
}

std::string domain(const Manufactured& m, int n) {
  // Growth over the whole side is the same on every grid, so that each grid halves the cells of the one
  // before.
  const std::string graded = fmt::format(", grading: {{x: {{ratio: {:.17g}}}, y: {{ratio: {:.17g}}}}}",
                                         std::pow(3.0, 1.0 / n), std::pow(0.4, 1.0 / n));
  return fmt::format("domain: {{size: [1, 1], cells: [{0}, {0}]{1}{2}{3}}}\n", n,
                     m.of.turned() ? ", coordinates: axisymmetric" : "",
                     m.of.is("graded ring") ? ", origin: [0.5, 0]" : "",
                     m.of.is("graded") || m.of.is("graded ring") ? graded : "");
}

/// Steps that shrink so that the error in time falls like the one in space. Empty: the method's own.
std::string step(const Combination& of, int n) {
  if (of.is("steady") || of.is("forward-euler")) return "";
  const double first_order = of.is("backward-euler") ? n / 12.0 : 1.0;
  return fmt::format(", step: {:.17g}", end / (n * first_order));
}

std::string case_text(const Combination& of, int n) {
  const Manufactured m(of);
  std::string sides;
  for (const Side side : all_sides) {
    if (side == Side::left && of.is("axisymmetric")) continue;
    sides += fmt::format("  {}: {{{}}}\n", name_of(side), condition(m, side));
  }
  const std::string start = fmt::format("5 + {}*{}", m.X(), m.Y());
  return domain(m, n) +
         fmt::format(
             "materials: {{m: {{conductivity: {{x: \"{}\", y: \"{}\"}}, density: 3, specific_heat: 0.5}}}}\n"
             "regions: [{{material: m}}]\ninitial: {{temperature: \"{}\"}}\nboundaries:\n{}"
             "sources: [{{power_density: \"{}\"}}]\ntime: {{method: {}, end: {}{}}}\n",
             m.kx(), m.ky(), start, sides, m.source(), of.method, end, step(of, n));
}

/// Root mean square errors on grids of these sizes.
std::vector<double> errors(const Combination& of, const std::vector<int>& sizes,
                           const std::vector<std::string>& changes) {
  std::vector<double> found;
  for (const int n : sizes) {
    CaseRun run(case_text(of, n), changes);
    run.finish();
    found.push_back(run.error(Manufactured(of)).first);
  }
  return found;
}

/// A body that nothing holds has no steady state of its own; a radius is not periodic.
bool exists(const Combination& of) {
  const bool floats = of.is("flux") || of.is("insulated") || of.is("periodic");
  if (of.is("steady") && floats) return false;
  return !(of.turned() && of.is("periodic")) && !(of.is("insulated") && of.is("varying") && of.turned());
}

std::vector<Combination> combinations(bool all) {
  std::vector<Combination> chosen;
  int m = 0;
  for (const char* method :
       {"forward-euler", "rkl2", "backward-euler", "crank-nicolson", "tr-bdf2", "steady"}) {
    int c = 0;
    for (const char* condition :
         {"temperature", "flux", "convection", "flux and convection", "insulated", "periodic"}) {
      int g = 0;
      for (const char* geometry : {"plane", "graded", "axisymmetric", "graded ring"}) {
        int k = 0;
        for (const char* material : {"constant", "orthotropic", "varying"}) {
          const Combination of{method, condition, geometry, material};
          const bool drawn = (m + c + g) % 4 == 0 && (m + 2 * c + k) % 3 == 0;
          if (exists(of) && (all || drawn)) chosen.push_back(of);
          ++k;
        }
        ++g;
      }
      ++c;
    }
    ++m;
  }
  return chosen;
}

TEST(Manufactured, HasItsOrderWhateverIsCombined) {
  const char* wish = std::getenv("ISOTHERM_VERIFY");
  const bool all = wish != nullptr && std::string(wish) == "all";
  const bool root = Communicator(MPI_COMM_WORLD).is_root();
  for (const auto& of : combinations(all)) {
    const auto e = errors(of, {12, 24, 48}, {});
    const double first = std::log2(e[0] / e[1]);
    const double second = std::log2(e[1] / e[2]);
    const char* change = "materials.m.conductivity.y=1.1";
    const auto wrong = errors(of, {24, 48}, {change});
    const double lost = std::log2(wrong[0] / wrong[1]);
    if (all && root) {
      fmt::print("ROW {:14} {:20} {:12} {:12} order {:.3f} {:.3f}, error {:.1e}; k_y = 1.1: {:.3f}\n",
                 of.method, of.condition, of.geometry, of.material, first, second, e[2], lost);
    }
    const auto name = fmt::format("{}, {}, {}, {}", of.method, of.condition, of.geometry, of.material);
    EXPECT_NEAR(first, 2.0, 0.15) << name;
    EXPECT_NEAR(second, 2.0, 0.1) << name;
    EXPECT_GT(std::abs(lost - 2.0), 0.1) << name;
  }
}

}  // namespace
}  // namespace isotherm
