// Heat flows through lines, contacts and walls, means of parts, the heat flux, what cells remember: against
// what is known.

#include <cmath>
#include <fmt/format.h>
#include <map>

#include "run/derived_tables.hpp"
#include "solver/diagnostics/heat_flux.hpp"
#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

using test::CaseRun;

/// The flows of a case now, by the name of their column; the same on all ranks.
std::map<std::string, double> flows(CaseRun& run) {
  Model& model = run.model();
  HaloExchange(model.decomposition(), 1, HaloExchange::Corners::no).exchange(model.T());
  const auto columns = flow_columns(model.the_case());
  FaceFlows faces(model.op(), model.nonlinear());
  faces.set(model.T(), model.clock().time());
  const auto local = Flows(model.op(), columns).local(faces);
  std::map<std::string, double> values;
  for (std::size_t n = 0; n < columns.size(); ++n)
    values[columns[n].name] = global_value(run.comm(), local[n]);
  return values;
}

/// Two materials with a contact, a hole, a cut side; T = 300 + 40 x - 25 y is set, not solved for.
constexpr const char* parts =
    "domain: {{size: [4, 2], cells: [40, 20]{}}}\n"
    "materials:\n"
    "  a: {{conductivity: {{x: 2, y: 3}}, density: 1, specific_heat: 1}}\n"
    "  b: {{conductivity: {{x: 2, y: 3}}, density: 1, specific_heat: 1}}\n"
    "regions:\n"
    "  - {{material: a}}\n"
    "  - {{material: b, name: right, rectangle: {{min: [2, 0], max: [4, 2]}}}}\n"
    "  - {{void: {{flux: 7}}, name: hole, rectangle: {{min: [3, 1], max: [3.5, 1.5]}}}}\n"
    "  - {{void: {{flux: -3}}, rectangle: {{min: [1, 1], max: [1.5, 1.2]}}}}\n"
    "contacts: [{{between: [a, right], resistance: 0.2}}]\n"
    "initial: {{temperature: \"300 + 40*x - 25*y\"}}\n"
    "boundaries:\n"
    "  left: {{temperature: \"300 - 25*y\"}}\n"
    "  right: {{temperature: \"460 - 25*y\"}}\n"
    "  bottom: {{flux: 75}}\n"
    "  top: [{{from: 0, to: 1, flux: 5}}, {{from: 1, to: 4, temperature: \"250 + 40*x\"}}]\n"
    "time: {{end: 1}}\n"
    "output:\n"
    "  flows:\n"
    "    upright: {{from: [1, 0.5], to: [1, 1]}}\n"
    "    level: {{from: [0.2, 0.5], to: [1.2, 0.5]}}\n"
    "    back: {{from: [1.2, 0.5], to: [0.2, 0.5]}}\n"
    "    near: {{from: [0.96, 0.5], to: [0.96, 1]}}\n"
    "    side: {{from: [4, 0], to: [4, 2]}}\n"
    "    sole: {{from: [1, 0], to: [3, 0]}}\n"
    "    through: {{from: [0, 1.1], to: [4, 1.1]}}\n"
    "    joint: {{between: [right, a]}}\n"
    "  means: [a, right]\n";

TEST(Flows, AreThoseOfALinearField) {
  CaseRun run(fmt::format(parts, ""));
  auto flow = flows(run);
  EXPECT_EQ(flow.size(), 8U + 1U + 2U + 2U);
  EXPECT_NEAR(flow.at("upright"), -80.0 * 0.5, 1e-11);
  EXPECT_NEAR(flow.at("level"), 75.0 * 1.0, 1e-11);
  EXPECT_EQ(flow.at("back"), flow.at("level"));
  EXPECT_EQ(flow.at("near"), flow.at("upright"));  // the grid line at x = 1 is nearest
  EXPECT_NEAR(flow.at("side"), -80.0 * 2.0, 1e-10);
  EXPECT_NEAR(flow.at("sole"), 75.0 * 2.0, 1e-11);  // the power of a wall is into the body, a flow is upwards
  EXPECT_NEAR(flow.at("through"), 75.0 * (4.0 - 0.5 - 0.5), 1e-10);
  const double contact = -40.0 * 0.1 / (0.1 / 2 + 0.2) * 2.0;
  EXPECT_NEAR(flow.at("contact.a.right"), contact, 1e-11);
  EXPECT_NEAR(flow.at("joint"), -contact, 1e-11);
  EXPECT_NEAR(flow.at("wall.top.0"), 5.0, 1e-12);
  EXPECT_NEAR(flow.at("wall.top.1"), -75.0 * 3.0, 1e-10);
  EXPECT_NEAR(flow.at("wall.hole"), 7.0 * 2.0, 1e-12);
  EXPECT_NEAR(flow.at("wall.region.3"), -3.0 * 1.4, 1e-12);
}

TEST(Flows, BetweenAMaterialAndARegionOfItCrossTheRegionsEdge) {
  // Heat spreads out of a square of the same material: the rest of it gets what crosses the square's edge.
  CaseRun run(
      "domain: {size: [8, 8], cells: [8, 8]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\n"
      "regions: [{material: m}, {material: m, name: core, rectangle: {min: [2, 2], max: [6, 6]}}]\n"
      "contacts: [{between: [m, core], resistance: 1}]\n"
      "initial: {temperature: (x-4)^2 + (y-4)^2}\n"
      "boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: "
      "{insulated: true}}\ntime: {end: 1}\n"
      "output: {flows: {in: {between: [m, core]}, out: {between: [core, m]}}}\n");
  auto flow = flows(run);
  const double inwards = 16 * (2.5 * 2.5 - 1.5 * 1.5) / (1 + 1);  // faces, difference, two halves and R
  EXPECT_NEAR(flow.at("in"), inwards, 1e-11);
  EXPECT_NEAR(flow.at("out"), -inwards, 1e-11);
  EXPECT_NEAR(flow.at("contact.m.core"), inwards, 1e-11);
}

TEST(Flows, ThroughASideIsThePowerOfItsWall) {
  for (const char* grading : {"", ", grading: {x: {ratio: 1.03}}"}) {
    CaseRun run(fmt::format(parts, grading), {"time.end=0.01", "time.method=forward-euler"});
    run.finish();
    auto flow = flows(run);
    EXPECT_NEAR(flow.at("side"), -run.wall_power(1), 1e-9) << grading;
    EXPECT_NEAR(flow.at("wall.top.0") + flow.at("wall.top.1"), run.wall_power(3), 1e-9) << grading;
    EXPECT_NEAR(flow.at("wall.hole") + flow.at("wall.region.3"), run.wall_power(4), 1e-9) << grading;
  }
}

TEST(Flows, ThroughCutsOfARingAreTheSame) {
  // Steady between two cylinders: the same heat through every radius, and 2 pi k L (T_a - T_b) / ln(b/a) of
  // it.
  CaseRun run(
      "domain: {size: [2, 1], cells: [400, 4], origin: [1, 0], coordinates: axisymmetric}\n"
      "materials: {m: {conductivity: 5, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: 0}\nboundaries: {left: {temperature: 100}, right: {temperature: 0}, bottom: "
      "{insulated: true}, top: {insulated: true}}\ntime: {method: steady, tolerance: 1e-12}\n"
      "output: {flows: {inner: {from: [1, 0], to: [1, 1]}, cut: {from: [1.7, 0], to: [1.7, 1]}, half: {from: "
      "[2, 0], "
      "to: [2, 0.5]}}}\n");
  run.finish();
  auto flow = flows(run);
  const double exact = 2 * M_PI * 5 * 100 / std::log(3.0);
  EXPECT_NEAR(flow.at("inner") / exact, 1.0, 1e-5);
  EXPECT_NEAR(flow.at("cut") / flow.at("inner"), 1.0, 1e-9);
  EXPECT_NEAR(flow.at("half") / flow.at("cut"), 0.5, 1e-9);
}

TEST(Flows, AreTheSameThroughAllCutsWhereConductivityDependsOnTemperature) {
  CaseRun run(
      "domain: {size: [2, 1], cells: [40, 4], grading: {x: {ratio: 1.02}}}\n"
      "materials: {a: {conductivity: {x: 2 + 0.01*T, y: 1}, density: 1, specific_heat: 1},\n"
      "  b: {conductivity: 1 + 0.02*T, density: 1, specific_heat: 1}}\n"
      "regions: [{material: a}, {material: b, rectangle: {min: [1, 0], max: [2, 1]}}]\n"
      "contacts: [{between: [a, b], resistance: 0.05}]\n"
      "initial: {temperature: 300}\nboundaries: {left: {temperature: 600}, bottom: {insulated: true},\n"
      "  right: {radiation: {emissivity: 0.8, ambient: 300}}, top: {insulated: true}}\n"
      "time: {method: steady, tolerance: 1e-10}\n"
      "output: {flows: {start: {from: [0, 0], to: [0, 1]}, a: {from: [0.5, 0], to: [0.5, 1]}, b: {from: "
      "[1.7, 0], to: "
      "[1.7, 1]}, end: {from: [2, 0], to: [2, 1]}}}\n");
  run.finish();
  auto flow = flows(run);
  EXPECT_GT(flow.at("start"), 100.0);
  for (const char* cut : {"a", "b", "end", "contact.a.b"})
    EXPECT_NEAR(flow.at(cut) / flow.at("start"), 1.0, 1e-7) << cut;
}

TEST(Means, AreThoseOfALinearField) {
  CaseRun run(fmt::format(parts, ""));
  Model& model = run.model();
  const HeatProblem& problem = model.the_case().problem;
  const Means means(model.op(),
                    {{"a", problem.regions_named("a")}, {"right", problem.regions_named("right")}});
  EXPECT_NEAR(means.volume(0), 4.0 - 0.1, 1e-12);
  EXPECT_NEAR(means.volume(1), 4.0 - 0.25, 1e-12);
  const PartShare share = means.local(1, model.T());
  const double whole = 4.0 * (300 + 40 * 3 - 25 * 1);
  const double hole = 0.25 * (300 + 40 * 3.25 - 25 * 1.25);
  EXPECT_NEAR(global_value(run.comm(), share.volume_times_T), whole - hole, 1e-9);
  EXPECT_NEAR(run.comm().min(share.t_min), 300 + 40 * 2.05 - 25 * 1.95, 1e-10);
  EXPECT_NEAR(run.comm().max(share.t_max), 300 + 40 * 3.95 - 25 * 0.05, 1e-10);
  EXPECT_THROW(Means(model.op(), {{"nothing", {}}}), std::invalid_argument);
}

TEST(HeatFlux, IsThatOfALinearField) {
  CaseRun run(
      "domain: {size: [4, 2], cells: [40, 20], grading: {x: {ratio: 1.05}}}\n"
      "materials: {m: {conductivity: {x: 2, y: 3}, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: \"300 + 40*x - 25*y\"}\n"
      "boundaries: {left: {temperature: \"300 - 25*y\"}, right: {flux: 80}, bottom: {flux: 75},\n"
      "  top: {convection: {coefficient: 15, ambient: \"245 + 40*x\"}}}\ntime: {end: 1}\n");
  Model& model = run.model();
  HeatFlux flux(model.op(), model.nonlinear());
  flux.set(model.T(), 0.0);
  const Field size = flux.size();
  for (int j = 0; j < size.ny(); ++j) {
    for (int i = 0; i < size.nx(); ++i) {
      EXPECT_NEAR(flux.x().view()(j, i), -80.0, 1e-9);
      EXPECT_NEAR(flux.y().view()(j, i), 75.0, 1e-9);
      EXPECT_NEAR(size.view()(j, i), std::hypot(80.0, 75.0), 1e-9);
    }
  }
}

TEST(History, KeepsTheHighestTemperatureAndTheTimeAboveOne) {
  // T = 3 (1 - t)^2 - 1 + x in steps of 1/8: the history is that of its straight pieces.
  CaseRun run(
      "domain: {size: [1, 1], cells: [16, 4]}\nmaterials: {m: {conductivity: 1, density: 1, specific_heat: "
      "1}}\n"
      "regions: [{material: m}]\ninitial: {temperature: 0}\nboundaries: {left: {insulated: true}, right: "
      "{insulated: "
      "true}, bottom: {insulated: true}, top: {insulated: true}}\ntime: {end: 1}\n");
  Model& model = run.model();
  History history(model.op(), true, 0.5);
  const auto& cells = model.op().cells();
  const auto set = [&](double t) {
    for (int j = 0; j < cells.ny(); ++j) {
      for (int i = 0; i < cells.nx(); ++i)
        run.T().view()(j, i) = 3 * (1 - t) * (1 - t) - 1 + cells.center(j, i).x;
    }
  };
  set(0);
  history.start(run.T(), 0.0);
  for (int step = 1; step <= 16; ++step) {
    set(step / 8.0);
    history.step(run.T(), step / 8.0);
  }
  const auto kept = history.fields();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].name, "max_temperature");
  EXPECT_EQ(kept[1].name, "time_above");
  for (int i = 0; i < cells.nx(); ++i) {
    const double x = cells.center(0, i).x;
    EXPECT_EQ(kept[0].field->view()(0, i), 3 * 1.0 - 1 + x);
    // The parabola is above 0.5 for |1 - t| > sqrt((1.5 - x) / 3); its chords by dt^2 / 8 * 6 higher at most.
    const double exact = 2 * (1 - std::sqrt((1.5 - x) / 3));
    EXPECT_NEAR(kept[1].field->view()(0, i), exact, 0.04) << x;
    EXPECT_GE(kept[1].field->view()(0, i), exact - 1e-12) << x;
  }
}

}  // namespace
}  // namespace isotherm
