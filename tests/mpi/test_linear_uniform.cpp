// Multigrid for a uniform material: the general solver's answers, the same bits on any decomposition.

#include <cstring>
#include <gtest/gtest.h>
#include <stdexcept>

#include "solver/linear/linear_solver.hpp"
#include "solver/linear/uniform_solver.hpp"
#include "tests/support/linear_problem.hpp"

namespace isotherm {
namespace {

using testing::LinearCase;
using testing::LinearProblem;

/// The coefficients that LinearProblem gives a case with k = 1.
UniformOperator uniform(const LinearCase& what) {
  const double dx = 1.0 / static_cast<double>(what.nx);
  const double dy = 1.0 / static_cast<double>(what.ny);
  const double x = what.walls ? 2.0 * dy / dx : 0.0;
  const double y = what.walls ? 2.0 * what.ky * dx / dy : 0.0;
  return {dy / dx, what.ky * dx / dy, what.shift * dx * dy, x, x, y, y};
}

CycleOptions options() {
  CycleOptions chosen;
  chosen.gather_cells = 100;  // most levels stay distributed
  return chosen;
}

std::vector<LinearCase> cases() {
  std::vector<LinearCase> list;
  list.push_back({.name = "even", .nx = 128, .ny = 96});
  list.push_back({.name = "prime", .nx = 127, .ny = 131});
  list.push_back({.name = "ring in x", .nx = 96, .ny = 101, .periodic_x = true});
  list.push_back({.name = "ring in y, soon odd", .nx = 100, .ny = 108, .periodic_y = true});
  list.push_back({.name = "insulated", .nx = 100, .ny = 130, .walls = false});
  list.push_back({.name = "torus", .nx = 104, .ny = 112, .periodic_x = true, .periodic_y = true});
  list.push_back({.name = "backward Euler", .nx = 129, .ny = 100, .walls = false, .shift = 1e4});
  list.push_back({.name = "slivers", .nx = 49, .ny = 9, .ky = 29.0});
  list.push_back({.name = "slivers around", .nx = 50, .ny = 10, .ky = 25.0, .periodic_y = true});
  list.push_back({.name = "somewhat orthotropic", .nx = 144, .ny = 120, .ky = 0.6});
  return list;
}

TEST(LinearUniform, AgreesWithTheGeneralSolver) {
  const Communicator world(MPI_COMM_WORLD);
  for (const auto& what : cases()) {
    SCOPED_TRACE(what.name);
    const Decomposition decomposition(world, LinearProblem::space(what));
    LinearProblem problem(decomposition, what);
    ASSERT_TRUE(UniformSolver::possible(decomposition, uniform(what), options()));
    LinearSolver solver(decomposition, options());
    solver.set(uniform(what));
    const auto result = solver.solve(problem.b, problem.x, {1e-10, 100});
    EXPECT_TRUE(result.converged);
    EXPECT_LE(result.iterations, what.walls ? 14 : 16);
    EXPECT_LE(problem.relative_residual(), 1.01e-10);
    EXPECT_NEAR(result.true_residual, problem.relative_residual(), 1e-12);

    LinearProblem general(decomposition, what);
    LinearSolver reference(decomposition, options());
    reference.set(general.matrix());
    EXPECT_TRUE(reference.solve(general.b, general.x, {1e-10, 100}).converged);
    EXPECT_EQ(solver.null_space(), reference.null_space());
    const auto extremes = local_extremes(general.x, Field());
    const double scale = decomposition.comm().max(std::max(extremes.max, -extremes.min));
    EXPECT_LE(decomposition.comm().max(local_max_difference(problem.x, general.x)), 1e-8 * scale);
    EXPECT_LT(solver.bytes(), reference.bytes());
  }
}

TEST(LinearUniform, GivesTheSameBitsOnAnyDecomposition) {
  const Communicator world(MPI_COMM_WORLD);
  const Communicator alone(MPI_COMM_SELF);
  for (const auto& what : cases()) {
    const Decomposition whole(alone, LinearProblem::space(what));
    LinearProblem serial(whole, what);
    LinearSolver reference(whole, options());
    reference.set(uniform(what));
    const auto expected = reference.solve(serial.b, serial.x);
    for (int px = 1; px <= world.size(); ++px) {
      const int py = world.size() / px;
      if (px * py != world.size()) continue;
      SCOPED_TRACE(what.name + " on " + std::to_string(px) + " x " + std::to_string(py));
      const Decomposition decomposition(world, LinearProblem::space(what), px, py);
      LinearProblem problem(decomposition, what);
      LinearSolver solver(decomposition, options());
      solver.set(uniform(what));
      EXPECT_EQ(solver.solve(problem.b, problem.x).iterations, expected.iterations);
      const auto& owned = decomposition.owned();
      for (int j = 0; j < owned.ny(); ++j) {
        const double* const here = problem.x.view().row(j);
        const double* const there = serial.x.view().row(owned.y.begin + j) + owned.x.begin;
        ASSERT_EQ(0, std::memcmp(here, there, static_cast<std::size_t>(owned.nx()) * sizeof(double)));
      }
    }
  }
}

TEST(LinearUniform, OneFullMultigridCycleReachesTheDiscretisationError) {
  // u = sin(pi x) sin(pi y): the discrete solution is known, and so is its distance from u.
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "sine", .nx = 256, .ny = 256};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  const auto& owned = decomposition.owned();
  const double h = 1.0 / 256;
  const double pi = std::acos(-1.0);
  const auto u = [&](int j, int i) {
    return std::sin(pi * (static_cast<double>(owned.x.begin + i) + 0.5) * h) *
           std::sin(pi * (static_cast<double>(owned.y.begin + j) + 0.5) * h);
  };
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) problem.b.view()(j, i) = 2 * pi * pi * u(j, i) * h * h;
  }
  UniformSolver solver(decomposition);
  solver.set(uniform(what), {});
  solver.full_multigrid(problem.b, problem.x);
  const double discretisation = 2 * pi * pi * h * h / (8 * std::pow(std::sin(pi * h / 2), 2)) - 1.0;
  double error = 0.0;
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) error = std::max(error, std::fabs(problem.x.view()(j, i) - u(j, i)));
  }
  EXPECT_LE(decomposition.comm().max(error), 3.0 * discretisation);
}

TEST(LinearUniform, FallsBackWhereItMust) {
  const Communicator world(MPI_COMM_WORLD);
  std::vector<LinearCase> list;
  list.push_back({.name = "odd ring", .nx = 81, .ny = 64, .periodic_x = true});
  list.push_back({.name = "orthotropic", .nx = 64, .ny = 64, .ky = 1e-3});
  list.push_back({.name = "tiny", .nx = 3, .ny = 40});
  for (const auto& what : list) {
    SCOPED_TRACE(what.name);
    const Decomposition decomposition(world, LinearProblem::space(what));
    LinearProblem problem(decomposition, what);
    EXPECT_FALSE(UniformSolver::possible(decomposition, uniform(what), options()));
    LinearSolver solver(decomposition, options());
    solver.set(uniform(what));
    EXPECT_TRUE(solver.solve(problem.b, problem.x).converged);
    EXPECT_LE(problem.relative_residual(), 1e-8);
  }
}

TEST(LinearUniform, StartsWarm) {
  const Communicator world(MPI_COMM_WORLD);
  const LinearCase what{.name = "warm", .nx = 128, .ny = 128};
  const Decomposition decomposition(world, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  LinearSolver solver(decomposition, options());
  solver.set(uniform(what));
  const auto cold = solver.solve(problem.b, problem.x);
  EXPECT_EQ(solver.solve(problem.b, problem.x).iterations, 0);
  problem.x.view()(0, 0) += 1e-6;
  EXPECT_LT(solver.solve(problem.b, problem.x).iterations, cold.iterations);
}

}  // namespace
}  // namespace isotherm
