#pragma once
// How the ranks of a study are divided among its cases.

#include <cstdint>
#include <span>
#include <vector>

namespace isotherm {

/// The group of each rank, counted from 0: of at least `size` ranks, unless there are fewer in all. Groups
/// lie within a node where they fit into one, else they take whole nodes; what is left over joins them one by
/// one, so that no rank is without work. `nodes` names the node of each rank. At most one group of several
/// nodes has more than one rank on a node: Open MPI 4 (osc/rdma) gives the windows of two such groups the
/// same file.
std::vector<int> groups_of_ranks(std::span<const std::int64_t> nodes, int size);

}  // namespace isotherm
