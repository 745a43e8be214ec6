#pragma once
// Where a solver's time goes.

#include <mpi.h>

namespace isotherm {

/// Seconds of this rank on the clock on the wall. They overlap nowhere.
struct SolveSeconds {
  double finest = 0.0;    ///< passes over the finest level: sweeps, residuals, sums
  double coarse = 0.0;    ///< passes over all coarser levels
  double exchange = 0.0;  ///< ghosts of all levels, and gathering
};

/// Adds the seconds of its life to a sum.
class TimedScope {
 public:
  explicit TimedScope(double& sum) : sum_(sum) {}
  TimedScope(const TimedScope&) = delete;
  TimedScope& operator=(const TimedScope&) = delete;
  ~TimedScope() { sum_ += MPI_Wtime() - begin_; }

 private:
  double& sum_;
  double begin_ = MPI_Wtime();
};

}  // namespace isotherm
