#pragma once
// The linear systems that this layer solves.

#include "solver/grid/face_conductances.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// (A x)_c = diagonal_c x_c + sum over the faces of c of g (x_c - x_nb), symmetric and positive
/// (semi-)definite. Only views: the caller keeps both alive. A void cell has g = 0 on all faces and diagonal
/// = 0: its row is zero.
struct LinearOperator {
  const FaceConductances& g;  ///< W/K; all four faces of the owned cells are filled
  const Field& diagonal;      ///< W/K, owned; wall conductance plus capacity over a time step, >= 0
};

/// The same of a uniform material on a rectangle of equal cells, each side of which has one wall conductance.
struct UniformOperator {
  double gx = 0.0;        ///< W/K of each face between neighbours in x
  double gy = 0.0;        ///< the same in y
  double diagonal = 0.0;  ///< W/K, of each cell: capacity over a time step, >= 0
  double left = 0.0;      ///< W/K, wall conductance of each cell at that side; ignored on periodic sides
  double right = 0.0;
  double bottom = 0.0;
  double top = 0.0;
};

}  // namespace isotherm
