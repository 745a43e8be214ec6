// The linear solver: right answers, the same bits on any decomposition, clear refusals.

#include <cstring>
#include <gtest/gtest.h>
#include <stdexcept>

#include "solver/linear/linear_solver.hpp"
#include "tests/support/linear_problem.hpp"

namespace isotherm {
namespace {

using testing::LinearCase;
using testing::LinearProblem;

struct Outcome {
  SolveResult result;
  double residual = 0.0;
  std::vector<double> x;  ///< of all cells, row by row
};

/// Solves on px by py blocks (0, 0: chosen) and brings the solution together. Levels of more than 100 cells
/// stay distributed, so that coarse levels and their halos are part of what is compared.
Outcome solve(const Communicator& comm, const LinearCase& what, int px = 0, int py = 0) {
  const Decomposition decomposition(comm, LinearProblem::space(what), px, py);
  LinearProblem problem(decomposition, what);
  CycleOptions options;
  options.gather_cells = 100;
  LinearSolver solver(decomposition, options);
  solver.set(problem.matrix());
  Outcome outcome;
  outcome.result = solver.solve(problem.b, problem.x);
  outcome.residual = problem.relative_residual();
  outcome.x.assign(static_cast<std::size_t>(what.nx * what.ny), 0.0);
  const auto& owned = decomposition.owned();
  const auto x = problem.x.view();
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      outcome.x[static_cast<std::size_t>((owned.y.begin + j) * what.nx + owned.x.begin + i)] = x(j, i);
    }
  }
  std::vector<std::int64_t> bits(outcome.x.size());
  std::memcpy(bits.data(), outcome.x.data(), bits.size() * sizeof(double));
  decomposition.comm().sum(bits);
  std::memcpy(outcome.x.data(), bits.data(), bits.size() * sizeof(double));
  return outcome;
}

std::vector<LinearCase> cases() {
  using namespace testing;
  std::vector<LinearCase> list;
  list.push_back({.name = "constant", .nx = 96, .ny = 81});
  list.push_back(
      {.name = "prime", .nx = 127, .ny = 131, .k = [](double x, double y) { return discs(1e3, x, y); }});
  list.push_back(
      {.name = "discs 1e6", .nx = 160, .ny = 144, .k = [](double x, double y) { return discs(1e6, x, y); }});
  list.push_back(
      {.name = "blocks", .nx = 143, .ny = 91, .k = [](double x, double y) { return blocks(1e3, x, y); }});
  list.push_back({.name = "holes", .nx = 150, .ny = 222, .k = holes});
  list.push_back({.name = "orthotropic, x strong", .nx = 128, .ny = 133, .ky = 1e-3});
  list.push_back({.name = "orthotropic, y strong", .nx = 133, .ny = 128, .ky = 1e3});
  list.push_back({.name = "periodic",
                  .nx = 128,
                  .ny = 130,
                  .k = [](double x, double y) { return blocks(1e3, x, y); },
                  .periodic_x = true,
                  .periodic_y = true});
  list.push_back({.name = "odd ring in x",
                  .nx = 91,
                  .ny = 80,
                  .k = [](double x, double y) { return blocks(1e3, x, y); },
                  .periodic_x = true});
  list.push_back({.name = "odd ring in y", .nx = 80, .ny = 91, .ky = 4.5, .periodic_y = true});
  list.push_back({.name = "two odd rings",
                  .nx = 67,
                  .ny = 71,
                  .k = [](double x, double y) { return blocks(1e3, x, y); },
                  .periodic_x = true,
                  .periodic_y = true,
                  .shift = 10.0});
  list.push_back({.name = "insulated", .nx = 100, .ny = 99, .k = holes, .walls = false});
  list.push_back({.name = "backward Euler", .nx = 129, .ny = 100, .walls = false, .shift = 1e3});
  list.push_back({.name = "thin", .nx = 513, .ny = 5});
  list.push_back({.name = "slivers",
                  .nx = 49,
                  .ny = 9,
                  .k = [](double x, double y) { return blocks(1e3, x, y); },
                  .ky = 29.0});
  list.push_back({.name = "slivers around",
                  .nx = 50,
                  .ny = 10,
                  .k = [](double x, double y) { return discs(1e2, x, y); },
                  .ky = 25.0,
                  .periodic_x = true,
                  .periodic_y = true,
                  .shift = 5.0});
  list.push_back({.name = "thin ring", .nx = 64, .ny = 6, .periodic_y = true});
  return list;
}

TEST(LinearSolver, ReachesTheToleranceInFewIterations) {
  const Communicator world(MPI_COMM_WORLD);
  for (const auto& what : cases()) {
    SCOPED_TRACE(what.name);
    const auto outcome = solve(world, what);
    EXPECT_TRUE(outcome.result.converged);
    EXPECT_FALSE(outcome.result.stagnated);
    EXPECT_LE(outcome.result.recursive_residual, 1e-8);
    const double reachable = std::max(1e-8, 5 * outcome.result.rounding_floor);
    EXPECT_LE(outcome.result.true_residual, reachable);
    EXPECT_LE(outcome.residual, 1.01 * reachable);  // measured here, without the solver
    EXPECT_LE(outcome.result.iterations, 30);
  }
}

TEST(LinearSolver, GivesTheSameBitsOnAnyDecomposition) {
  const Communicator world(MPI_COMM_WORLD);
  const Communicator alone(MPI_COMM_SELF);
  for (const auto& what : cases()) {
    const auto serial = solve(alone, what);
    for (int px = 1; px <= world.size(); ++px) {
      const int py = world.size() / px;
      if (px * py != world.size() || py > what.ny || px > (what.nx + 15) / 16) continue;
      SCOPED_TRACE(what.name + " on " + std::to_string(px) + " x " + std::to_string(py));
      const auto parallel = solve(world, what, px, py);
      EXPECT_EQ(parallel.result.iterations, serial.result.iterations);
      EXPECT_EQ(0, std::memcmp(parallel.x.data(), serial.x.data(), serial.x.size() * sizeof(double)));
    }
  }
}

TEST(LinearSolver, SolvesTinyGrids) {
  const Communicator alone(MPI_COMM_SELF);
  for (const auto& [nx, ny] :
       {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 3}, {4, 1}, {1, 50}, {5, 7}, {17, 2}}) {
    for (const bool ring : {false, true}) {
      SCOPED_TRACE(std::to_string(nx) + " x " + std::to_string(ny) + (ring ? " ring" : ""));
      const auto outcome =
          solve(alone, {.name = "tiny", .nx = nx, .ny = ny, .periodic_x = ring, .shift = 1.0});
      EXPECT_TRUE(outcome.result.converged);
      EXPECT_LE(outcome.residual, 1e-8);
    }
  }
}

TEST(LinearSolver, ReproducesALinearProfile) {
  // Left wall at 0, right wall at 1, nothing else: the discrete solution is exactly linear.
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "plain", .nx = 64, .ny = 33, .walls = false};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  problem.b.fill(0.0);
  const auto& owned = decomposition.owned();
  const double wall = 2.0 * (1.0 / 33) / (1.0 / 64);
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      const auto column = owned.x.begin + i;
      if (column == 0 || column == what.nx - 1) problem.diagonal.view()(j, i) = wall;
      if (column == what.nx - 1) problem.b.view()(j, i) = wall;
    }
  }
  LinearSolver solver(decomposition);
  solver.set(problem.matrix());
  EXPECT_EQ(solver.null_space(), NullSpace::none);
  SolveOptions options;
  options.tolerance = 1e-12;
  EXPECT_TRUE(solver.solve(problem.b, problem.x, options).converged);
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      EXPECT_NEAR(problem.x.view()(j, i), (static_cast<double>(owned.x.begin + i) + 0.5) / 64, 1e-9);
    }
  }
}

TEST(LinearSolver, ReportsStagnationInsteadOfIteratingForEver) {
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "discs", .nx = 128, .ny = 128, .k = [](double x, double y) {
                          return testing::discs(1e6, x, y);
                        }};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  LinearSolver solver(decomposition);
  solver.set(problem.matrix());
  SolveOptions options;
  options.tolerance = 1e-15;
  const auto result = solver.solve(problem.b, problem.x, options);
  EXPECT_LT(result.iterations, 200);
  EXPECT_GT(result.true_residual, 1e-12);
  EXPECT_GT(result.rounding_floor, 1e-12);
}

TEST(LinearSolver, StartsWarm) {
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "plain", .nx = 96, .ny = 96};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  LinearSolver solver(decomposition);
  solver.set(problem.matrix());
  EXPECT_GT(solver.solve(problem.b, problem.x).iterations, 5);
  EXPECT_EQ(solver.solve(problem.b, problem.x).iterations, 0);
  problem.b.fill(0.0);
  EXPECT_TRUE(solver.solve(problem.b, problem.x).converged);
  EXPECT_EQ(problem.x.view()(0, 0), 0.0);
}

/// A square that conducts alike both ways but for a strip and a void.
LinearProblem strip_problem(const Decomposition& decomposition, bool along_x, double ratio) {
  const auto& space = decomposition.space();
  LinearProblem problem(decomposition,
                        {.name = "strip", .nx = space.nx, .ny = space.ny, .k = [](double x, double y) {
                           return (x - 0.7) * (x - 0.7) + (y - 0.75) * (y - 0.75) < 0.01 ? 0.0 : 1.0;
                         }});
  const auto& owned = decomposition.owned();
  const auto gx = problem.g.x.view();
  const auto gy = problem.g.y.view();
  for (int j = 0; j <= owned.ny(); ++j) {
    for (int i = 0; i <= owned.nx(); ++i) {
      const auto where = along_x ? owned.y.begin + j : owned.x.begin + i;
      if (10 * where < 3 * space.ny || 2 * where > space.ny) continue;
      if (along_x && i < owned.nx()) gy(j, i) *= ratio;
      if (!along_x && j < owned.ny()) gx(j, i) *= ratio;
    }
  }
  return problem;
}

TEST(LinearSolver, ServesPartsThatConductDifferently) {
  const Communicator world(MPI_COMM_WORLD);
  const Communicator alone(MPI_COMM_SELF);
  for (const bool along_x : {true, false}) {
    for (const double ratio : {1e-3, 1e3}) {
      SCOPED_TRACE(std::to_string(along_x) + ", " + std::to_string(ratio));
      const auto solve_on = [&](const Communicator& comm) {
        const Decomposition decomposition(comm, {192, 192});
        LinearProblem problem = strip_problem(decomposition, along_x, ratio);
        CycleOptions options;
        options.gather_cells = 100;
        LinearSolver solver(decomposition, options);
        solver.set(problem.matrix());
        const auto result = solver.solve(problem.b, problem.x);
        const double x2 = global_value(decomposition.comm(), local_sum(decomposition, [&](int j, int i) {
                                         return problem.x.view()(j, i) * problem.x.view()(j, i);
                                       }));
        EXPECT_LE(problem.relative_residual(), 1e-8);
        return std::pair{result.iterations, x2};
      };
      const auto serial = solve_on(alone);
      EXPECT_LE(serial.first, 35);
      EXPECT_EQ(solve_on(world), serial);
    }
  }
}

TEST(LinearSolver, TakesFewBytesPerUnknown) {
  // b and x included, ghosts and padding too: on more than two ranks they would count more.
  const Communicator world(MPI_COMM_WORLD);
  if (world.size() > 2) return;
  constexpr int n = 2048;
  const auto bytes = [&](const LinearCase& what, bool uniform) {
    const Decomposition decomposition(world, LinearProblem::space(what));
    LinearProblem problem(decomposition, what);
    LinearSolver solver(decomposition);
    if (uniform) {
      solver.set(UniformOperator{1.0, 1.0, 0.0, 2.0, 2.0, 2.0, 2.0});
    } else {
      solver.set(problem.matrix());
    }
    const auto all = static_cast<std::int64_t>(solver.bytes() + problem.b.bytes() + problem.x.bytes());
    return static_cast<double>(world.sum(all)) / (1.0 * n * n);
  };
  EXPECT_LT(bytes({.name = "constant", .nx = n, .ny = n}, true), 50.0);
  EXPECT_LT(
      bytes({.name = "general", .nx = n, .ny = n, .k = [](double x, double) { return 1.0 + x; }}, false),
      105.0);
  EXPECT_LT(bytes({.name = "strong in x", .nx = n, .ny = n, .ky = 1e-3}, false), 120.0);
  EXPECT_LT(bytes({.name = "strong in y", .nx = n, .ny = n, .ky = 1e3}, false), 125.0);
}

TEST(LinearSolver, RefusesALoadThatHasNoSteadyState) {
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "plain", .nx = 40, .ny = 40, .walls = false};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  LinearSolver solver(decomposition);
  solver.set(problem.matrix());
  EXPECT_EQ(solver.null_space(), NullSpace::constant);
  problem.b.fill(1.0);
  EXPECT_THROW(solver.solve(problem.b, problem.x), std::invalid_argument);
}

TEST(LinearSolver, RefusesAFloatingPart) {
  // A column of voids parts the square; only the left part has walls.
  const Communicator world(MPI_COMM_WORLD);
  LinearCase what{.name = "plain", .nx = 64, .ny = 60, .k = [](double x, double) {
                    return x > 0.5 && x < 0.6 ? 0.0 : 1.0;
                  }};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  const auto& owned = decomposition.owned();
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) {
      if (owned.x.begin + i > 32) problem.diagonal.view()(j, i) = 0.0;
    }
  }
  LinearSolver solver(decomposition);
  try {
    solver.set(problem.matrix());
    FAIL() << "a floating part was accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("insulated from everything else"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace isotherm
