// A start from a checkpoint that cannot be gone on from changes nothing in the folder, however often it is
// tried.

#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "io/config/load.hpp"
#include "io/file_system.hpp"
#include "io/manifest.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

Case small_case() {
  return load_case(
      "domain: {size: [1, 1], cells: [8, 8]}\n"
      "materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}\nregions: [{material: m}]\n"
      "initial: {temperature: 300}\nboundaries: {left: {temperature: 310}, right: {insulated: true}, "
      "bottom: {insulated: true}, top: {insulated: true}}\n"
      "time: {end: 0.1, method: forward-euler}\ncheckpoint: {format: mpiio}\n",
      "test.yaml", {});
}

/// The files of a folder with what they hold.
std::map<std::string, std::string> files_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path()] = read_text(entry.path(), 1 << 20);
  }
  return files;
}

ExitCode start(const Communicator& world, const RunFolder& folder, bool fresh) {
  RunOptions how;
  how.quiet = true;
  how.fresh = fresh;
  how.steps = 4;
  return Run(world, small_case(), folder, how).execute();
}

TEST(Restorable, NothingIsChangedOtherwise) {
  const Communicator world(MPI_COMM_WORLD);
  const RunFolder folder(fmt::format("unrestorable-{}", world.size()));
  ASSERT_EQ(start(world, folder, true), ExitCode::stopped);
  ASSERT_EQ(start(world, folder, false), ExitCode::stopped);
  const auto newest = folder.checkpoints() / "step-000000008.json";
  if (world.is_root()) {
    Manifest manifest = Manifest::from_text(read_manifest_text(newest), newest);
    EXPECT_EQ(manifest.state.numbers.erase("clock"), 1U);
    replace_text(newest, manifest.to_text(), Durability::survives_process);
  }
  std::map<std::string, std::string> before;
  if (world.is_root()) before = files_in(folder.path());
  for (int tries = 0; tries < 3; ++tries) EXPECT_THROW(start(world, folder, false), IoError);
  if (world.is_root()) {
    EXPECT_EQ(files_in(folder.path()), before);
  }
  world.barrier();
}

}  // namespace
}  // namespace isotherm
