#pragma once
// What a case will take before it is run: steps, time, memory, disk. A stated model, no measurement.

#include <cstdint>
#include <string>

#include "io/config/case.hpp"

namespace isotherm {

/// The model's numbers, for one core of a machine of these years. What is planned with them is right within a
/// factor of two or three on most machines; the order of two cases is far better than that.
struct CostModel {
  double seconds_per_case = 2e-3;               ///< start and end of a case
  double seconds_per_step = 2e-6;               ///< of a rank, whatever its cells
  double seconds_per_exchange = 5e-6;           ///< of a step on several ranks
  double seconds_per_uniform_update = 1.0e-9;   ///< one cell, one explicit step, one constant material
  double seconds_per_update = 2.5e-9;           ///< the same with several materials
  double seconds_per_formula_update = 2e-8;     ///< the same where k or c depends on T
  double seconds_per_implicit_update = 1.5e-6;  ///< one cell, one step of an implicit method
  double disk_bytes_per_second = 5e8;
  double bytes_per_rank = 8e7;  ///< program and libraries
  double uniform_bytes_per_cell = 32.0;
  double bytes_per_cell = 120.0;
  std::int64_t cells_per_rank = 250'000;  ///< fewer are not worth a rank
  std::int64_t adaptive_steps = 300;      ///< of methods that choose their steps: a guess
};

/// What is expected of a case on a number of ranks.
struct Plan {
  int ranks = 1;
  std::int64_t cells = 0;
  double step = 0.0;  ///< s; 0 where the method chooses
  double steps = 0.0;
  bool steps_guessed = false;
  double seconds = 0.0;  ///< wall clock
  double bytes_per_rank = 0.0;
  double bytes_on_disk = 0.0;
  double checkpoint_seconds = 0.0;
  int suggested_ranks = 1;
  double suggested_walltime = 0.0;  ///< s

  double cpu_seconds() const { return seconds * ranks; }
};

/// Plans a case; `ranks` = 0 takes the suggested number. Never builds the case's fields. Not collective.
Plan plan_case(const Case& the_case, int ranks = 0, const CostModel& model = {});

/// "3 GB", "1.2 h": for people.
std::string bytes_in_words(double bytes);
std::string seconds_in_words(double seconds);

}  // namespace isotherm
