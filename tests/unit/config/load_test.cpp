// What the loader makes of good input.

#include "io/config/load.hpp"

#include <gtest/gtest.h>

#include "tests/unit/config/case_text.hpp"

namespace isotherm {
namespace {

Case load(const std::string& line, const std::vector<std::string>& overrides = {}) {
  return load_case(test::with_line(line), "case.yaml", overrides);
}

double number(const Value& value) {
  return value.constant();
}

/// The start temperature of a case with this unit and value.
double start(const std::string& unit, const std::string& temperature) {
  return number(load("initial: {temperature: " + temperature + "}", {"units.temperature=" + unit})
                    .problem.initial.temperature);
}

TEST(Load, FillsInTheDefaults) {
  const Case c = load_case(test::valid_case(), "case.yaml");
  EXPECT_EQ(c.title, "A small case");
  EXPECT_EQ(c.problem.domain.nx, 32);
  EXPECT_EQ(c.problem.domain.origin.x, 0.0);
  EXPECT_EQ(c.problem.face_conductivity, FaceConductivity::harmonic);
  EXPECT_EQ(c.problem.regions.at(0).material, 0U);
  EXPECT_TRUE(std::holds_alternative<Everywhere>(c.problem.regions.at(0).shape));
  EXPECT_EQ(c.time.method, Method::automatic);
  EXPECT_FALSE(c.time.step.has_value());
  EXPECT_EQ(c.time.safety, 0.9);
  EXPECT_FALSE(c.stop.steady.has_value());
  EXPECT_FALSE(c.stop.walltime.has_value() || c.stop.walltime_auto);
  EXPECT_EQ(c.output.diagnostics.unit, Interval::Unit::steps);
  EXPECT_EQ(c.output.diagnostics.steps, 100);
  EXPECT_EQ(c.output.snapshots.unit, Interval::Unit::never);
  EXPECT_EQ(c.checkpoint.every.unit, Interval::Unit::wall);
  EXPECT_EQ(c.checkpoint.every.seconds, 600.0);
  EXPECT_EQ(c.checkpoint.keep, 2);
  EXPECT_EQ(c.parallel.px, 0);
  EXPECT_FALSE(c.numerics.time_block.has_value());
  EXPECT_FALSE(c.numerics.strip_width.has_value());
}

TEST(Load, WarnsOfKelvinWhereDegreesCelsiusAreMeant) {
  const std::string start = "initial: {temperature: 20 + x}";
  EXPECT_TRUE(load(start).warnings.empty());
  const auto warnings = load(start + "  # degC").warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].message.find("has 20 K"), std::string::npos) << warnings[0].message;
  EXPECT_TRUE(load(start + "  # degC", {"units.temperature=degC"}).warnings.empty());
  EXPECT_TRUE(load("initial: {temperature: 20 degC}").warnings.empty());
}

TEST(Load, ConvertsUnitsWithoutAnExtraRounding) {
  const Domain d =
      load("domain: {size: [9 mm, 35 cm], cells: [32, 16], origin: [-7 um, 1 inch]}").problem.domain;
  EXPECT_EQ(d.lx, 0.009);
  EXPECT_EQ(d.ly, 0.35);
  EXPECT_EQ(d.origin.x, -7e-6);
  EXPECT_DOUBLE_EQ(d.origin.y, 0.0254);
  EXPECT_EQ(load("time: {end: 10 min}").time.end, 600.0);
  EXPECT_EQ(load("time: {end: 2h}").time.end, 7200.0);
  const Material m = load(
                         "materials: {steel: {conductivity: 15 W/(m K), density: 7.9 g/cm3, specific_heat: "
                         "0.45 kJ/kg/degC}}")
                         .problem.materials.at(0);
  EXPECT_EQ(number(m.conductivity_x), 15.0);
  EXPECT_EQ(number(m.density), 7900.0);
  EXPECT_DOUBLE_EQ(number(m.specific_heat), 450.0);
}

TEST(Load, NeverConfusesKelvinAndCelsius) {
  EXPECT_EQ(start("K", "20"), 20.0);
  EXPECT_EQ(start("K", "20 degC"), 293.15);
  EXPECT_EQ(start("K", "20 K"), 20.0);
  EXPECT_EQ(start("degC", "20"), 20.0);
  EXPECT_EQ(start("degC", "20 degC"), 20.0);
  EXPECT_NEAR(start("degC", "293.15 K"), 20.0, 1e-12);
  EXPECT_NEAR(start("degC", "68 degF"), 20.0, 1e-12);
  EXPECT_EQ(start("K",
                  "\"20 \xC2\xB0"
                  "C\""),
            293.15);
}

TEST(Load, ReadsExpressionsAndFoldsConstants) {
  EXPECT_EQ(load("time: {end: 1/4}").time.end, 0.25);
  EXPECT_EQ(load("time: {end: 2*3}").time.end, 6.0);
  const Case c = load("  bottom: {flux: 1e3*sin(2*pi*t/60)}");
  const WallCondition& wall = c.problem.boundaries[static_cast<std::size_t>(Side::bottom)].at(0).condition;
  ASSERT_NE(wall.flux->expression(), nullptr);
  EXPECT_TRUE(wall.flux->depends_on_time());
  EXPECT_NEAR((*wall.flux)(0.0, 0.0, 15.0), 1e3, 1e-9);
}

TEST(Load, ReadsTablesInTime) {
  const Case c = load("  bottom: {temperature: {table: [[0, 20 degC], [1 min, 300]]}}");
  const Value& wall =
      *c.problem.boundaries[static_cast<std::size_t>(Side::bottom)].at(0).condition.temperature;
  ASSERT_NE(wall.table(), nullptr);
  EXPECT_EQ(wall.table()->points(), (std::vector<std::pair<double, double>>{{0.0, 293.15}, {60.0, 300.0}}));
}

TEST(Load, ReadsIntervals) {
  const auto every = [](const std::string& text) {
    return load("checkpoint: {every: " + text + "}").checkpoint.every;
  };
  EXPECT_EQ(every("50").steps, 50);
  EXPECT_EQ(every("50 steps").steps, 50);
  EXPECT_EQ(every("1 step").unit, Interval::Unit::steps);
  EXPECT_EQ(every("5 s").unit, Interval::Unit::simulated);
  EXPECT_EQ(every("5 ms").seconds, 0.005);
  EXPECT_EQ(every("10 min wall").unit, Interval::Unit::wall);
  EXPECT_EQ(every("10 min wall").seconds, 600.0);
  EXPECT_EQ(every("never").unit, Interval::Unit::never);
}

TEST(Load, ReadsShapesVoidsAndSources) {
  const Case c = load_case(
      test::with_line("regions: [{material: steel}, {name: hole, void: {convection: {coefficient: 1/0.5, "
                      "ambient: 20 degC}}, "
                      "circle: {center: [0.5, 0.5], radius: 10 cm}}, {material: steel, polygon: [[0, 0], [1, "
                      "0], [0, 1]]}, "
                      "{material: steel, where: x > y}]"),
      "case.yaml", {"sources=[{power: 5, rectangle: {min: [0, 0], max: [1, 1]}}, {power_density: x*t}]"});
  const auto& regions = c.problem.regions;
  EXPECT_EQ(regions.at(1).name, "hole");
  EXPECT_FALSE(regions.at(1).material.has_value());
  EXPECT_EQ(number(regions.at(1).wall.convection->coefficient), 2.0);
  EXPECT_EQ(std::get<Circle>(regions.at(1).shape).radius, 0.1);
  EXPECT_EQ(std::get<Polygon>(regions.at(2).shape).vertices.size(), 3U);
  EXPECT_TRUE(contains(regions.at(3).shape, {2.0, 1.0}));
  EXPECT_TRUE(c.problem.sources.at(0).power.has_value());
  EXPECT_FALSE(c.problem.sources.at(0).power_density.has_value());
  EXPECT_EQ((*c.problem.sources.at(1).power_density)(2.0, 0.0, 3.0), 6.0);
}

TEST(Load, MakesStretchesTileExactly) {
  // 0.3 and 3 * 0.1 differ in the last bit.
  const Case c = load("  left: [{from: 0, to: 3*0.1, flux: 1}, {from: 0.3, to: 1 + 1e-13, temperature: 2}]");
  const auto& left = c.problem.boundaries[static_cast<std::size_t>(Side::left)];
  EXPECT_EQ(left.at(0).to, left.at(1).from);
  EXPECT_EQ(left.at(1).to, 1.0);
}

TEST(Load, ReadsPeriodicSides) {
  const Case c = load_case(test::valid_case(), "case.yaml",
                           {"boundaries.left={periodic: true}", "boundaries.right={periodic: true}"});
  EXPECT_TRUE(c.problem.periodic_in_x());
  EXPECT_FALSE(c.problem.periodic_in_y());
}

TEST(Load, OverridesReplaceAndAdd) {
  const Case c = load_case(
      test::valid_case(), "case.yaml",
      {"materials.steel.conductivity={x: 1, y: 2 W/m/K}", "time.step=1 ms",
       "boundaries.top.convection.coefficient=50", "output.probes.a=[2, 0.5]",
       "output.probes.b={cell: [31, 0]}", "parallel.decomposition=[2, 3]", "stop.steady.tolerance=1e-8 K/s",
       "stop.walltime=1 h", "numerics.time_block=4", "numerics.strip_width=256"});
  EXPECT_EQ(number(c.problem.materials.at(0).conductivity_x), 1.0);
  EXPECT_EQ(number(c.problem.materials.at(0).conductivity_y), 2.0);
  EXPECT_EQ(c.time.step, 0.001);
  EXPECT_EQ(c.output.probes.at(0).at.x, 2.0);
  EXPECT_TRUE(c.output.probes.at(1).is_cell);
  EXPECT_EQ(c.output.probes.at(1).i, 31);
  EXPECT_EQ(c.parallel.py, 3);
  EXPECT_EQ(c.stop.steady->tolerance, 1e-8);
  EXPECT_EQ(c.stop.steady->every, 100);
  EXPECT_EQ(c.stop.walltime, 3600.0);
  EXPECT_EQ(c.numerics.time_block, 4);
  EXPECT_EQ(c.numerics.strip_width, 256);
}

TEST(Load, AnOverrideMendsAMistake) {
  EXPECT_EQ(load("time: {end: never}", {"time.end=3"}).time.end, 3.0);
}

}  // namespace
}  // namespace isotherm
