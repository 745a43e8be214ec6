// Systems that are nearly symmetric: right answers, the same bits on any decomposition.

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

#include "solver/linear/uneven_solver.hpp"
#include "tests/support/linear_problem.hpp"

namespace isotherm {
namespace {

using testing::LinearCase;
using testing::LinearProblem;

/// Between 0.7 and 1.3, by the face.
double share(std::int64_t j, std::int64_t i) {
  return 1.0 + 0.3 * std::sin(12.9898 * static_cast<double>(i) + 78.233 * static_cast<double>(j));
}

struct Outcome {
  SolveResult result;
  double residual = 0.0;        ///< |b - A x| / |b|
  std::vector<std::int64_t> x;  ///< bits of all cells, row by row
};

/// What leaves a cell before its faces is up to twice what leaves beyond; their mean is the problem's.
Outcome solve(const Communicator& comm, const LinearCase& what, int px, int py) {
  const Decomposition decomposition(comm, LinearProblem::space(what), px, py);
  LinearProblem problem(decomposition, what);
  const auto& owned = decomposition.owned();
  FaceConductances before(owned.nx(), owned.ny(), 0);
  FaceConductances beyond(owned.nx(), owned.ny(), 0);
  for (int j = 0; j <= owned.ny(); ++j) {
    for (int i = 0; i <= owned.nx(); ++i) {
      const auto gj = (owned.y.begin + j) % what.ny;
      const auto gi = (owned.x.begin + i) % what.nx;
      const double x = problem.matrix().g.x.view()(j, i);
      const double y = problem.matrix().g.y.view()(j, i);
      before.x.view()(j, i) = x * share(gj, gi);
      beyond.x.view()(j, i) = x * (2.0 - share(gj, gi));
      before.y.view()(j, i) = y * share(gi, gj);
      beyond.y.view()(j, i) = y * (2.0 - share(gi, gj));
    }
  }
  const UnevenOperator a{before, beyond, problem.matrix().diagonal};
  LinearSolver near(decomposition);
  near.set(problem.matrix());
  UnevenSolver solver(decomposition);
  Field x("x", owned.nx(), owned.ny(), 1);
  Outcome outcome;
  outcome.result = solver.solve(a, near, problem.b, x, {1e-9, 200});

  HaloExchange(decomposition, 1, HaloExchange::Corners::no).exchange(x);
  const auto found = static_cast<const Field&>(x).view();
  const auto b = problem.b.view();
  const auto squares = [&](auto&& term) {
    return global_value(decomposition.comm(),
                        local_sum(decomposition, [&](int j, int i) { return term(j, i) * term(j, i); }));
  };
  const double left = squares(
      [&](int j, int i) { return b(j, i) - a.diagonal.view()(j, i) * found(j, i) - a.outflow(found, j, i); });
  outcome.residual = std::sqrt(left / squares([&](int j, int i) { return b(j, i); }));
  outcome.x.assign(static_cast<std::size_t>(what.nx * what.ny), 0);
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      const double value = found(j, i);
      std::memcpy(&outcome.x[static_cast<std::size_t>((owned.y.begin + j) * what.nx + owned.x.begin + i)],
                  &value, sizeof value);
    }
  }
  decomposition.comm().sum(outcome.x);
  return outcome;
}

TEST(UnevenSolver, SolvesWithTheSameBitsOnAnyDecomposition) {
  using namespace testing;
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase cases[] = {
      {.name = "discs",
       .nx = 96,
       .ny = 81,
       .k = [](double x, double y) { return discs(1e3, x, y); },
       .shift = 0.1},
      {.name = "ring", .nx = 64, .ny = 70, .k = holes, .periodic_y = true, .shift = 1.0}};
  for (const auto& what : cases) {
    SCOPED_TRACE(what.name);
    const Outcome rows = solve(world, what, 1, world.size());
    EXPECT_TRUE(rows.result.converged);
    EXPECT_LT(rows.residual, 1e-8);
    EXPECT_LT(rows.result.iterations, 80);
    const Outcome columns = solve(world, what, world.size(), 1);
    EXPECT_EQ(rows.result.iterations, columns.result.iterations);
    EXPECT_EQ(rows.x, columns.x);
  }
}

}  // namespace
}  // namespace isotherm
