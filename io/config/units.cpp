#include "io/config/units.hpp"

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <udunits2.h>

namespace isotherm::config {

namespace {

constexpr std::array<DimensionInfo, 15> dimensions{{
    {"a pure number", "", "0.5"},
    {"a length", "m", "25 mm"},
    {"a time", "s", "10 min"},
    {"a temperature", "K", "20 degC"},
    {"a rate of temperature", "K/s", "1e-6 K/s"},
    {"a conductivity", "W/m/K", "15 W/m/K"},
    {"a density", "kg/m3", "7900 kg/m3"},
    {"a specific heat", "J/kg/K", "450 J/kg/K"},
    {"a heat per mass", "J/kg", "334 kJ/kg"},
    {"a heat transfer coefficient", "W/m2/K", "25 W/m2/K"},
    {"a heat flux", "W/m2", "1 kW/m2"},
    {"a power density", "W/m3", "50 MW/m3"},
    {"a power per metre of depth", "W/m", "200 W/m"},
    {"a power", "W", "200 W"},
    {"a resistance of a surface", "m2 K/W", "1e-4 m2 K/W"},
}};

struct FreeUnit {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
struct FreeConverter {
  void operator()(cv_converter* converter) const { cv_free(converter); }
};
using Unit = std::unique_ptr<ut_unit, FreeUnit>;
using Converter = std::unique_ptr<cv_converter, FreeConverter>;

/// The unit database, read once.
class UnitSystem {
 public:
  UnitSystem() {
    ut_set_error_message_handler(ut_ignore);
    system_.reset(ut_read_xml(nullptr));
    if (!system_)
      throw std::runtime_error("the database of units is missing (Debian package libudunits2-data)");
  }
  Unit parse(const std::string& text) const { return Unit(ut_parse(system_.get(), text.c_str(), UT_UTF8)); }

 private:
  struct FreeSystem {
    void operator()(ut_system* system) const { ut_free_system(system); }
  };
  std::unique_ptr<ut_system, FreeSystem> system_;
};

const UnitSystem& units() {
  static const UnitSystem system;
  return system;
}

/// Multiplies by a factor so that decimal prefixes do not add a rounding: 9 mm is 9 / 1000.
double scale(double value, double factor) {
  const double inverse = 1.0 / factor;
  const double whole = std::round(inverse);
  if (factor < 1.0 && std::abs(inverse - whole) < 1e-9 * whole) return value / whole;
  const double near = std::round(factor);
  return value * (std::abs(factor - near) < 1e-12 * near ? near : factor);
}

}  // namespace

const DimensionInfo& info(Dimension dimension) {
  return dimensions[static_cast<std::size_t>(dimension)];
}

Converted convert(double value, const std::string& unit, Dimension dimension, TemperatureUnit temperature) {
  const Unit from = units().parse(unit);
  if (!from) return {UnitVerdict::unknown_unit, 0.0};
  const bool absolute = dimension == Dimension::temperature;
  const bool celsius = absolute && temperature == TemperatureUnit::celsius;
  const Unit to = units().parse(celsius ? "degC" : dimension == Dimension::none ? "1" : info(dimension).unit);
  if (ut_are_convertible(from.get(), to.get()) == 0) return {UnitVerdict::wrong_dimension, 0.0};
  const Converter converter(ut_get_converter(from.get(), to.get()));
  if (!converter) return {UnitVerdict::wrong_dimension, 0.0};
  if (absolute) return {UnitVerdict::ok, cv_convert_double(converter.get(), value)};
  const double zero = cv_convert_double(converter.get(), 0.0);
  const double one = cv_convert_double(converter.get(), 1.0);
  if (zero != 0.0) return {UnitVerdict::wrong_dimension, 0.0};  // an offset or a logarithm where none can be
  return {UnitVerdict::ok, scale(value, one)};
}

}  // namespace isotherm::config
