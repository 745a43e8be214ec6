#include "io/inspect.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <random>

#include "io/checkpoint.hpp"
#include "io/guarded.hpp"
#include "io/manifest.hpp"
#include "io/snapshot.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

class Inspect : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all("inspect_test");
    std::filesystem::create_directory("inspect_test");
    for (const auto format : {CheckpointFormat::hdf5, CheckpointFormat::mpiio}) {
      CheckpointOptions options;
      options.folder = format == CheckpointFormat::hdf5 ? "inspect_test/checkpoints" : "inspect_test/raw";
      options.format = format;
      CheckpointStore(all, no_mask, options).write(sample_state(500), temperature);
    }
    SnapshotWriter snapshots(all, grid, no_mask, {"inspect_test/snapshots", "Sample", "K", {{"ranks", "1"}}});
    snapshots.continue_after(-1);
    snapshots.write(500, 1.25, temperature);
  }
  const Communicator self{MPI_COMM_SELF};
  const Decomposition all{self, sample_space};
  const Grid grid{Axis::uniform(0.0, 6.7, sample_space.nx), Axis::uniform(0.0, 4.1, sample_space.ny),
                  Coordinates::cartesian};
  const Field temperature = sample_field(all, 1.0);
  const Field no_mask;
};

void expect_text(const Inspection& found, const std::string& text) {
  EXPECT_NE(found.text.find(text), std::string::npos) << "no '" << text << "' in\n" << found.text;
}

TEST_F(Inspect, DescribesCheckpointsSnapshotsAndRunFolders) {
  for (const char* path :
       {"inspect_test/checkpoints/step-000000500.h5", "inspect_test/raw/step-000000500.json",
        "inspect_test/raw/step-000000500.bin", "inspect_test/snapshots/step-000000500.nc"}) {
    const Inspection found = describe_file(path);
    EXPECT_TRUE(found.sound) << found.text;
    expect_text(found, "500");
    expect_text(found, "67 x 41");
    expect_text(found, "293.174");  // the smallest temperature
  }
  expect_text(describe_file("inspect_test/checkpoints/step-000000500.h5"), "title: ");
  const Inspection run = describe_file("inspect_test");
  EXPECT_TRUE(run.sound) << run.text;
  expect_text(run, "verified");
  expect_text(run, "snapshots: 1");
  EXPECT_THROW(describe_file("inspect_test/absent.h5"), IoError);
}

TEST_F(Inspect, SaysWhatIsDamaged) {
  flip_bit("inspect_test/checkpoints/step-000000500.h5", 20'000, 0);
  const Inspection found = describe_file("inspect_test");
  EXPECT_FALSE(found.sound);
  expect_text(found, "DAMAGED");
}

TEST_F(Inspect, SurvivesDamagedSnapshots) {
  const std::filesystem::path path = "inspect_test/snapshots/step-000000500.nc";
  const auto bytes = std::filesystem::file_size(path);
  std::filesystem::copy_file(path, "whole");
  std::mt19937_64 random(7);
  constexpr int tries = 500;
  for (int n = 0; n < tries; ++n) {
    for (int flips = 0; flips < 4; ++flips)
      flip_bit(path, random() % std::min<std::uintmax_t>(bytes, 6000), n % 8);
    if (n % 10 == 0) std::filesystem::resize_file(path, random() % bytes);
    EXPECT_NO_THROW(describe_file(path));
    std::filesystem::copy_file("whole", path, std::filesystem::copy_options::overwrite_existing);
  }
  EXPECT_TRUE(describe_file(path).sound);
  if (!HasFailure())
    std::printf("promise | info on mutated snapshots does not crash | %d | %d\n", tries, tries);
}

TEST_F(Inspect, SurvivesAnyTextsInARunFolder) {
  const std::string deep(1 << 20, '[');
  for (const std::string& text :
       {std::string("{\"step\": " + deep), "{\"step\": " + deep + std::string(1 << 20, ']') + "}",
        std::string("[1]"), std::string("{\"status\": \"\xff\"}"), std::string(5, '\0')}) {
    for (const char* name : {"inspect_test/status.json", "inspect_test/summary.json"}) {
      std::ofstream(name) << text;
      EXPECT_NO_THROW(describe_file("inspect_test")) << text.substr(0, 40);
    }
  }
}

TEST_F(Inspect, RefusesDescriptionsWhoseSizesOverflow) {
  const std::filesystem::path path = "inspect_test/raw/step-000000500.json";
  const std::string good = read_manifest_text(path);
  EXPECT_NO_THROW(Manifest::from_text(good, path));
  for (const auto& [from, to] :
       {std::pair{"\"nx\": 67", "\"nx\": 4611686018427387904"},
        std::pair{"\"ny\": 41", "\"ny\": 4611686018427387904"}, std::pair{"\"ny\": 41", "\"ny\": -41"},
        std::pair{"\"offset\": 16", "\"offset\": 9223372036854775807"},
        std::pair{"\"first_byte\": 0", "\"first_byte\": -9223372036854775807"},
        std::pair{"\"name\": \"step", "\"name\": \"../step"}}) {
    std::string bad = good;
    ASSERT_NE(bad.find(from), std::string::npos) << from;
    bad.replace(bad.find(from), std::strlen(from), to);
    EXPECT_THROW(Manifest::from_text(bad, path), IoError) << to;
  }
}

TEST(Guarded, ReturnsFactsErrorsAndCrashes) {
  EXPECT_EQ(run_guarded([] { return Facts{{"a", "b"}}; }), (Facts{{"a", "b"}}));
  EXPECT_THROW(run_guarded([]() -> Facts { throw IoError("bad"); }), IoError);
  EXPECT_THROW(run_guarded([]() -> Facts {
                 raise(SIGKILL);
                 return {};
               }),
               IoError);
}

}  // namespace
}  // namespace isotherm
