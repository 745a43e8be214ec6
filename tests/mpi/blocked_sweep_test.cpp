// Fused explicit steps have the bits of plain sweeps, on any number of ranks and bands.

#include "solver/operators/blocked_sweep.hpp"

#include <cstring>
#include <gtest/gtest.h>
#include <string>

#include "solver/operators/explicit_sweep.hpp"
#include "tests/support/case_run.hpp"

namespace isotherm {
namespace {

/// A plate with every kind of wall; `regions` and `sources` add to it.
std::string plate(const std::string& left, const std::string& right, const std::string& regions,
                  const std::string& sources = "") {
  return R"yaml(
title: plate
domain: {size: [1, 0.7], cells: [401, 173]}
materials:
  a: {conductivity: {x: 2, y: 1.5}, density: 3, specific_heat: 5}
  b: {conductivity: 1, density: 4, specific_heat: 5}
regions: [{material: a})yaml" +
         regions + R"yaml(]
initial: {temperature: "300 + 50*sin(7*x)*cos(5*y)"}
boundaries:
  left: )yaml" +
         left + "\n  right: " + right + R"yaml(
  bottom: [{from: 0, to: 0.4, flux: "1000*sin(t*1e5)"}, {from: 0.4, to: 1, insulated: true}]
  top: {convection: {coefficient: "5 + 3*cos(1e4*t)", ambient: 290}}
sources:
  - {power_density: 5e5, rectangle: {min: [0.2, 0.3], max: [0.5, 0.6]}}
  - {power_density: "2e5*sin(1e5*t)", circle: {center: [0.4, 0.4], radius: 0.2}}
  - {power: "4e4*sin(2e5*t)", polygon: [[0.6, 0.1], [0.9, 0.2], [0.6, 0.6]]}
)yaml" + sources +
         "time: {end: 0.003, method: forward-euler}\n";
}

/// All ranks above each other, where blocks of this plate would lie side by side.
std::string strips() {
  return "parallel.decomposition=[1," + std::to_string(Communicator(MPI_COMM_WORLD).size()) + "]";
}

/// Conducts alike both ways but for rounding, as square cells do.
const std::string alike = "materials.a.conductivity.y=5.2652938621404";

const std::string warm = "{temperature: 310}";
const std::string around = "{periodic: true}";
const std::string disc_and_hole =
    ", {material: b, circle: {center: [0.5, 0.3], radius: 0.2}},"
    " {void: {convection: {coefficient: 3, ambient: 280}}, rectangle: {min: [0.7, 0.1], max: [0.8, 0.4]}}";

/// Two spots on their way through the other sources and each other.
const std::string spots = R"yaml(
  - {power_density: "1e7*exp(-((x - 0.3 - 500*t)^2 + (y - 0.35)^2)/0.0002)", rectangle: {min: [0.3, 0.32], max: [0.38, 0.36]}}
  - {power_density: "3e7*sin(1e5*t + 9*y)", circle: {center: [0.36, 0.36], radius: 0.02}}
)yaml";

/// What a way of stepping leaves behind.
struct Result {
  std::vector<double> T;
  std::vector<double> taps;
  double change = 0.0;
};

constexpr int steps = 9;

class BlockedSweepTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const bool round = GetParam().find("periodic") != std::string::npos;
    const bool general = GetParam().find("general") != std::string::npos;
    const std::string side = round ? around : warm;
    const bool moving = GetParam().find("moving") != std::string::npos;
    text_ =
        plate(side, round ? around : "{insulated: true}", general ? disc_and_hole : "", moving ? spots : "");
    if (GetParam().find("strips") != std::string::npos) overrides_.push_back(strips());
    if (GetParam().find("alike") != std::string::npos) overrides_.push_back(alike);
  }

  /// Plain sweeps, an exchange before each.
  Result plain() const {
    test::CaseRun run(text_, overrides_);
    HeatOperator& op = run.model().op();
    const Clock& clock = run.model().clock();
    ExplicitSweep sweep(op);
    sweep.set_step(clock.dt());
    HaloExchange halo(op.decomposition(), 1, HaloExchange::Corners::no);
    Field T_new("next", run.T().nx(), run.T().ny(), op.halo());
    Result result;
    for (int n = 0; n < steps; ++n) {
      WallLoads loads;
      std::vector<double> taps(op.walls().entries().size(), 0.0);
      halo.exchange(run.T());
      op.sources().set_time(clock.time_at(n));
      op.walls().evaluate(clock.time_at(n), loads);
      sweep.sweep(run.T(), T_new, {0, run.T().nx(), 0, run.T().ny()}, loads, taps);
      append_owned(op, run.T(), taps, result);
      result.change = local_max_difference(run.T(), T_new);
      swap(run.T(), T_new);
    }
    result.T = run.T().to_host();
    return result;
  }

  /// block.steps at a time, the last step measured.
  Result fused(TimeBlock block, int bands) const {
    test::CaseRun run(text_, overrides_);
    const Clock& clock = run.model().clock();
    const HeatProblem& problem = run.model().the_case().problem;
    HeatOperator op(problem, run.model().grid(), run.model().decomposition(), block.steps);
    BlockedSweep sweep(op, block, bands);
    sweep.set_step(clock.dt());
    HaloExchange halo(op.decomposition(), block.steps, HaloExchange::Corners::yes);
    Field T("temperature", run.T().nx(), run.T().ny(), op.halo());
    T.from_host(run.T().to_host());
    Result result;
    for (int n = 0; n < steps;) {
      const int count = std::min(block.steps, steps - n);
      std::vector<WallLoads> loads(static_cast<std::size_t>(count));
      std::vector<std::vector<double>> taps(loads.size());
      std::vector<const WallLoads*> loads_of_step;
      std::vector<double*> taps_of_step;
      std::vector<double> factors;
      std::vector<double> moving;
      for (std::size_t i = 0; i < loads.size(); ++i) {
        const double t = clock.time_at(n + static_cast<int>(i));
        op.walls().evaluate(t, loads[i]);
        op.sources().append_factors(t, factors);
        op.sources().append_moving(t, moving);
        taps[i].assign(op.walls().entries().size(), 0.0);
        loads_of_step.push_back(&loads[i]);
        taps_of_step.push_back(taps[i].data());
      }
      halo.exchange(T);
      result.change =
          sweep.advance(T, loads_of_step, taps_of_step, factors, moving, nullptr, n + count == steps);
      for (const auto& step : taps) append_owned(op, T, step, result);
      n += count;
    }
    result.T = T.to_host();
    return result;
  }

  static void append_owned(const HeatOperator& op, const Field& T, const std::vector<double>& taps,
                           Result& result) {
    const auto& entries = op.walls().entries();
    for (std::size_t e = 0; e < entries.size(); ++e) {
      const auto [j, i] = entries[e];
      if (j >= 0 && i >= 0 && j < T.ny() && i < T.nx()) result.taps.push_back(taps[e]);
    }
  }

  std::string text_;
  std::vector<std::string> overrides_;
};

void expect_same(const std::vector<double>& a, const std::vector<double>& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
}

TEST_P(BlockedSweepTest, SameBitsAsPlainSweeps) {
  const Result expected = plain();
  for (const TimeBlock block : {TimeBlock{1, 256}, TimeBlock{4, 256}, TimeBlock{8, 128, true}}) {
    for (const int bands : {1, 3}) {
      SCOPED_TRACE(testing::Message() << block.steps << " steps, " << bands << " bands");
      const Result result = fused(block, bands);
      expect_same(result.T, expected.T);
      expect_same(result.taps, expected.taps);
      EXPECT_EQ(result.change, expected.change);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Materials, BlockedSweepTest,
                         testing::Values("uniform", "general", "uniform periodic", "general periodic",
                                         "uniform strips", "general strips", "uniform alike",
                                         "uniform alike periodic", "uniform alike strips", "uniform moving",
                                         "general periodic moving", "uniform strips moving"),
                         [](const auto& material) {
                           std::string name = material.param;
                           for (char& c : name) c = c == ' ' ? '_' : c;
                           return name;
                         });

/// A stepper in the program, in one material and in several: T, the rate and the balance do not depend on how
/// `count` steps are fused.
void expect_same_for_any_block(const std::vector<std::string>& blocks, int count,
                               const std::vector<std::string>& overrides, const std::string& sources = "") {
  for (const std::string& regions : {std::string(), disc_and_hole}) {
    for (const std::string& sides : {warm, around}) {
      std::vector<std::vector<double>> fields;
      std::vector<double> balances, rates;
      for (const std::string& block : blocks) {
        std::vector<std::string> all = overrides;
        all.insert(all.end(), {"numerics.time_block=" + block, strips()});
        test::CaseRun run(plate(sides, sides == warm ? "{insulated: true}" : sides, regions, sources), all);
        run.advance(count);
        EXPECT_EQ(run.model().stepper().report().at("time_block"), std::stod(block));
        fields.push_back(run.T().to_host());
        rates.push_back(run.model().stepper().last_rate());
        balances.push_back(run.model().energy().supplied_by_all().value());
      }
      for (std::size_t n = 1; n < fields.size(); ++n) {
        SCOPED_TRACE(testing::Message() << "block " << n << (regions.empty() ? ", uniform" : ", general"));
        expect_same(fields[n], fields[0]);
        EXPECT_EQ(rates[n], rates[0]);
        EXPECT_EQ(balances[n], balances[0]);
      }
    }
  }
}

/// Borders go ahead of the exchange here, in pieces.
TEST(ForwardEulerTest, SameBitsForAnyTimeBlock) {
  expect_same_for_any_block({"1", "3", "5", "16"}, 23, {"numerics.strip_width=128"});
}

TEST(ForwardEulerTest, SameBitsForAnyTimeBlockWithMovingSources) {
  expect_same_for_any_block({"1", "8", "16"}, 23, {"numerics.strip_width=128"}, spots);
}

TEST(ForwardEulerTest, SameBitsForAnyTimeBlockWhereBothDirectionsAreAlike) {
  test::CaseRun run(plate(warm, warm, ""), {alike});
  ASSERT_EQ(run.model().op().uniform()->conductance_x, run.model().op().uniform()->conductance_y);
  expect_same_for_any_block({"1", "5", "16"}, 23, {"numerics.strip_width=128", alike});
}

TEST(Rkl2Test, SameBitsForAnyTimeBlock) {
  expect_same_for_any_block({"1", "2", "5", "16"}, 4, {"time.method=rkl2", "time.step=0.0004"});
}

}  // namespace
}  // namespace isotherm
