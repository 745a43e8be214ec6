#include "run/memory.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <mpi.h>
#include <stdexcept>
#include <string>

#include "run/plan.hpp"
#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr double least_bytes_per_cell = 16.0;

/// The number in a file that holds nothing else; infinity where there is none ("max").
double number_in(const char* path) {
  std::ifstream file(path);
  double number = 0.0;
  return file >> number ? number : std::numeric_limits<double>::infinity();
}

/// What new processes may take on this machine without swapping, control groups included.
double available_bytes() {
  double bytes = std::numeric_limits<double>::infinity();
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    constexpr std::string_view key = "MemAvailable:";
    if (line.starts_with(key)) bytes = 1024.0 * std::stod(line.substr(key.size()));
  }
  const double limit = number_in("/sys/fs/cgroup/memory.max") - number_in("/sys/fs/cgroup/memory.current");
  return std::min(bytes, limit >= 0.0 ? limit : bytes);  // also where one is not a number
}

/// Bytes on all machines of the job, and how many machines these are.
std::array<double, 2> available_in_all(const Communicator& comm) {
  MPI_Comm machine = MPI_COMM_NULL;
  check_mpi(MPI_Comm_split_type(comm.get(), MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine),
            "MPI_Comm_split_type");
  const bool speaks = Communicator::adopt(machine).is_root();
  std::array<double, 2> mine{speaks ? available_bytes() : 0.0, speaks ? 1.0 : 0.0};
  std::array<double, 2> all{};
  check_mpi(MPI_Allreduce(mine.data(), all.data(), 2, MPI_DOUBLE, MPI_SUM, comm.get()), "MPI_Allreduce");
  return all;
}

}  // namespace

const Case& case_that_fits(const Communicator& comm, const Case& the_case) {
  const Domain& d = the_case.problem.domain;
  const double needed = least_bytes_per_cell * static_cast<double>(d.nx) * static_cast<double>(d.ny);
  const auto [available, machines] = available_in_all(comm);
  if (needed <= available) return the_case;
  throw std::invalid_argument(
      fmt::format("domain.cells: {} x {} cells need {} of memory at the least ({:.0f} bytes), and {} are "
                  "free on the {:.0f} "
                  "machine(s) of this job: use more machines or fewer cells",
                  d.nx, d.ny, bytes_in_words(needed), needed, bytes_in_words(available), machines));
}

}  // namespace isotherm
