#pragma once
// A case as the program works with it: every default filled in, every unit converted, every value checked.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/config/error.hpp"
#include "io/picture/style.hpp"
#include "physics/problem.hpp"
#include "physics/time_dependence.hpp"
#include "solver/time/settings.hpp"

namespace isotherm {

namespace config {
struct Node;
}

/// A named point of `output.probes`.
struct ProbeSettings {
  std::string name;
  Point at;              ///< m; used unless `is_cell`
  bool is_cell = false;  ///< {cell: [i, j]}: the plain cell value
  std::int64_t i = 0;
  std::int64_t j = 0;
};

/// `output.pictures`
struct PictureSettings {
  Interval every;     ///< default never
  bool flux = false;  ///< the size of the heat flux instead of the temperature
  PictureStyle style;
  int width = 900;  ///< pixels along the longer side of the domain
};

/// A named flow of `output.flows`: through a line, or between two parts.
struct FlowSettings {
  std::string name;
  Point from;  ///< m
  Point to;
  std::array<std::string, 2> between;  ///< names of regions or materials; empty: the line
};

/// `output:`
struct OutputSettings {
  Interval diagnostics{Interval::Unit::steps, 100, 0.0};
  Interval snapshots;  ///< default never
  PictureSettings pictures;
  std::vector<ProbeSettings> probes;  ///< in the order of the case
  bool skip_errors = false;           ///< an output that cannot be written is reported and left out
  std::vector<FlowSettings> flows;
  std::vector<std::string> means;  ///< names of regions or materials
  bool heat_flux = false;          ///< in snapshots, as the others
  bool max_temperature = false;
  std::optional<double> time_above;  ///< the temperature above which time is counted
};

enum class CheckpointFormat { hdf5, mpiio };

/// `checkpoint:`
struct CheckpointSettings {
  Interval every;  ///< default 10 min wall
  int keep = 2;    ///< files kept, the newest included; 2 or more
  CheckpointFormat format = CheckpointFormat::hdf5;
};

/// One case.
struct Case {
  std::string title;
  HeatProblem problem;
  TimeSettings time;
  TimeDependence changes;  ///< of walls and sources, from the start to the end
  NumericsSettings numerics;
  StopSettings stop;
  OutputSettings output;
  CheckpointSettings checkpoint;
  ParallelSettings parallel;

  /// The whole case as YAML with all defaults filled in and all quantities in SI (temperatures in the
  /// case's unit): itself a valid input that gives the same case. Deterministic text.
  std::string resolved;

  /// What is allowed and yet hardly meant: for people.
  std::vector<CaseFault> warnings;
  /// The tree that the case was built from, with the place of every key.
  std::shared_ptr<const config::Node> tree;
};

}  // namespace isotherm
