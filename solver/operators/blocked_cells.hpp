#pragma once
// What a cell does in one explicit step, for pairs of lifted rows: the two forms of the plain sweep
// (explicit_sweep.hpp), bit for bit.

#include <cstddef>

#include "solver/operators/blocked_lift.hpp"
#include "solver/operators/explicit_sweep.hpp"

namespace isotherm::blocked {

/// Two rows, one above the other. Vectors -2 and -1 hold the western neighbours of vector 0.
struct RowPair {
  Vec* lower = nullptr;
  Vec* upper = nullptr;
};

/// Where a pair of rows stands: rows r and r + 1 of a strip on the way to step t.
struct Place {
  std::size_t strip = 0;
  int stride = 0;
  int r = 0;
  int t = 0;
};

/// One constant material everywhere.
class UniformCells {
 public:
  explicit UniformCells(const UniformStep& step) : step_(step) {}
  /// A wall has the cell's own value beyond it.
  static constexpr bool mirrors = true;

  double rc(int, int) const { return step_.rc; }
  void prefetch(std::size_t, int, double, double) const {}

  /// Computes rows r and r + 1 after step t from rows r - 1, r (old) and r + 1, r + 2 (next) after step
  /// t - 1, one column to the left of them, and leaves them in the place of the former.
  void advance(RowPair old, RowPair next, Place at) const;
  /// Adds sources to row r after step t.
  void add_sources(Vec* row, const LiftedField& power, Place at) const;

 private:
  UniformStep step_;
};

/// Arrays of face conductances and of dt / C, lifted with ghosts as deep as the steps.
struct LiftedCoefficients {
  LiftedField gx;
  LiftedField gy;
  LiftedField rc;
};

/// Any materials.
class GeneralCells {
 public:
  /// The lifted coefficients (rc = dt / capacity, 0 in voids) live longer than this.
  GeneralCells(const LiftedCoefficients& lifted, FieldView<const double> capacity, double dt)
      : lifted_(&lifted), capacity_(capacity), dt_(dt) {}
  /// A wall's face conducts nothing.
  static constexpr bool mirrors = false;

  double rc(int j, int i) const { return capacity_(j, i) > 0.0 ? dt_ / capacity_(j, i) : 0.0; }
  /// Fetches the part [from, to) of a row's coefficients, fractions of 1.
  void prefetch(std::size_t strip, int j, double from, double to) const {
    for (const LiftedField* field : {&lifted_->gx, &lifted_->gy, &lifted_->rc})
      field->prefetch(strip, j, from, to);
  }
  void advance(RowPair old, RowPair next, Place at) const;
  void add_sources(Vec* row, const LiftedField& power, Place at) const;

 private:
  const LiftedCoefficients* lifted_;
  FieldView<const double> capacity_;
  double dt_;
};

}  // namespace isotherm::blocked
