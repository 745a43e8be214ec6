// Tables of properties: exact for lines, close for curves, and one-to-one between T and H.

#include "physics/property_table.hpp"

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace isotherm {
namespace {

constexpr Variables of_T{.place = false, .time = false, .temperature = true};

Value formula(const std::string& text) {
  return Value(Expression(text, of_T));
}

Material material(const Value& k, const Value& c) {
  return {"m", k, k, Value(1.0), c, std::nullopt};
}

const TemperatureRange range{300.0, 280.0, 900.0};

TEST(PropertyTable, ConstantsAreTheIdentity) {
  const PropertyTable table(material(Value(15.0), Value(450.0)), range);
  for (const double T : {-1e5, 0.0, 273.15, 1e7}) {
    EXPECT_EQ(table.view().temperature(T), T);
    EXPECT_EQ(table.view().enthalpy(T), T);
    EXPECT_EQ(table.view().potential(T, 0), T);
  }
  EXPECT_EQ(table.size(), 1U);
}

TEST(PropertyTable, LinesAreExact) {
  const PropertyTable table(material(formula("15 + 0.01*T"), formula("450 + 0.28*T")), range);
  const double c0 = 450 + 0.28 * 300;
  const double k0 = 15 + 0.01 * 300;
  EXPECT_NEAR(table.specific_heat_reference(), c0, 1e-9);
  for (const double T : {250.0, 300.0, 555.5, 900.0, 2000.0}) {
    EXPECT_NEAR(table.view().enthalpy(T), (450 * T + 0.14 * T * T) / c0, 1e-9);
    EXPECT_NEAR(table.view().potential(T, 0), 300 + (15 * (T - 300) + 0.005 * (T * T - 90000)) / k0, 1e-9);
    EXPECT_NEAR(table.view().temperature(table.view().enthalpy(T)), T, 1e-10);
    EXPECT_NEAR(table.temperature_of_potential(table.view().potential(T, 0), 0), T, 1e-9);
  }
}

TEST(PropertyTable, CurvesAreCloserThanTheTolerance) {
  const auto k = [](double T) { return 10 * std::exp(-T / 200) + 2; };
  const PropertyTable table(material(formula("10*exp(-T/200) + 2"), Value(2.0)), range);
  double worst = 0.0;
  for (double T = 280; T < 900; T += 0.37) {
    const double found = table.view().conductivity(T, 0) * table.conductivity_reference()[0];
    worst = std::max(worst, std::abs(found / k(T) - 1));
  }
  EXPECT_LT(worst, 2 * PropertyTable::tolerance);
  EXPECT_GT(worst, 0.0);
}

/// Poles below the temperatures of the case: what is stored there must not round away what comes in.
TEST(PropertyTable, KeepsHeatWhereSpecificHeatHasAPoleFarBelow) {
  for (const char* c : {"1e5/(T - 150)", "500 + 1e9/T^2", "800 + 2e4/T"}) {
    const PropertyTable table(material(Value(15.0), formula(c)), range);
    const double H = table.view().enthalpy(300.0);
    EXPECT_LT(std::abs(H), 1e5) << c;
    EXPECT_NEAR(table.view().temperature(H + 1e-9), 300.0 + 1e-9, 1e-10) << c;
  }
}

TEST(PropertyTable, FindsWhatIsNarrowInAFormula) {
  // A latent heat of 8e4 J/kg in a window, and as a bell; the case itself says little of where it goes.
  const TemperatureRange cold{293.0, 293.0, 293.0};
  for (const double width : {0.3, 1.0, 2.0, 10.0, 40.0}) {
    for (const double T : {295.1, 321.0, 333.0, 717.3, 1033.0, 1100.0}) {
      const std::string window = fmt::format("T > {0} && T < {0} + {1} ? 600 + 8e4/{1} : 600", T, width);
      const std::string bell =
          fmt::format("600 + 8e4/(sqrt(2*pi)*{1})*exp(-0.5*((T - {0})/{1})^2)", T, width);
      for (const std::string& c : {window, bell}) {
        const PropertyTable table(material(Value(15.0), formula(c)), cold);
        const double from = table.view().enthalpy(50.0);
        const double rise = (table.view().enthalpy(1600.0) - from) * table.specific_heat_reference();
        EXPECT_NEAR(rise / (600 * 1550 + 8e4), 1.0, 1e-6) << c;
        EXPECT_LT(table.size(), 30000U) << c;
      }
    }
  }
}

TEST(PropertyTable, KnowsWherePropertiesEnd) {
  const PropertyTable falls(material(formula("50 - 0.05*T"), Value(2.0)), range);
  EXPECT_NEAR(falls.upper().T, 1000.0, 1e-9);
  EXPECT_NE(falls.upper().reason.find("negative"), std::string::npos);
  EXPECT_TRUE(falls.lower().reason.empty());
  const Value ends(Table({{290, 15}, {773, 21}}, Table::Outside::refuse), TableOf::temperature);
  const PropertyTable refuses(material(ends, Value(2.0)), range);
  EXPECT_EQ(refuses.lower().T, 290.0);
  EXPECT_EQ(refuses.upper().T, 773.0);
  const Value goes_on(Table({{290, 15}, {773, 21}}, Table::Outside::clamp), TableOf::temperature);
  const PropertyTable clamps(material(goes_on, Value(2.0)), range);
  EXPECT_TRUE(clamps.upper().reason.empty());
  EXPECT_NEAR(clamps.view().conductivity(5000.0, 0) * clamps.conductivity_reference()[0], 21.0, 1e-12);
  EXPECT_THROW(PropertyTable(material(formula("T - 400"), Value(2.0)), range), std::invalid_argument);
}

TEST(PropertyTable, MeltingAtOneTemperature) {
  Material m = material(Value(2.0), Value(4.0));
  m.melting = Melting{800.0, 350.0, 350.0, Value(1.0), Value(1.0), Value(8.0)};
  const PropertyTable table(m, range);
  const auto view = table.view();
  EXPECT_EQ(view.enthalpy(350.0), 350.0);  // all solid
  EXPECT_EQ(view.temperature(350.0), 350.0);
  EXPECT_EQ(view.temperature(450.0), 350.0);
  EXPECT_EQ(view.diffusivity(450.0)[0], 0.0);
  EXPECT_EQ(view.temperature(350.0 + 200.0), 350.0);
  EXPECT_NEAR(view.temperature(350.0 + 200.0 + 20.0), 360.0, 1e-12);
  EXPECT_NEAR(view.diffusivity(600.0)[0], 0.25, 1e-12);
  EXPECT_EQ(table.liquid_fraction(300.0), 0.0);
  EXPECT_EQ(table.liquid_fraction(400.0), 0.25);
  EXPECT_EQ(table.liquid_fraction(600.0), 1.0);
}

TEST(PropertyTable, MeltingInAnInterval) {
  Material m = material(Value(2.0), Value(4.0));
  m.melting = Melting{800.0, 350.0, 360.0, Value(1.0), Value(1.0), Value(8.0)};
  const PropertyTable table(m, range);
  const auto view = table.view();
  // 10 K of a specific heat that goes from 4 to 8, and the latent heat, over c_0 = 4.
  EXPECT_NEAR(view.enthalpy(360.0) - view.enthalpy(350.0), 15.0 + 200.0, 1e-9);
  EXPECT_NEAR(table.liquid_fraction(view.enthalpy(355.0)), 0.5, 1e-9);
  EXPECT_NEAR(view.conductivity(355.0, 0), 0.75, 1e-9);
}

}  // namespace
}  // namespace isotherm
