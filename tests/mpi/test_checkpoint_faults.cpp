// Checkpoints under what can go wrong: flipped bits, cut files, full disks, limits.

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "io/checkpoint.hpp"
#include "io/checkpoint_folder.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

class CheckpointFault : public ::testing::TestWithParam<CheckpointFormat> {
 protected:
  void start_in(const std::filesystem::path& folder) {
    if (world.is_root()) std::filesystem::remove_all(folder);
    world.barrier();
    options.folder = folder;
    options.format = GetParam();
    options.provenance = {{"ranks", std::to_string(world.size())}};
  }
  CheckpointStore store() const { return {all, no_mask, options}; }
  std::filesystem::path main_file(std::int64_t step) const {
    return options.folder / (step_name(step) + (GetParam() == CheckpointFormat::hdf5 ? ".h5" : ".json"));
  }
  /// Every file of the checkpoint of step 1.
  std::vector<std::filesystem::path> files() const {
    if (GetParam() == CheckpointFormat::hdf5) return {main_file(1)};
    return {main_file(1), options.folder / "step-000000001.bin"};
  }
  bool opens() const {
    try {
      open_checkpoint(world, main_file(1));
      return true;
    } catch (const IoError&) {
      return false;
    }
  }
  /// Runs `damage` on rank 0, expects that the checkpoint is refused, and puts `whole` back.
  template <class Damage>
  void expect_refused_after(const std::filesystem::path& path, Damage&& damage, const std::string& what) {
    const std::filesystem::path whole = path.string() + ".whole";
    if (world.is_root()) {
      std::filesystem::copy_file(path, whole, std::filesystem::copy_options::overwrite_existing);
      damage();
    }
    world.barrier();
    EXPECT_FALSE(opens()) << what << " of " << path;
    world.barrier();
    if (world.is_root()) std::filesystem::rename(whole, path);
    world.barrier();
  }
  const Communicator world{MPI_COMM_WORLD};
  const Decomposition all{world, sample_space};
  const Field no_mask;
  const Field temperature = sample_field(all, 1.0);
  CheckpointOptions options;
};

TEST_P(CheckpointFault, EveryFlippedBitIsFound) {
  start_in("flips");
  store().write(sample_state(1), temperature);
  ASSERT_TRUE(opens());
  std::mt19937_64 random(12345);  // the same on all ranks
  for (const auto& path : files()) {
    const std::uintmax_t bytes = std::filesystem::file_size(path);
    world.barrier();  // before rank 0 changes it
    for (int n = 0; n < 300; ++n) {
      // Half of them among the descriptions at the beginning.
      const std::uintmax_t byte = random() % (n % 2 == 0 ? bytes : std::min<std::uintmax_t>(bytes, 4096));
      const int bit = static_cast<int>(random() % 8);
      expect_refused_after(
          path, [&] { flip_bit(path, byte, bit); },
          "bit " + std::to_string(bit) + " of byte " + std::to_string(byte));
    }
  }
  EXPECT_TRUE(opens());
}

TEST_P(CheckpointFault, EveryCutIsFound) {
  start_in("cuts");
  store().write(sample_state(1), temperature);
  for (const auto& path : files()) {
    const std::uintmax_t bytes = std::filesystem::file_size(path);
    world.barrier();  // before rank 0 changes it
    for (std::uintmax_t length = 0; length < bytes; length += 1024) {
      expect_refused_after(
          path, [&] { std::filesystem::resize_file(path, length); }, std::to_string(length));
    }
    for (const std::uintmax_t length : {bytes - 1, bytes + 1}) {
      expect_refused_after(
          path, [&] { std::filesystem::resize_file(path, length); }, std::to_string(length));
    }
    expect_refused_after(
        path, [&] { std::filesystem::remove(path); }, "absence");
  }
  EXPECT_TRUE(opens());
}

/// A file system of 256 KiB that dies with the test.
class SmallDisk {
 public:
  SmallDisk(const Communicator& comm, const std::filesystem::path& at) : comm_(comm), at_(at) {
    if (comm.is_root()) {
      std::filesystem::create_directories(at);
      mounted_ = mount("tmpfs", at.c_str(), "tmpfs", 0, "size=256k") == 0 ? 1 : 0;
    }
    mounted_ = comm.broadcast(mounted_);
  }
  ~SmallDisk() {
    comm_.barrier();
    if (mounted_ != 0 && comm_.is_root()) umount2(at_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_ != 0; }
  /// Leaves only `bytes` free.
  void leave_free(std::uintmax_t bytes) const {
    if (comm_.is_root()) {
      std::filesystem::remove(at_ / "filler");
      struct statvfs status {};
      statvfs(at_.c_str(), &status);
      const std::uintmax_t available = status.f_bavail * status.f_bsize;
      std::ofstream(at_ / "filler") << std::string(available > bytes ? available - bytes : 0, 'x');
    }
    comm_.barrier();
  }

 private:
  const Communicator& comm_;
  std::filesystem::path at_;
  std::int64_t mounted_ = 0;
};

TEST_P(CheckpointFault, OnAFullDiskAllRanksFailAndTheLastOneStands) {
  const SmallDisk disk(world, "small_disk");
  if (!disk.mounted()) GTEST_SKIP() << "only root mounts a small file system";
  start_in("small_disk/checkpoints");
  store().write(sample_state(1), temperature);
  for (int free_pages = 0; free_pages < 6; ++free_pages) {  // 22 KiB of cells alone need six
    disk.leave_free(static_cast<std::uintmax_t>(free_pages) * 4096);
    try {
      store().write(sample_state(2), temperature);
      ADD_FAILURE() << "success with " << free_pages << " pages";
    } catch (const StuckIoError& error) {
      ADD_FAILURE() << "stuck: " << error.what();
    } catch (const IoError& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find("bytes"), std::string::npos) << text;
      EXPECT_NE(text.find("No space left on device"), std::string::npos) << text;
    }
    const auto found = store().newest_good();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state().step, 1);
    world.barrier();
    for (const auto& entry : std::filesystem::directory_iterator(options.folder)) {
      EXPECT_NE(entry.path().extension(), ".part");
    }
    world.barrier();
  }
  disk.leave_free(1 << 20);
  store().write(sample_state(2), temperature);
  EXPECT_EQ(store().newest_good()->state().step, 2);
}

TEST_P(CheckpointFault, BeyondTheLimitOfFileSizeAllRanksFail) {
  start_in("limited");
  store().write(sample_state(1), temperature);
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit limited = before;
  limited.rlim_cur = 8192;
  setrlimit(RLIMIT_FSIZE, &limited);
  EXPECT_THROW(store().write(sample_state(2), temperature), IoError);
  world.barrier();
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(store().newest_good()->state().step, 1);
}

INSTANTIATE_TEST_SUITE_P(Formats, CheckpointFault,
                         ::testing::Values(CheckpointFormat::hdf5, CheckpointFormat::mpiio),
                         [](const auto& format) {
                           return format.param == CheckpointFormat::hdf5 ? "hdf5" : "mpiio";
                         });

}  // namespace
}  // namespace isotherm
