#include "run/study_groups.hpp"

#include <algorithm>
#include <map>

namespace isotherm {

std::vector<int> groups_of_ranks(std::span<const std::int64_t> nodes, int size) {
  std::map<std::int64_t, std::vector<std::size_t>> ranks_of_node;
  for (std::size_t rank = 0; rank < nodes.size(); ++rank) ranks_of_node[nodes[rank]].push_back(rank);
  const auto least = static_cast<std::size_t>(size);
  std::vector<int> group(nodes.size(), 0);
  std::vector<std::size_t> pending;  // of nodes that are too small for a group
  int groups = 0;
  const auto place = [&](const std::vector<std::size_t>& ranks, std::size_t parts) {
    for (std::size_t n = 0; n < ranks.size(); ++n)
      group[ranks[n]] = groups + static_cast<int>(n * parts / ranks.size());
    groups += static_cast<int>(parts);
  };
  for (const auto& [node, ranks] : ranks_of_node) {
    if (ranks.size() >= least) {
      place(ranks, ranks.size() / least);
      continue;
    }
    pending.insert(pending.end(), ranks.begin(), ranks.end());
    if (pending.size() < least) continue;
    place(pending, 1);
    pending.clear();
  }
  for (const std::size_t rank : pending) group[rank] = std::max(0, groups - 1);
  return group;
}

}  // namespace isotherm
