#pragma once
// Units of quantities. The only code that includes UDUNITS-2 is units.cpp.

#include <optional>
#include <string>

#include "physics/problem.hpp"

namespace isotherm::config {

/// What a quantity measures.
enum class Dimension {
  none,
  length,
  time,
  temperature,  ///< absolute: degC and K differ by an offset
  temperature_rate,
  conductivity,
  density,
  specific_heat,
  specific_enthalpy,
  heat_transfer,
  heat_flux,
  power_density,
  power_per_depth,
  power,
  surface_resistance,
};

struct DimensionInfo {
  const char* name;     ///< "a length"
  const char* unit;     ///< SI unit of plain numbers; empty for a pure number
  const char* example;  ///< a quantity with a unit
};

const DimensionInfo& info(Dimension dimension);

enum class UnitVerdict { ok, unknown_unit, wrong_dimension };

struct Converted {
  UnitVerdict verdict = UnitVerdict::ok;
  double value = 0.0;  ///< in the SI unit of the dimension; absolute temperatures in the case's unit
};

/// Converts `value unit`. Decimal prefixes are exact: 9 mm is the float64 nearest to 0.009.
Converted convert(double value, const std::string& unit, Dimension dimension, TemperatureUnit temperature);

}  // namespace isotherm::config
