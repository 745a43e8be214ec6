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

}  // namespace isotherm
