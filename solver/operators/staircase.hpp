#pragma once
// Slanted and curved outlines on a grid of rectangles.

#include "physics/problem.hpp"

namespace isotherm {

/// |n . e| of (12) of physics/README.md for the face at `at` between cells of two regions: n the outline's
/// normal of the shape that is painted last, e the face's (x or y); 1 where the shape has no known normal.
/// The sum of the faces' areas times this is the outline's own length. Not for faces on a periodic side,
/// which cuts a shape straight. Not collective.
double staircase_factor(const HeatProblem& problem, int region_a, int region_b, Point at, bool along_x);

}  // namespace isotherm
