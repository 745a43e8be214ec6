// Implicit and steady solutions: time and iterations of the linear solvers, and of the stiff run.
//   bench_linear_solvers ROUNDS [uniform|general|growth|stiff ...]     prints a table from rank 0
// Seconds are the best and the median over the rounds of the slowest rank's clock on the wall, set-up
// included; ns are per unknown. All problems on the unit square with walls at 0 and the steady source of
// linear_problem.hpp.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <functional>
#include <iostream>
#include <sys/utsname.h>
#include <vector>

#include "solver/linear/linear_solver.hpp"
#include "solver/linear/uniform_solver.hpp"
#include "solver/parallel/environment.hpp"
#include "tests/support/case_run.hpp"
#include "tests/support/linear_problem.hpp"

namespace isotherm {
namespace {

using testing::LinearCase;
using testing::LinearProblem;

struct Seconds {
  double best;
  double median;
};

/// Runs `action` once to touch memory, then `rounds` times.
Seconds measure(const Communicator& comm, int rounds, const std::function<void()>& action) {
  std::vector<double> all;
  for (int round = -1; round < rounds; ++round) {
    comm.barrier();
    const auto start = std::chrono::steady_clock::now();
    action();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const double slowest = comm.max(seconds.count());
    if (round >= 0) all.push_back(slowest);
  }
  std::sort(all.begin(), all.end());
  return {all.front(), all[all.size() / 2]};
}

UniformOperator uniform(const LinearCase& what) {
  const double dx = 1.0 / static_cast<double>(what.nx);
  const double dy = 1.0 / static_cast<double>(what.ny);
  return {dy / dx, dx / dy, what.shift * dx * dy, 2 * dy / dx, 2 * dy / dx, 2 * dx / dy, 2 * dx / dy};
}

void print(const Communicator& comm, const std::string& line) {
  if (comm.is_root()) std::cout << line << std::endl;
}

std::string row(const std::string& name, const Seconds& seconds, double cells, const SolveResult& result,
                std::size_t bytes) {
  return fmt::format("| {:34} | {:6.1f} ({:6.1f}) | {:3} | {:8.1e} | {:8.1e} | {:7.1e} | {:5.1f} |", name,
                     1e9 * seconds.best / cells, 1e9 * seconds.median / cells, result.iterations,
                     result.recursive_residual, result.true_residual, result.rounding_floor,
                     static_cast<double>(bytes) / cells);
}

const char* const head =
    "| problem                            | ns best (median)  | it. | recurs.  | true     | floor   | B/cell "
    "|\n"
    "|---|---|---|---|---|---|---|";

/// Set-up and solution without arrays of coefficients. Bytes are of the solver, all ranks, b and x not
/// counted.
void solve_uniform(const Communicator& comm, const std::string& name, const LinearCase& what, int rounds) {
  const Decomposition decomposition(comm, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  const auto a = uniform(what);
  SolveResult result;
  LinearSolver solver(decomposition);
  const auto seconds = measure(decomposition.comm(), rounds, [&] {
    problem.x.fill(0.0);
    solver.set(a);
    result = solver.solve(problem.b, problem.x);
  });
  const auto bytes = decomposition.comm().sum(static_cast<std::int64_t>(solver.bytes()));
  print(comm,
        row(name, seconds, static_cast<double>(what.nx * what.ny), result, static_cast<std::size_t>(bytes)));
}

void one_cycle(const Communicator& comm, const LinearCase& what, int rounds) {
  const Decomposition decomposition(comm, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  UniformSolver solver(decomposition);
  solver.set(uniform(what), {});
  solver.solve(problem.b, problem.x, {1e-11, 50});
  Field exact("solution", problem.x.nx(), problem.x.ny(), 0);
  exact.from_host(problem.x.to_host());
  const auto seconds =
      measure(decomposition.comm(), rounds, [&] { solver.full_multigrid(problem.b, problem.x); });
  const double error = decomposition.comm().max(local_max_difference(exact, problem.x)) /
                       decomposition.comm().max(local_extremes(exact, Field()).max);
  const double cells = static_cast<double>(what.nx * what.ny);
  print(comm, fmt::format("| one full-multigrid cycle, {}^2    | {:6.1f} ({:6.1f}) | relative error {:.1e} |",
                          what.nx, 1e9 * seconds.best / cells, 1e9 * seconds.median / cells, error));
}

void solve_general(const Communicator& comm, const LinearCase& what, int rounds) {
  const Decomposition decomposition(comm, LinearProblem::space(what));
  LinearProblem problem(decomposition, what);
  SolveResult result;
  LinearSolver solver(decomposition);
  const auto seconds = measure(decomposition.comm(), rounds, [&] {
    problem.x.fill(0.0);
    solver.set(problem.matrix());
    result = solver.solve(problem.b, problem.x);
  });
  const auto set_up = measure(decomposition.comm(), rounds, [&] { solver.set(problem.matrix()); });
  const double cells = static_cast<double>(what.nx * what.ny);
  const auto bytes = decomposition.comm().sum(static_cast<std::int64_t>(solver.bytes()));
  print(comm, row(what.name, seconds, cells, result, static_cast<std::size_t>(bytes)) +
                  fmt::format(" set-up {:.1f}", 1e9 * set_up.best / cells));
}

void uniform_table(const Communicator& comm, int rounds) {
  LinearCase what{.name = "steady, constant k, 2048^2", .nx = 2048, .ny = 2048};
  print(comm, head);
  solve_uniform(comm, what.name, what, rounds);
  what.shift = 4.0 / 1e4 * 2048 * 2048;  // 1 / dt, dt = 1e4 h^2 / 4
  solve_uniform(comm, "backward Euler, 1e4 limits, 2048^2", what, rounds);
  what.shift = 0.0;
  one_cycle(comm, what, rounds);
}

void general_table(const Communicator& comm, int rounds) {
  print(comm, head);
  const auto with = [](double (*shape)(double, double, double), double jump) {
    return [=](double x, double y) { return shape(jump, x, y); };
  };
  for (const std::int64_t n : {1024, 1021}) {
    const auto name = [&](const char* what) { return fmt::format("{}, {}^2", what, n); };
    solve_general(comm, {.name = name("constant, by arrays"), .nx = n, .ny = n}, rounds);
    solve_general(comm, {.name = name("discs 1e3"), .nx = n, .ny = n, .k = with(testing::discs, 1e3)},
                  rounds);
    solve_general(comm, {.name = name("discs 1e6"), .nx = n, .ny = n, .k = with(testing::discs, 1e6)},
                  rounds);
    solve_general(comm, {.name = name("blocks 1e3"), .nx = n, .ny = n, .k = with(testing::blocks, 1e3)},
                  rounds);
    solve_general(comm, {.name = name("blocks 1e6"), .nx = n, .ny = n, .k = with(testing::blocks, 1e6)},
                  rounds);
    solve_general(comm, {.name = name("ky/kx = 1e-3"), .nx = n, .ny = n, .ky = 1e-3}, rounds);
  }
}

void growth_table(const Communicator& comm) {
  print(comm, head);
  for (const std::int64_t n : {256, 512, 1024, 2048, 4096, 8192}) {
    solve_uniform(comm, fmt::format("steady, constant k, {}^2", n), {.name = "growth", .nx = n, .ny = n}, 1);
  }
}

/// 1024^2, t = 0.02 L^2/alpha, four modes, against the exact solution of the semi-discrete equation.
void stiff_run(const Communicator& comm, const std::string& time) {
  constexpr int n = 1024;
  struct Mode {
    int m, k;
    double amplitude;
  };
  const Mode modes[] = {{1, 1, 1.0}, {3, 2, 0.7}, {17, 5, 0.4}, {100, 60, 0.2}};
  const double pi = std::acos(-1.0);
  std::string initial;
  for (const auto& mode : modes) {
    initial += fmt::format("{}{}*sin({}*pi*x)*sin({}*pi*y)", initial.empty() ? "" : " + ", mode.amplitude,
                           mode.m, mode.k);
  }
  test::CaseRun run(
      fmt::format("domain: {{size: [1, 1], cells: [{}, {}]}}\n"
                  "materials: {{m: {{conductivity: 1, density: 1, specific_heat: 1}}}}\n"
                  "regions: [{{material: m}}]\ninitial: {{temperature: \"{}\"}}\n"
                  "boundaries: {{left: {{temperature: 0}}, right: {{temperature: 0}}, bottom: "
                  "{{temperature: 0}}, top: {{temperature: 0}}}}\ntime: {{end: 0.02, {}}}\n",
                  n, n, initial, time));
  comm.barrier();
  const auto start = std::chrono::steady_clock::now();
  run.finish();
  comm.barrier();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  double exact_most = 0.0;
  const auto exact = [&](double x, double y, double t) {
    double sum = 0.0;
    for (const auto& mode : modes) {
      const auto one = [&](int m) { return 4.0 * n * n * std::pow(std::sin(m * pi / (2.0 * n)), 2); };
      const double left = std::exp(-(one(mode.m) + one(mode.k)) * t);
      if (left > 1e-30) sum += mode.amplitude * left * std::sin(mode.m * pi * x) * std::sin(mode.k * pi * y);
    }
    exact_most = std::max(exact_most, std::abs(sum));
    return sum;
  };
  const double worst = run.error(exact).second;
  print(comm, fmt::format("| stiff run, {:40} | {:6.2f} s | {} steps | relative error {:.1e} |", time,
                          seconds.count(), run.model().clock().step(), worst / comm.max(exact_most)));
}

void say_where(const Communicator& comm) {
  utsname machine{};
  uname(&machine);
  const std::time_t now = std::time(nullptr);
  char date[32];
  std::strftime(date, sizeof date, "%F %R", std::localtime(&now));
  print(comm, fmt::format("{}, {} ranks, g++ {}, {} {} {}", date, comm.size(), __VERSION__, machine.sysname,
                          machine.release, machine.machine));
}

}  // namespace
}  // namespace isotherm

int main(int argc, char** argv) {
  using namespace isotherm;
  Environment environment(argc, argv);
  const Communicator world(MPI_COMM_WORLD);
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 0;
  if (rounds < 1) {
    if (world.is_root())
      std::cerr << "usage: bench_linear_solvers ROUNDS [uniform|general|growth|stiff ...]\n";
    return 64;
  }
  const std::vector<std::string> wanted(argv + 2, argv + argc);
  const auto want = [&](const char* table) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), table) != wanted.end();
  };
  say_where(world);
  if (want("uniform")) uniform_table(world, rounds);
  if (want("general")) general_table(world, rounds);
  if (want("growth")) growth_table(world);
  if (want("stiff")) {
    stiff_run(world, "method: tr-bdf2, step: 0.0003125");
    stiff_run(world, "method: tr-bdf2, tolerance: 1e-6");
    stiff_run(world, "method: rkl2, step: 0.0002");
  }
  return 0;
}
