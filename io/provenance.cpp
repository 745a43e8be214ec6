#include "io/provenance.hpp"

#include <array>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <mpi.h>
#include <set>
#include <unistd.h>

#include "io/build_info.hpp"
#include "io/hdf5/version.hpp"
#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr std::size_t longest_host = 256;

/// The names of all machines, each once, in alphabetical order. Collective.
std::string hosts_of(const Communicator& comm) {
  std::array<char, longest_host> mine{};
  host_name().copy(mine.data(), longest_host - 1);
  std::vector<char> all(longest_host * static_cast<std::size_t>(comm.size()));
  check_mpi(
      MPI_Allgather(mine.data(), longest_host, MPI_CHAR, all.data(), longest_host, MPI_CHAR, comm.get()),
      "MPI_Allgather");
  std::set<std::string> names;
  for (std::size_t at = 0; at < all.size(); at += longest_host) names.insert(all.data() + at);
  return fmt::format("{}", fmt::join(names, " "));
}

/// The words of this process's command line, without its launcher.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (!text.empty() && text.back() == '\0') text.pop_back();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  }
  return text;
}

}  // namespace

std::string mpi_library() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  check_mpi(MPI_Get_library_version(text.data(), &length), "MPI_Get_library_version");
  const std::string all(text.data());
  return all.substr(0, all.find_first_of(",\n"));
}

std::map<std::string, std::string> collect_provenance(const Decomposition& decomposition) {
  const BuildInfo& build = build_info();
  const Communicator& comm = decomposition.comm();
  std::map<std::string, std::string> facts{
      {"program", "isotherm " + build.version},
      {"commit", build.commit},
      {"build_type", build.build_type},
      {"architecture", build.architecture},
      {"compiler", build.compiler},
      {"flags", build.flags},
      {"kokkos", build.kokkos_version},
      {"mpi", mpi_library()},
      {"hdf5", hdf5_version()},
      {"hosts", hosts_of(comm)},
      {"ranks", std::to_string(comm.size())},
      {"decomposition", fmt::format("{} x {}", decomposition.px(), decomposition.py())},
      {"command", comm.broadcast(command_line())},
      {"date", comm.broadcast(utc_now())}};
  if (const std::string job = comm.broadcast(job_id()); !job.empty()) facts["job"] = job;
  return facts;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::string host_name() {
  std::array<char, longest_host> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string job_id() {
  const char* id = std::getenv("SLURM_JOB_ID");
  return id != nullptr ? id : "";
}

}  // namespace isotherm
