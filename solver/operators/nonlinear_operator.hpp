#pragma once
// The heat equation where k, c or the walls depend on temperature: (15) of physics/README.md.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "solver/operators/material_joins.hpp"

namespace isotherm {

/// C dH/dt = R(U(T), t) with T = T(H): the state is the enthalpy H of each cell over its reference capacity
/// C, in kelvin, so that H is T where c is constant. Inside a material heat flows by differences of
/// Kirchhoff's potential U; where materials join, and at walls, by the face's own temperature.
class NonlinearOperator {
 public:
  /// Both must outlive it. Not collective.
  NonlinearOperator(const HeatOperator& op, const PropertyTables& tables);

  const HeatOperator& linear() const { return *op_; }
  const Decomposition& decomposition() const { return op_->decomposition(); }
  /// Conductances of interior faces per difference of U (owned cells), zero where materials join.
  const FaceConductances& conductances() const { return conductances_; }
  const std::vector<MaterialJoin>& joins() const { return joins_; }
  /// Whether U is the same function for both axes in every material.
  bool isotropic() const { return isotropic_; }

  /// Owned cells: H of T (solid where it melts), T of H.
  void set_enthalpy(const Field& T, Field& H) const;
  void set_temperature(const Field& H, Field& T) const;
  /// U along an axis of the owned cells and the ghost layer next to them, whose T must be valid; and dU/dH,
  /// where its field is not empty.
  void set_potential(const Field& T, int axis, Field& U, Field& slope) const;
  /// dU/dH along x (owned cells), 0 where a cell melts at one temperature.
  void set_slope(const Field& H, Field& slope) const;
  /// T from U along x, and H from T (owned cells).
  void set_from_potential(const Field& U, Field& T, Field& H) const;
  /// See PropertyTable::go.
  double go(int j, int i, double H_from, double H_to) const {
    return tables_->of(static_cast<std::size_t>(which(j, i))).go(H_from, H_to);
  }
  /// k_y/k_x over that of the references, of a cell at temperature T.
  double anisotropy(int j, int i, double T) const;

  /// 1 over the longest stable explicit step of a cell if dU/dH were 1, 1/s, by axis: (18) of
  /// physics/README.md. The first is that of both axes, and the second empty, when isotropic().
  const std::array<Field, 2>& explicit_rates() const { return rate_; }
  /// dU/dH of a cell's material at another temperature (of a neighbour, or a surface).
  double slope_at(int j, int i, double T, int axis) const {
    return views_[static_cast<std::size_t>(which(j, i))].potential_and_slope(T, axis).slope;
  }
  /// Whether two local cells are of the same material.
  bool alike(int j, int i, int nj, int ni) const { return which(j, i) == which(nj, ni); }
  bool solid(int j, int i) const { return which(j, i) >= 0; }
  /// 1 over the longest explicit step that is stable at every temperature expected: the largest of this rank,
  /// 1/s.
  double expected_explicit_rate() const;

  /// Throws Error on all ranks, naming the first such cell of the lowest rank, when a temperature lies where
  /// its material is not known, is not above 0 K although a wall radiates, or is not finite; or for what this
  /// rank found wrong at its `surfaces`. `when` ends the message about cells. Collective.
  template <class Error>
  void require_known(const Field& T, const std::string& when, const std::string& surfaces = {}) const {
    const std::string found = fault(T);
    const std::string error = decomposition().comm().first_error(found.empty() ? surfaces : found + when);
    if (!error.empty()) throw Error(error);
  }
  /// What require_known() has against a temperature of the surface at a wall, or on the side of local cell
  /// (j, i) where materials join; empty: nothing. Not collective.
  std::string wall_fault(const WallFace& face, double T_s) const;
  std::string join_fault(int j, int i, double T_s) const;
  /// The same of the temperatures that walls prescribe at the start.
  std::string prescribed_fault(double start) const;

  /// Sum over the owned cells of this rank of the liquid volume, m3.
  ExactSum liquid_volume(const Field& H) const;

 private:
  std::string fault(const Field& T) const;
  std::string fault_of(double T, std::size_t table) const;
  std::string in_cell(int j, int i) const;
  void set_rates();
  template <class Body>
  void each_owned(Body&& body) const;
  /// The table of a local cell, -1 where there is none.
  std::int16_t which(int j, int i) const { return which_[op_->cells().index(j, i)]; }

  const HeatOperator* op_;
  const PropertyTables* tables_;
  std::vector<PropertyView> views_;
  std::vector<std::int16_t> which_;
  FaceConductances conductances_;
  std::vector<MaterialJoin> joins_;
  std::array<Field, 2> rate_;
  bool isotropic_ = true;
  bool radiates_;
};

}  // namespace isotherm
