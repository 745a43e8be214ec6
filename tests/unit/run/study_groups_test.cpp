// The ranks of a study among its cases: within nodes, or of whole nodes, and nobody is left out.

#include "run/study_groups.hpp"

#include <gtest/gtest.h>

namespace isotherm {
namespace {

using Groups = std::vector<int>;
using Nodes = std::vector<std::int64_t>;

TEST(StudyGroups, DivideANode) {
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 0, 0}, 1), (Groups{0, 1, 2, 3}));
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 0, 0, 0}, 2), (Groups{0, 0, 0, 1, 1}));
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0}, 3), (Groups{0, 0}));
}

TEST(StudyGroups, DoNotStraddleNodes) {
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 0, 0, 4, 4, 4, 4}, 3), (Groups{0, 0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(groups_of_ranks(Nodes{0, 1, 0, 1}, 2), (Groups{0, 1, 0, 1})) << "ranks dealt out to nodes";
}

TEST(StudyGroups, TakeWholeNodesWhereOneIsTooSmall) {
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 2, 2, 4, 4, 6, 6}, 4), (Groups{0, 0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 2, 2, 4, 4}, 3), (Groups{0, 0, 0, 0, 0, 0})) << "two are left over";
  EXPECT_EQ(groups_of_ranks(Nodes{0, 0, 0, 0, 4}, 2), (Groups{0, 0, 1, 1, 1})) << "one is left over";
}

}  // namespace
}  // namespace isotherm
