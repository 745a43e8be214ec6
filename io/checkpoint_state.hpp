#pragma once
// What a checkpoint holds besides fields.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace isotherm {

/// The exact state of a run between two steps, but for its fields. Every number is kept bit by bit (of a NaN
/// only that it is one). The same on all ranks.
struct CheckpointState {
  std::int64_t step = 0;
  double time = 0.0;      ///< s
  std::string case_text;  ///< the resolved case
  /// By name, whatever steppers, energy balance and adaptive methods need to go on.
  std::map<std::string, std::vector<std::int64_t>> integers;
  std::map<std::string, std::vector<double>> numbers;
};

}  // namespace isotherm
