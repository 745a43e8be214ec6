#pragma once
// What a cell does in one explicit step or stage, for a few lifted rows at once: the two forms of the plain
// sweep (explicit_sweep.hpp), bit for bit.

#include <array>
#include <cstddef>
#include <span>

#include "solver/operators/blocked_lift.hpp"
#include "solver/operators/explicit_sweep.hpp"

namespace isotherm::blocked {

/// Rows, each above the one before. Vectors -2 and -1 of a row hold the western neighbours of vector 0.
template <int count>
using Rows = std::array<Vec*, static_cast<std::size_t>(count)>;

/// Where the lowest of some rows stands: row r of a strip on the way to step t.
struct Place {
  std::size_t strip = 0;
  int stride = 0;
  int r = 0;
  int t = 0;
};

/// What sources give to some rows in a step, W: `parts` fields times their factors; 0 parts: nothing.
template <std::size_t parts>
struct SourceRows {
  std::array<const Vec*, parts> lowest;  ///< row of each part
  std::array<Vec, parts> factors;
  std::ptrdiff_t pitch = 0;  ///< from a row to the one above

  /// T + rc power in vector l, n rows above the lowest one.
  Vec heat(Vec T, Vec rc, std::size_t n, int l) const {
    if constexpr (parts == 0) return T;
    Vec power = broadcast(0.0);
    for (std::size_t part = 0; part < parts; ++part)
      power = fma(factors[part], lowest[part][static_cast<std::ptrdiff_t>(n) * pitch + l], power);
    return fma(rc, power, T);
  }
};

/// The sources of some rows, as many parts as there are.
class Sources {
 public:
  Sources() = default;
  /// All parts in the rows from `at` on; `factors` by part.
  Sources(std::span<const LiftedField> parts, std::span<const double> factors, const Place& at)
      : parts_(parts), factors_(factors), at_(at) {}
  /// Calls sweep with the SourceRows that these are.
  template <class Sweep>
  void visit(Sweep&& sweep) const {
    static_assert(HeatLoad::most_parts == 4);
    if (parts_.empty()) return sweep(SourceRows<0>());
    if (parts_.size() == 1) return sweep(rows<1>());
    if (parts_.size() == 2) return sweep(rows<2>());
    if (parts_.size() == 3) return sweep(rows<3>());
    sweep(rows<4>());
  }

 private:
  template <std::size_t parts>
  SourceRows<parts> rows() const {
    SourceRows<parts> all;
    for (std::size_t n = 0; n < parts; ++n) {
      all.lowest[n] = parts_[n].row(at_.strip, at_.r, at_.t);
      all.factors[n] = broadcast(factors_[n]);
    }
    all.pitch = parts_[0].pitch(at_.strip);
    return all;
  }

  std::span<const LiftedField> parts_;
  std::span<const double> factors_;
  Place at_;
};

/// One constant material everywhere.
class UniformCells {
 public:
  explicit UniformCells(const UniformStep& step) : step_(step) {}
  /// A wall has the cell's own value beyond it.
  static constexpr bool mirrors = true;
  /// Whether a step needs the last two states.
  static constexpr bool two_states = false;
  /// How many are advanced at once: with four, half as much goes through the second cache as with two.
  static constexpr int rows = 4;

  /// dt / C of a cell in step t.
  double rc(int, int, int) const { return step_.rc; }
  void prefetch(std::size_t, int, Part) const {}

  /// Computes `rows` rows from row r on after step t, sources and all, one column to the left of the block of
  /// those from row r - 1 on after step t - 1, and leaves them in the place of its lowest ones.
  void advance(const Rows<rows + 2>& block, const Place& at, const Sources& sources) const;

 private:
  template <bool alike, class SourceRows>
  void advance_with(const SourceRows& sources, const Rows<rows + 2>& block, int stride) const;

  UniformStep step_;
};

/// Conductances of the western and southern faces and dt / C (0 in voids) of a vector of cells.
struct CellCoefficients {
  Vec gx;
  Vec gy;
  Vec rc;
};
using LiftedCoefficients = LiftedRows<CellCoefficients>;

/// Any materials.
class GeneralCells {
 public:
  /// The lifted coefficients, with ghosts as deep as the steps, live longer than this.
  GeneralCells(const LiftedCoefficients& lifted, FieldView<const double> capacity, double dt)
      : lifted_(&lifted), capacity_(capacity), dt_(dt) {}
  /// A wall's face conducts nothing.
  static constexpr bool mirrors = false;
  static constexpr bool two_states = false;
  static constexpr int rows = 4;

  double rc(int j, int i, int) const { return capacity_(j, i) > 0.0 ? dt_ / capacity_(j, i) : 0.0; }
  /// Fetches a part of a row's coefficients.
  void prefetch(std::size_t strip, int j, Part part) const { lifted_->prefetch(strip, j, part); }
  void advance(const Rows<rows + 2>& block, const Place& at, const Sources& sources) const;

 private:
  template <class SourceRows>
  void advance_with(const SourceRows& sources, const Rows<rows + 2>& block, const Place& at) const;

  const LiftedCoefficients* lifted_;
  FieldView<const double> capacity_;
  double dt_;
};

/// Stages of a super step in one constant material. Each new state takes the place of the last but one.
class UniformStages {
 public:
  /// `stages` by step and the lifted `slope` live longer than this.
  UniformStages(std::span<const UniformStage> stages, const LiftedField& slope)
      : stages_(stages), slope_(&slope) {}
  static constexpr bool mirrors = true;
  static constexpr bool two_states = true;
  static constexpr int rows = 2;

  double rc(int, int, int t) const { return at(t).rc; }
  void prefetch(std::size_t strip, int j, Part part) const { slope_->prefetch(strip, j, part); }
  /// Like UniformCells::advance; between the rows r - 1, r and r + 1, r + 2 of step t - 1 stand rows r, r + 1
  /// of step t - 2, two columns to the right of the result, which replaces them.
  void advance(const Rows<6>& block, const Place& at, const Sources& sources) const;

 private:
  template <class SourceRows>
  void advance_with(const SourceRows& sources, const Rows<6>& block, const Place& place) const;
  const UniformStage& at(int t) const { return stages_[static_cast<std::size_t>(t - 1)]; }
  std::span<const UniformStage> stages_;
  const LiftedField* slope_;
};

/// Stages of a super step in any materials.
class GeneralStages {
 public:
  GeneralStages(const LiftedCoefficients& lifted, FieldView<const double> capacity, double dt,
                std::span<const Stage> stages, const LiftedField& slope)
      : cells_(lifted, capacity, dt), lifted_(&lifted), stages_(stages), slope_(&slope) {}
  static constexpr bool mirrors = false;
  static constexpr bool two_states = true;
  static constexpr int rows = 2;

  double rc(int j, int i, int t) const { return at(t).share * cells_.rc(j, i, t); }
  void prefetch(std::size_t strip, int j, Part part) const {
    cells_.prefetch(strip, j, part);
    slope_->prefetch(strip, j, part);
  }
  void advance(const Rows<6>& block, const Place& at, const Sources& sources) const;

 private:
  template <class SourceRows>
  void advance_with(const SourceRows& sources, const Rows<6>& block, const Place& place) const;
  const Stage& at(int t) const { return stages_[static_cast<std::size_t>(t - 1)]; }
  GeneralCells cells_;
  const LiftedCoefficients* lifted_;
  std::span<const Stage> stages_;
  const LiftedField* slope_;
};

}  // namespace isotherm::blocked
