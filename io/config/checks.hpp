#pragma once
// What one key of a case means for another.

#include "io/config/node.hpp"

namespace isotherm::config {

/// Checks a resolved tree across keys; what is already faulted is left out. Stretches of a side and probes
/// that miss an edge by round-off are moved onto it, so that stretches tile their side exactly.
void check(Node& root, Faults& faults);

/// What is allowed and hardly meant: intervals longer than the run.
void check_usefulness(const Node& root, Faults& warnings);

/// Regions, sources and their shapes, materials, initial state (checks_regions.cpp).
void check_regions(const Node& root, Faults& faults);
/// A name that must be one of a region that is not a void, or of a material (checks_regions.cpp).
void check_part_name(const Node& name, const Node& root, Faults& faults);
/// Two different such names (checks_regions.cpp).
void check_between(const Node& between, const Node& root, Faults& faults);
/// What depends on temperature: melting, radiation, tables (checks_nonlinear.cpp).
void check_nonlinear(const Node& root, Faults& faults);
/// Conditions and stretches of the four sides (checks_walls.cpp).
void check_boundaries(Node& root, Faults& faults);
/// One wall condition: exactly one kind, or flux and convection together (checks_walls.cpp).
void check_wall(const Node& node, Faults& faults);

/// Flows, means, fields and pictures of the output (checks_output.cpp).
void check_output(const Node& root, Faults& faults);

/// The keys of `candidates` that a map has.
std::vector<std::string> given(const Node& node, std::initializer_list<const char*> candidates);

/// The domain's extent along an axis (0: x, 1: y).
struct Extent {
  double begin = 0.0;
  double end = 0.0;
};
/// False when the domain is at fault.
bool extent_of(const Node& root, std::size_t axis, Extent& extent);

/// Edges and points nearer than this part of the domain's extent are taken as equal.
inline constexpr double edge_tolerance = 1e-9;

}  // namespace isotherm::config
