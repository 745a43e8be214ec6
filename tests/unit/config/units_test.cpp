// Every quantity of the table takes the units of its dimension and no other; degC and K are never confused.

#include <array>
#include <gtest/gtest.h>

#include "tests/unit/config/case_text.hpp"
#include "tests/unit/config/placed_key.hpp"

namespace isotherm {
namespace {

using config::all_keys;
using config::Dimension;
using config::Row;

/// A quantity with a unit for each dimension, of a size that is in most ranges.
constexpr std::array<std::pair<Dimension, const char*>, 13> samples{{
    {Dimension::length, "25 mm"},
    {Dimension::time, "2 min"},
    {Dimension::temperature, "20 degC"},
    {Dimension::temperature_rate, "1e-6 K/s"},
    {Dimension::conductivity, "15 W/m/K"},
    {Dimension::density, "7.9 g/cm3"},
    {Dimension::specific_heat, "450 J/kg/K"},
    {Dimension::heat_transfer, "25 W/m2/K"},
    {Dimension::heat_flux, "1 kW/m2"},
    {Dimension::power_density, "50 MW/m3"},
    {Dimension::power_per_depth, "200 W/m"},
    {Dimension::power, "200 W"},
    {Dimension::surface_resistance, "1e-4 m2 K/W"},
}};

/// The fault at a value, if there is one.
std::string told(const std::string& path, const std::string& value) {
  const std::string key = path.substr(path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
  if (key == "#") {
    const test::Placed list = test::placed(path + ".x", value);
    for (const auto& fault : test::faults_of(list.text)) {
      if (fault.key == list.section.substr(0, list.section.size() - 1)) return fault.message;
    }
    return {};
  }
  const std::string name = key == "*" ? "a" : key;
  const test::Placed placed = test::placed(path, fmt::format("{{{}: {}}}", name, value));
  for (const auto& fault : test::faults_of(placed.text)) {
    if (fault.key == placed.section + name) return fault.message;
  }
  return {};
}

bool takes_a_quantity(const Row& row) {
  return (row.forms & (config::quantity | config::formula)) != 0;
}

TEST(Units, AreCheckedForTheirDimensionAtEveryKey) {
  std::size_t keys = 0;
  for (const auto& known : all_keys()) {
    const Row& row = *known.row;
    if (!takes_a_quantity(row) || row.key == "*") continue;
    ++keys;
    for (const auto& [dimension, value] : samples) {
      // A power may be a total of a body of revolution or one per metre of depth: which one, coordinates
      // decide.
      const bool power = row.dimension == Dimension::power_per_depth && dimension == Dimension::power;
      if (power) continue;
      const std::string message = told(known.path, value);
      if (dimension == row.dimension) {
        EXPECT_EQ(message.find("is not a"), std::string::npos)
            << known.path << ": " << value << " " << message;
      } else {
        EXPECT_NE(message.find("is not "), std::string::npos)
            << known.path << " takes " << value << ": " << message;
      }
    }
    EXPECT_NE(told(known.path, "5 blinks").find("unknown unit"), std::string::npos) << known.path;
  }
  EXPECT_GT(keys, 60U);
}

TEST(Units, TablesAreCheckedToo) {
  for (const auto& known : all_keys()) {
    if ((known.row->forms & config::table) == 0) continue;
    const std::string key = known.row->key;
    const test::Placed placed =
        test::placed(known.path, fmt::format("{{{}: {{table: [[0, 5 lm], [1 kg, 1]]}}}}", key));
    std::size_t found = 0;
    for (const auto& fault : test::faults_of(placed.text)) {
      const std::string table = fmt::format("{}{}.table.", placed.section, key);
      if (fault.key == table + "0.1" || fault.key == table + "1.0") ++found;
    }
    EXPECT_EQ(found, 2U) << known.path;
  }
}

Case with(const std::string& unit, const std::string& temperature) {
  std::string text = test::with_line(fmt::format("initial: {{temperature: {}}}", temperature));
  const std::string kelvin = "units: {temperature: K}";
  return load_case(
      text.replace(text.find(kelvin), kelvin.size(), fmt::format("units: {{temperature: {}}}", unit)),
      "case.yaml");
}

TEST(Units, CelsiusAndKelvinAreNeverConfused) {
  const auto at_start = [](const Case& the_case) { return the_case.problem.initial.temperature.constant(); };
  EXPECT_DOUBLE_EQ(at_start(with("K", "20 degC")), 293.15);
  EXPECT_DOUBLE_EQ(at_start(with("K", "20")), 20.0);
  EXPECT_DOUBLE_EQ(at_start(with("K", "68 degF")), 293.15);
  EXPECT_DOUBLE_EQ(at_start(with("degC", "293.15 K")), 20.0);
  EXPECT_DOUBLE_EQ(at_start(with("degC", "20")), 20.0);
  EXPECT_DOUBLE_EQ(at_start(with("degC", "20 degC")), 20.0);
  // As a part of a unit a degree is a difference, which has no zero.
  const Case per_degree =
      load_case(test::with_line("materials: {steel: {conductivity: 15 W/m/degC, density: 7900, "
                                "specific_heat: 450 J/kg/degC}}"),
                "case.yaml");
  EXPECT_EQ(per_degree.problem.materials.at(0).conductivity_x.constant(), 15.0);
  EXPECT_EQ(per_degree.problem.materials.at(0).specific_heat.constant(), 450.0);
  EXPECT_NE(told("boundaries.top.flux", "20 degC"), "");
  EXPECT_NE(told("time.end", "20 degC"), "");
}

TEST(Units, SiIsEchoedInTheResolvedCase) {
  const std::string resolved =
      load_case(test::with_line("  bottom: {flux: 1.5 kW/m2}"), "case.yaml",
                {"domain.size=[200 cm, 1e3 mm]", "materials.steel.density=7.9 g/cm3", "time.end=2 min",
                 "initial.temperature=20 degC", "boundaries.top.convection.ambient=300 K"})
          .resolved;
  for (const char* part :
       {"flux: 1500", "size: [2, 1]", "density: 7900", "end: 120", "temperature: 293.15", "ambient: 300"}) {
    EXPECT_NE(resolved.find(part), std::string::npos) << part << " in\n" << resolved;
  }
}

}  // namespace
}  // namespace isotherm
