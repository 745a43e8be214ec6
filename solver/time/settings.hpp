#pragma once
// What a case says about time, numerics and when things happen. Plain data, filled by io/config.

#include <cstdint>
#include <optional>
#include <string>

namespace isotherm {

/// Checkpoints hold their numbers: a new one goes to the end.
enum class Method { automatic, forward_euler, rkl2, backward_euler, crank_nicolson, tr_bdf2, steady };

/// `time:` of the case. Seconds.
struct TimeSettings {
  double start = 0.0;
  double end = 0.0;
  std::optional<double> step;  ///< nullopt: auto, the largest stable step times safety
  Method method = Method::automatic;
  double tolerance = 1e-6;  ///< relative, for adaptive and iterative methods
  double safety = 0.9;      ///< of the automatic step, in (0, 1]
};

/// How often something happens.
struct Interval {
  enum class Unit { never, steps, simulated, wall };
  Unit unit = Unit::never;
  std::int64_t steps = 0;  ///< Unit::steps: positive
  double seconds = 0.0;    ///< Unit::simulated (s of the problem) and Unit::wall (s of the clock on the wall)
};

/// `numerics:` that is not physics.
struct NumericsSettings {
  std::optional<int> time_block;   ///< steps fused between two exchanges; nullopt: chosen by the program
  std::optional<int> strip_width;  ///< most columns that they are swept over at a time; nullopt: the same
  bool roll_back = false;          ///< when the numbers break a law and a second try does not
};

/// `stop.steady`: max |dT/dt| <= tolerance (K/s), looked at every `every` steps.
struct SteadySettings {
  double tolerance = 0.0;
  std::int64_t every = 100;
};

/// `stop:`
struct StopSettings {
  std::optional<SteadySettings> steady;
  /// Wall-clock limit of this process in seconds; nullopt: none unless `walltime_auto`.
  std::optional<double> walltime;
  bool walltime_auto = false;  ///< ask the environment, then Slurm
};

/// `parallel:`
struct ParallelSettings {
  int px = 0;  ///< `decomposition: [px, py]`, or 0, 0 for auto
  int py = 0;
  std::optional<double> watchdog = 600.0;  ///< s that a rank may be waited for
};

}  // namespace isotherm
