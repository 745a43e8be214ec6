#pragma once
// The tables of all materials of a case.

#include <vector>

#include "physics/property_table.hpp"

namespace isotherm {

/// One table per material, in the order of the problem. For cases that are not linear.
class PropertyTables {
 public:
  /// Throws std::invalid_argument as PropertyTable does.
  explicit PropertyTables(const HeatProblem& problem);

  const PropertyTable& of(std::size_t material) const { return tables_[material]; }
  const std::vector<PropertyTable>& all() const { return tables_; }
  const TemperatureRange& range() const { return range_; }
  /// What has to be added to a temperature of the case to have it in kelvin.
  double kelvin_offset() const { return kelvin_offset_; }

 private:
  TemperatureRange range_;
  double kelvin_offset_;
  std::vector<PropertyTable> tables_;
};

}  // namespace isotherm
