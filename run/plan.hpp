#pragma once
// What a case will take before it is run: steps, time, memory, disk. A stated model, whose numbers
// calibrate() measures.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "io/config/case.hpp"

namespace isotherm {

/// The model's numbers, for one core of a machine of these years. What is planned with them is right within a
/// factor of two or three on most machines; the order of two cases is far better than that.
struct CostModel {
  double seconds_per_case = 2e-3;      ///< start and end of a case
  double seconds_per_step = 2e-6;      ///< of a rank, whatever its cells
  double seconds_per_exchange = 5e-6;  ///< with the neighbours, once
  double halo_bytes_per_second = 2e9;
  double seconds_per_uniform_update = 1.0e-9;   ///< one cell, one explicit step, one constant material
  double seconds_per_update = 2.5e-9;           ///< the same with several materials
  double seconds_per_formula_update = 2e-8;     ///< the same where k or c depends on T
  double seconds_per_implicit_update = 1.5e-6;  ///< one cell, one step of an implicit method
  double seconds_per_cell_of_setup = 1e-7;
  double seconds_per_picture = 0.05;
  double disk_bytes_per_second = 5e8;
  double bytes_per_rank = 8e7;  ///< program and libraries
  double uniform_bytes_per_cell = 32.0;
  double bytes_per_cell = 120.0;
  double bytes_of_first_rank = 1.6e7;  ///< beside: whole pictures
  double bytes_of_pixels = 8e6;        ///< of a picture before it is whole, on all ranks together
  double bytes_per_row = 240.0;        ///< of the tables
  double bytes_per_picture = 6e4;      ///< on the disk, the mean of a run
  double bytes_of_last_picture = 6e4;
  std::int64_t cells_per_rank = 250'000;  ///< fewer are not worth a rank
  double adaptive_steps = 300;            ///< of methods that choose their steps: a guess
  double reserve = 3.0;                   ///< suggested wall time over expected time

  // What only a measurement knows.
  std::optional<double> measured_seconds_per_update;  ///< one cell, one step, with what looks at it
  bool measured_with_halo = false;                    ///< the measurement had as many ranks as are planned
  std::optional<Method> method;                       ///< that `auto` takes
  std::optional<double> largest_stable_step;          ///< s, of the case's own grid
  std::optional<double> checkpoint_bytes;
  std::optional<double> snapshot_bytes;
};

/// What a run keeps, in bytes.
struct DiskPlan {
  double checkpoints = 0.0;
  double snapshots = 0.0;
  double tables = 0.0;
  double pictures = 0.0;
  double report = 0.0;  ///< and the small files
  double total() const { return checkpoints + snapshots + tables + pictures + report; }
};

/// What is expected of a case on a number of ranks.
struct Plan {
  int ranks = 1;
  std::int64_t cells = 0;
  double cells_per_rank = 0.0;  ///< of the largest block
  Method method = Method::automatic;
  double step = 0.0;  ///< s; 0 where the method chooses
  double steps = 0.0;
  bool steps_guessed = false;
  double seconds = 0.0;              ///< wall clock
  double bytes_per_rank = 0.0;       ///< of the largest block
  double bytes_of_first_rank = 0.0;  ///< in all
  DiskPlan disk;
  double checkpoint_bytes = 0.0;  ///< of one
  double snapshot_bytes = 0.0;    ///< of one
  double checkpoint_seconds = 0.0;
  double halo_share = 0.0;  ///< of the time of a step: exchange with neighbours
  int suggested_ranks = 1;
  double suggested_walltime = 0.0;  ///< s
  std::string warning;              ///< why so many ranks do not pay, or empty

  double cpu_seconds() const { return seconds * ranks; }
};

/// Plans a case; `ranks` = 0 takes the suggested number. Never builds the case's fields. Not collective.
Plan plan_case(const Case& the_case, int ranks = 0, const CostModel& model = {});

/// The blocks of a case on so many ranks, or {0, 0} where none fit. Not collective.
std::array<int, 2> blocks_of(const Case& the_case, int ranks);
/// Cells of the largest block. Not collective.
double largest_block(const Case& the_case, int ranks);

/// "3 GB", "1.2 h": for people.
std::string bytes_in_words(double bytes);
std::string seconds_in_words(double seconds);

}  // namespace isotherm
