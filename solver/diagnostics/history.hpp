#pragma once
// What cells remember of a run: the highest temperature reached, and for how long they were above one.

#include <optional>
#include <string>
#include <vector>

#include "solver/operators/heat_operator.hpp"

namespace isotherm {

/// Two fields that every step updates. The temperature is linear in time within a step. Cell by cell, so the
/// same bits for any decomposition.
class History {
 public:
  /// `threshold` (in the case's unit) of the time above; unset: none is kept. Not collective.
  History(const HeatOperator& op, bool maximum, std::optional<double> threshold);

  /// Starts from a temperature at time t. What was restored before stays. Not collective.
  void start(const Field& T, double t);
  /// One step that ended at time t with temperature T. Not collective.
  void step(const Field& T, double t);

  /// A field that is kept.
  struct Kept {
    std::string name;
    Field* field;
  };
  /// max_temperature: highest temperature so far; time_above: s. Those that are wanted.
  std::vector<Kept> fields();
  /// Says that a field holds what an earlier run kept. Not collective.
  void restored(const std::string& name) { restored_ = restored_ || name == "max_temperature"; }

 private:
  double threshold_;
  double t_ = 0.0;
  bool restored_ = false;
  Field maximum_;
  Field time_above_;
  Field before_;  ///< T at the end of the last step; empty without time_above_
};

}  // namespace isotherm
