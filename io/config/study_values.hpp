#pragma once
// The values of a study's parameters, from nodes of its file.

#include <optional>
#include <string>
#include <vector>

#include "io/config/keys.hpp"
#include "io/config/node.hpp"

namespace isotherm::config {

/// A node as one line of YAML that reads back as the same node.
std::string yaml_line(const Node& node);

/// The values of one parameter: [a, b, c], {linspace: [first, last, count]} or {logspace: [...]}. Empty after
/// a fault.
std::vector<std::string> listed_values(const Node& node, const std::string& key, Faults& faults);

/// An interval of numbers that share a unit; points are spread evenly in it, or in its logarithm.
struct Spread {
  double low = 0.0;
  double high = 0.0;
  std::string unit;
  bool logarithmic = false;

  /// The value at a fraction in [0, 1] of the way, as text with the unit.
  std::string at(double fraction) const;
};
/// [low, high] or {log: [low, high]}; nullopt after a fault.
std::optional<Spread> spread(const Node& node, const std::string& key, Faults& faults);

/// The number that a parameter's value stands for, in SI (a temperature in the case's unit); nullopt when it
/// is none.
std::optional<double> number_of(const std::string& value, Dimension dimension, TemperatureUnit unit);

}  // namespace isotherm::config
