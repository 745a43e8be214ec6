// A checkpoint with a flipped bit or cut short is noticed before any library parses it: the one before is
// used, and the log says so. Each file that `info` may be given is mutated too.

#include <cstdio>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>

#include "io/checkpoint.hpp"
#include "io/checkpoint_folder.hpp"
#include "io/inspect.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

const char* name_of(CheckpointFormat format) {
  return format == CheckpointFormat::hdf5 ? "hdf5" : "mpiio";
}

/// Two checkpoints, of which the newer one is damaged.
class Corruption : public ::testing::TestWithParam<CheckpointFormat> {
 protected:
  void start(const IndexSpace& space) {
    options.folder = std::string("corruption-") + name_of(GetParam());
    options.format = GetParam();
    options.log = [this](const std::string& text) { log += text; };
    std::filesystem::remove_all(options.folder);
    all = std::make_unique<Decomposition>(self, space);
    store = std::make_unique<CheckpointStore>(*all, no_mask, options);
    const Field temperature = sample_field(*all, 1.0);
    for (const std::int64_t step : {1, 2}) store->write(sample_state(step), temperature);
    for (const auto& entry : std::filesystem::directory_iterator(options.folder)) {
      if (entry.path().filename().string().starts_with(step_name(2))) files.push_back(entry.path());
    }
    ASSERT_EQ(files.size(), GetParam() == CheckpointFormat::hdf5 ? 1U : 2U);
    ASSERT_EQ(store->newest_good()->state().step, 2);
  }
  void expect_older_one(const std::filesystem::path& damaged, const std::string& how) {
    log.clear();
    ++tried;
    const auto found = store->newest_good();
    const bool noticed = found && found->state().step == 1 &&
                         log.find("checkpoint passed over: ") != std::string::npos &&
                         log.find(step_name(2)) != std::string::npos;
    survived += noticed ? 1 : 0;
    EXPECT_TRUE(noticed) << how << " of " << damaged << ": '" << log << "'";
  }
  void report(const char* promise) const {
    std::printf("promise | %s of a checkpoint (%s) noticed, the older one used | %d | %d\n", promise,
                name_of(GetParam()), tried, survived);
  }
  const Communicator self{MPI_COMM_SELF};
  const Field no_mask;
  CheckpointOptions options;
  std::unique_ptr<Decomposition> all;
  std::unique_ptr<CheckpointStore> store;
  std::vector<std::filesystem::path> files;
  std::string log;
  int tried = 0;
  int survived = 0;
};

TEST_P(Corruption, TenThousandFlippedBitsAreNoticed) {
  start(sample_space);
  std::mt19937_64 random(54321);
  constexpr int flips = 10'000;
  for (int n = 0; n < flips; ++n) {
    const auto& path = files[random() % files.size()];
    const std::uintmax_t bytes = std::filesystem::file_size(path);
    // Half of them among the descriptions at the beginning.
    const std::uintmax_t byte = random() % (n % 2 == 0 ? bytes : std::min<std::uintmax_t>(bytes, 4096));
    const int bit = static_cast<int>(random() % 8);
    flip_bit(path, byte, bit);
    expect_older_one(path, "bit " + std::to_string(bit) + " of byte " + std::to_string(byte));
    flip_bit(path, byte, bit);
  }
  EXPECT_EQ(store->newest_good()->state().step, 2);
  report("single flipped bits");
}

TEST_P(Corruption, EveryCutToPagesIsNoticed) {
  constexpr std::uintmax_t page = 4096;
  start({401, 397, false, false});
  for (const auto& path : files) {
    const std::filesystem::path whole = path.string() + ".whole";
    const std::uintmax_t bytes = std::filesystem::file_size(path);
    std::filesystem::copy_file(path, whole);
    // From the end: each cut leaves less of the same file.
    for (std::uintmax_t pages = (bytes + page - 1) / page; pages-- > 0;) {
      std::filesystem::resize_file(path, pages * page);
      expect_older_one(path, "a cut to " + std::to_string(pages) + " pages");
    }
    std::filesystem::rename(whole, path);
  }
  EXPECT_EQ(store->newest_good()->state().step, 2);
  report("all cuts to a multiple of 4 KiB");
}

TEST_P(Corruption, InfoTellsDamagedFromSound) {
  start(sample_space);
  std::mt19937_64 random(99);
  for (int n = 0; n < 1000; ++n) {
    const auto& path = files[random() % files.size()];
    const std::filesystem::path whole = path.string() + ".whole";
    std::filesystem::copy_file(path, whole);
    const std::uintmax_t bytes = std::filesystem::file_size(path);
    for (std::uint64_t flips = random() % 8 + 1; flips > 0; --flips)
      flip_bit(path, random() % bytes, static_cast<int>(flips - 1));
    if (n % 4 == 0) std::filesystem::resize_file(path, random() % bytes);
    ++tried;
    const bool said = !describe_file(path).sound;
    survived += said ? 1 : 0;
    EXPECT_TRUE(said) << n;
    std::filesystem::rename(whole, path);
  }
  EXPECT_TRUE(describe_file(files.front()).sound);
  std::printf("promise | info on mutated checkpoints (%s) says so | %d | %d\n", name_of(GetParam()), tried,
              survived);
}

INSTANTIATE_TEST_SUITE_P(Formats, Corruption,
                         ::testing::Values(CheckpointFormat::hdf5, CheckpointFormat::mpiio),
                         [](const auto& format) { return name_of(format.param); });

}  // namespace
}  // namespace isotherm
