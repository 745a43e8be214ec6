#pragma once
// Walls: the faces on the sides of the domain and around voids, and the heat that enters through them.

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "solver/operators/material_map.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// Walls are reported per side of the domain, and all walls of voids together.
inline constexpr std::size_t wall_group_count = 5;
inline constexpr std::array<std::string_view, wall_group_count> wall_group_names{"left", "right", "bottom",
                                                                                 "top", "void"};

/// One wall face of one cell, physics/README.md (4).
struct WallFace {
  Point at;           ///< centre of the face, m
  double area = 0.0;  ///< m2, times |n . e| on staircases
  double half = 0.0;  ///< 2 k / d: from the cell's centre to its face, W/(m2 K)
  const WallCondition* condition = nullptr;
  const PropertyTable* table = nullptr;  ///< of the cell's material, where the case is not linear
  double kelvin_offset = 0.0;            ///< from the case's unit
  int axis = 0;                          ///< 0: the face lies across x, 1: across y
  std::size_t entry = 0;                 ///< of the cell in Walls
  std::size_t group = 0;                 ///< Side, or 4 for a void's wall
  bool owned = false;                    ///< whether the cell is owned by this rank
};

/// The key of the side that a wall face lies on, or that it is a void's.
std::string wall_name(const WallFace& face);

/// What makes no sense in a wall's values at time t (s) where its surface has temperature T_s: not finite, or
/// out of range. Names the wall and the value; empty: nothing.
std::string value_fault(const WallFace& face, double t, double T_s);

/// What a wall face does at one time: power into the cell = conductance (ambient - T) + power.
struct WallAction {
  double conductance = 0.0;  ///< W/K
  double ambient = 0.0;      ///< effective temperature behind the conductance
  double power = 0.0;        ///< W that does not depend on T
  double into_cell(double T) const { return std::fma(conductance, ambient - T, power); }
};

/// The action of a wall face at time t (s). A negative coefficient counts as NaN.
WallAction wall_action(const WallFace& face, double t);

/// What crosses a wall face in a case that is not linear.
struct WallFlux {
  double power = 0.0;    ///< W, into the cell
  double slope = 0.0;    ///< -d power / d U, U the cell's potential across the face, W/K; not negative
  double surface = 0.0;  ///< temperature of the surface
};

/// The heat that crosses a wall face with a table at time t (s) when its cell has temperature T: the surface
/// balances conduction to the cell's centre, A half (U(T_s) - U(T)), with flux, convection and radiation. NaN
/// where it cannot. (17) of physics/README.md.
WallFlux wall_flux(const WallFace& face, double t, double T);

/// Surface temperature of any wall face, T that of its cell.
double surface_temperature(const WallFace& face, double t, double T);

/// The entries' sums at one time, by entry.
struct WallLoads {
  std::vector<double> conductance;  ///< W/K
  std::vector<double> load;         ///< W
};

/// All wall faces of the local cells, ghosts included; insulated faces are left out.
class Walls {
 public:
  /// Not collective.
  Walls(const HeatProblem& problem, const LocalCells& cells, const MaterialMap& map,
        const PropertyTables* tables = nullptr);

  const std::vector<WallFace>& faces() const { return faces_; }
  /// Cells with walls, in order; the sum over the faces of one is load - conductance * T.
  const std::vector<LocalCell>& entries() const { return entries_; }
  /// Entries [row_begin(j), row_begin(j + 1)) lie in local row j of [-halo, ny + halo).
  std::size_t row_begin(int j) const { return row_begin_[static_cast<std::size_t>(j + halo_)]; }
  /// Whether any wall of the case does: the same on all ranks.
  bool depends_on_time() const { return depends_on_time_; }

  /// Throws std::invalid_argument with the first value_fault() at time t. Not collective.
  void check(double t) const;
  /// Notes that no finite heat crosses a face at time t whose cell has temperature T.
  void note_fault(std::size_t face, double t, double T) const;
  /// The reason of the earliest one noted since the last call; empty: none. Not collective.
  std::string take_fault() const;
  /// Fills the sums at time t. What is not finite goes into T and is noticed there. Not collective.
  void evaluate(double t, WallLoads& loads) const;
  /// Power into the body (W) through the owned faces of each group at time t, where `T_of_entry` holds the
  /// temperature of each entry's cell; times `factor`, added exactly, term by term. `sums` has one entry per
  /// group, or two: what comes in, and what goes out, which is negative.
  void add_power(double t, std::span<const double> T_of_entry, double factor, std::span<ExactSum> sums) const;
  /// Power into the body (W) through one face whose cell has temperature T, at time t (s).
  double face_power(std::size_t face, double t, double T) const;
  /// An upper bound of each entry's conductance at any time, for the stability limit.
  std::vector<double> largest_conductance() const;

 private:
  /// What add_power needs to know of an owned face: thousands of them are read in every step.
  struct OwnedFace {
    int face = 0;
    int entry = 0;
    int group = 0;
  };
  const std::vector<WallAction>& actions(double t) const;
  bool linear() const { return faces_.empty() || faces_.front().table == nullptr; }

  std::vector<WallFace> faces_;
  std::vector<OwnedFace> owned_faces_;
  std::vector<LocalCell> entries_;
  std::vector<std::size_t> row_begin_;
  mutable std::vector<WallAction> action_;  ///< of each face at the time last asked for
  mutable double action_time_ = 0.0;
  mutable bool action_known_ = false;
  /// A face that no finite heat crosses.
  struct Fault {
    std::size_t face;
    double t;
    double T;
  };
  mutable std::optional<Fault> fault_;
  int halo_;
  bool depends_on_time_ = false;
  double typical_ = 0.0;  ///< temperature that values are tried at
};

}  // namespace isotherm
