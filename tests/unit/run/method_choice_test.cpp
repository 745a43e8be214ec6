// What `method: auto` takes, and that it says why.

#include <gtest/gtest.h>

#include "io/config/load.hpp"
#include "run/integration.hpp"

namespace isotherm {
namespace {

Case case_of(const std::string& material, const std::string& time, const std::string& left = "300") {
  return load_case(
      "domain: {size: [1, 1], cells: [16, 16]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1" +
          material +
          "}}\nregions: [{material: m}]\ninitial: {temperature: 300}\n"
          "boundaries: {left: {temperature: " +
          left + "}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}\ntime: {" +
          time + "}\n",
      "test.yaml", {});
}

MethodChoice choice(const std::string& material, const std::string& time, double explicit_limit) {
  return choose_method(case_of(material, time), explicit_limit);
}

const std::string melting = ", latent_heat: 1e5, melting_temperature: 310";

TEST(MethodChoice, ComparesCosts) {
  // 0.9 of the limit: 1e5 and 1e6 explicit steps against 300 of tr-bdf2 at 600.
  EXPECT_EQ(choice("", "end: 0.9", 1e-5).method, Method::forward_euler);
  EXPECT_EQ(choice("", "end: 0.9", 1e-6).method, Method::tr_bdf2);
  EXPECT_NE(
      choice("", "end: 0.9", 1e-6).why.find("1e+06 explicit updates per cell; tr-bdf2 would cost 1.8e+05"),
      std::string::npos);
}

TEST(MethodChoice, KnowsWhatExplicitStepsOfFormulasCost) {
  const auto of = [&](double limit) {
    const Case nonlinear = load_case(
        "domain: {size: [1, 1], cells: [16, 16]}\nmaterials: {m: {conductivity: 1 + T/1000, density: 1, "
        "specific_heat: 1}}\nregions: [{material: m}]\ninitial: {temperature: 300}\n"
        "boundaries: {left: {temperature: 300}, right: {insulated: true}, bottom: {insulated: true}, "
        "top: {insulated: true}}\ntime: {end: 0.9}\n",
        "test.yaml", {});
    return choose_method(nonlinear, limit).method;
  };
  EXPECT_EQ(of(1.4e-4), Method::forward_euler);  // 7142 steps against 300 at 25
  EXPECT_EQ(of(1.3e-4), Method::tr_bdf2);
}

TEST(MethodChoice, DoesNotFollowEachCellThatMelts) {
  EXPECT_EQ(choice(melting, "end: 0.9", 2e-5).method, Method::forward_euler);
  const auto long_run = choice(melting, "end: 0.9", 1e-5);
  EXPECT_EQ(long_run.method, Method::backward_euler);
  EXPECT_NE(long_run.why.find("1000 steps of backward-euler"), std::string::npos) << long_run.why;
  EXPECT_EQ(fixed_step(case_of(melting, "end: 50"), Method::backward_euler, 1e-7), 0.05);
}

TEST(MethodChoice, DoesNotStepOverWhatChangesInTime) {
  const auto of = [](const std::string& left, double limit, const std::string& material = "") {
    return choose_method(case_of(material, "end: 100", left), limit);
  };
  EXPECT_EQ(of("300", 1e3).method, Method::forward_euler);
  const std::string formula = "\"300 + sin(t)\"";
  EXPECT_EQ(of(formula, 1e3, melting).method, Method::forward_euler);  // free steps
  const Case driven = case_of("", "end: 100", formula);
  EXPECT_EQ(choose_method(driven, 10.0).method, Method::forward_euler);
  EXPECT_EQ(fixed_step(driven, Method::forward_euler, 10.0), 0.01);
  EXPECT_DOUBLE_EQ(fixed_step(driven, Method::forward_euler, 1e-3), 9e-4);
  EXPECT_EQ(fixed_step(case_of("", "end: 100, method: forward-euler", formula), Method::forward_euler, 10.0),
            9.0);
  const std::string pulse = "{table: [[0, 300], [40, 300], [40.0625, 400], [40.125, 300]]}";
  EXPECT_EQ(of(pulse, 0.06).method, Method::forward_euler);
  EXPECT_NE(of(pulse, 0.1).why.find("within 0.0625 s"), std::string::npos);
  EXPECT_EQ(of(pulse, 0.1, melting).method, Method::forward_euler);
  EXPECT_EQ(of(pulse, 1e-3, melting).method, Method::forward_euler);  // 1.1e5 of them for 1600 at 75
  EXPECT_EQ(of(pulse, 9e-4, melting).method, Method::backward_euler);
  EXPECT_EQ(fixed_step(case_of(melting, "end: 100", pulse), Method::backward_euler, 1e-5), 0.0625);
  EXPECT_EQ(longest_free_step(case_of("", "end: 100", pulse), Method::tr_bdf2), 100.0);  // lands on its times
  EXPECT_EQ(longest_free_step(driven, Method::tr_bdf2), 0.5);
  EXPECT_EQ(longest_free_step(driven, Method::forward_euler), 0.01);
}

TEST(MethodChoice, KeepsTheStepOfTheCase) {
  EXPECT_EQ(choice("", "end: 1, step: 1e-3", 2e-3).method, Method::forward_euler);
  EXPECT_EQ(choice("", "end: 1, step: 1e-2", 2e-3).method, Method::crank_nicolson);
  EXPECT_EQ(choice(melting, "end: 1, step: 1e-2", 2e-3).method, Method::backward_euler);
  EXPECT_EQ(choice("", "end: 1, method: rkl2", 2e-3).method, Method::rkl2);
}

}  // namespace
}  // namespace isotherm
