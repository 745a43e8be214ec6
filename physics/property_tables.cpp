#include "physics/property_tables.hpp"

namespace isotherm {

PropertyTables::PropertyTables(const HeatProblem& problem)
    : range_(expected_temperatures(problem)), kelvin_offset_(isotherm::kelvin_offset(problem.unit)) {
  for (const Material& material : problem.materials) tables_.emplace_back(material, range_);
}

}  // namespace isotherm
