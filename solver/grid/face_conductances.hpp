#pragma once
// Container of the conductances of interior faces. What fills it knows physics (solver/operators).

#include "solver/grid/field.hpp"

namespace isotherm {

/// Conductances in W/K (W/(K m) of depth in the plane) of the faces of the owned cells and of a halo.
/// x(j, i): face between cells i - 1 and i of row j. y(j, i): face between cells j - 1 and j of column i.
/// Zero on the sides of the domain and on walls of voids, whose heat enters as a wall load; a periodic side
/// is an ordinary face.
struct FaceConductances {
  /// `halo` cells beyond the owned ones carry all four faces; zero after construction.
  FaceConductances(int nx, int ny, int halo)
      : x("conductances x", nx, ny, halo + 1), y("conductances y", nx, ny, halo + 1) {}
  Field x;
  Field y;
};

}  // namespace isotherm
