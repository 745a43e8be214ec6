// Checkpoints beside a plain sequential write of as many bytes with a sync, on the file system of the working
// folder.
//   bench_checkpoints [ROUNDS [CELLS]]     a table from rank 0; CELLS along each axis
// Medians over the rounds, in which the ways take turns. GB/s are of the field's bytes.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <iostream>
#include <map>
#include <unistd.h>

#include "io/checkpoint.hpp"
#include "io/checksum.hpp"
#include "solver/parallel/environment.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

using Seconds = std::map<std::string, std::vector<double>>;

double seconds_of(const Communicator& comm, const std::function<void()>& action) {
  if (comm.is_root()) ::sync();  // nobody pays for what others left to be done
  comm.barrier();
  const auto begin = std::chrono::steady_clock::now();
  action();
  comm.barrier();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

/// One process writes the field's bytes from end to end and syncs them.
void write_plainly(const Communicator& comm, const std::vector<double>& piece, std::int64_t bytes) {
  if (!comm.is_root()) return;
  File file = File::create("plain");
  const std::string_view text(reinterpret_cast<const char*>(piece.data()), piece.size() * sizeof(double));
  for (std::int64_t at = 0; at < bytes; at += static_cast<std::int64_t>(text.size())) {
    file.write(text.substr(0, static_cast<std::size_t>(bytes - at)), at);
  }
  file.sync();
  file.close();
}

void hash_in_memory(const Decomposition& all, const Field& field) {
  const ChecksumBlocks blocks{all.space().nx, all.space().ny};
  std::vector<std::int64_t> sums(static_cast<std::size_t>(blocks.count()), 0);
  const auto& owned = all.owned();
  for (int j = 0; j < owned.ny(); ++j) {
    add_to_checksums(blocks, owned.y.begin + j, owned.x.begin, owned.nx(), field.view().row(j), sums);
  }
  all.comm().sum(sums);
}

Seconds measure(const Communicator& comm, const Decomposition& all, int rounds) {
  const Field no_mask;
  const Field field = sample_field(all, 1.0);
  const std::vector<double> piece(std::size_t{1} << 19, 293.15);
  const std::int64_t bytes = all.space().nx * all.space().ny * static_cast<std::int64_t>(sizeof(double));
  Seconds seconds;
  for (int round = -1; round < rounds; ++round) {
    std::map<std::string, double> now;
    now["plain"] = seconds_of(comm, [&] { write_plainly(comm, piece, bytes); });
    for (const auto& [name, format] :
         {std::pair{"hdf5", CheckpointFormat::hdf5}, std::pair{"mpiio", CheckpointFormat::mpiio}}) {
      CheckpointOptions options;
      options.folder = std::string("checkpoints-") + name;
      options.format = format;
      CheckpointStore store(all, no_mask, options);
      now[name] = seconds_of(comm, [&] { store.write(sample_state(round + 2), field); });
      now[fmt::format("{} read back", name)] = seconds_of(comm, [&] { store.newest_good(); });
    }
    now["checksums"] = seconds_of(comm, [&] { hash_in_memory(all, field); });
    if (round < 0) continue;  // warms up
    for (const auto& [name, time] : now) seconds[name].push_back(time);
  }
  return seconds;
}

void report(const Decomposition& all, const Seconds& seconds) {
  const double gigabytes =
      static_cast<double>(all.space().nx) * static_cast<double>(all.space().ny) * sizeof(double) / 1e9;
  const double plain = median(seconds.at("plain"));
  std::cout << fmt::format("{:.3f} GB, {} ranks\n{:<18}{:>9}{:>9}{:>9}{:>9}{:>12}\n", gigabytes,
                           all.comm().size(), "", "median s", "best s", "worst s", "GB/s", "of plain");
  for (const auto& [name, all_seconds] : seconds) {
    const auto [best, worst] = std::minmax_element(all_seconds.begin(), all_seconds.end());
    const double middle = median(all_seconds);
    std::cout << fmt::format("{:<18}{:>9.4f}{:>9.4f}{:>9.4f}{:>9.2f}{:>11.0f}%\n", name, middle, *best,
                             *worst, gigabytes / middle, 100.0 * plain / middle);
  }
  for (const std::string name : {"hdf5", "mpiio"}) {
    const double extra = median(seconds.at("checksums")) + median(seconds.at(name + " read back"));
    std::cout << fmt::format("{}: checksums and read-back are {:.0f} % of the time of a checkpoint\n", name,
                             100.0 * extra / median(seconds.at(name)));
  }
}

}  // namespace
}  // namespace isotherm

int main(int argc, char** argv) {
  using namespace isotherm;
  const Environment environment(argc, argv);
  const Communicator world(MPI_COMM_WORLD);
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const std::int64_t cells = argc > 2 ? std::atoll(argv[2]) : 4096;
  const Decomposition all(world, {cells, cells, false, false});
  const Seconds seconds = measure(world, all, rounds);
  if (world.is_root()) {
    report(all, seconds);
    for (const char* name : {"plain", "checkpoints-hdf5", "checkpoints-mpiio"})
      std::filesystem::remove_all(name);
  }
  return 0;
}
