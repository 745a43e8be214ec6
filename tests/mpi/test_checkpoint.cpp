// Checkpoints written on one decomposition and read on another, in both formats.

#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <limits>

#include "io/checkpoint.hpp"
#include "io/checkpoint_folder.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

class Checkpoint : public ::testing::TestWithParam<CheckpointFormat> {
 protected:
  void SetUp() override {
    if (world.is_root()) std::filesystem::remove_all(folder);
    world.barrier();
  }
  std::string extension() const { return GetParam() == CheckpointFormat::hdf5 ? ".h5" : ".json"; }
  CheckpointOptions options(int keep = 2) {
    CheckpointOptions chosen;
    chosen.folder = folder;
    chosen.format = GetParam();
    chosen.keep = keep;
    chosen.provenance = {{"ranks", std::to_string(world.size())}};
    chosen.log = [this](const std::string& line) { logged += line + "\n"; };
    return chosen;
  }
  const Communicator world{MPI_COMM_WORLD};
  const std::filesystem::path folder = "checkpoints";
  const Field no_mask;
  std::string logged;
};

TEST_P(Checkpoint, ComesBackOnAnotherDecomposition) {
  const Decomposition columns(world, sample_space, world.size(), 1);
  const Decomposition rows(world, sample_space, 1, world.size());
  CheckpointStore writer(columns, no_mask, options());
  writer.write(sample_state(500), sample_field(columns, 1.0), {});
  CheckpointStore reader(rows, no_mask, options());
  const auto found = reader.newest_good();
  ASSERT_TRUE(found);
  expect_same_state(found->state(), sample_state(500));
  Field temperature("T", rows.owned().nx(), rows.owned().ny(), 1);
  reader.read_temperature(*found, temperature);
  expect_same_bits(temperature, sample_field(rows, 1.0));
}

TEST_P(Checkpoint, ComesBackOnOneRank) {
  const Decomposition all(world, sample_space);
  CheckpointStore(all, no_mask, options()).write(sample_state(7), sample_field(all, 2.0), {});
  const Communicator alone = world.split(world.rank());
  const Decomposition whole(alone, sample_space);
  const CheckpointStore reader(whole, no_mask, options());
  const auto found = open_checkpoint(alone, folder / (step_name(7) + extension()));
  Field temperature("T", whole.owned().nx(), whole.owned().ny(), 0);
  reader.read_temperature(found, temperature);
  expect_same_bits(temperature, sample_field(whole, 2.0));
}

TEST_P(Checkpoint, CarriesMoreFieldsAndVoids) {
  const Decomposition all(world, sample_space);
  const Field mask = sample_mask(all);
  const Field history = sample_field(all, -3.0);
  CheckpointStore store(all, mask, options());
  store.write(sample_state(1), sample_field(all, 1.0), {{"history_1", &history}});
  const auto found = store.newest_good();
  ASSERT_TRUE(found);
  Field field("T", all.owned().nx(), all.owned().ny(), 1);
  for (const auto& [name, scale] : {std::pair{"temperature", 1.0}, std::pair{"history_1", -3.0}}) {
    store.read(*found, name, field);
    const Field expected = sample_field(all, scale);
    for (int j = 0; j < field.ny(); ++j) {
      for (int i = 0; i < field.nx(); ++i) {
        ASSERT_EQ(field.view()(j, i), mask.view()(j, i) == 0.0 ? 0.0 : expected.view()(j, i)) << name;
      }
    }
  }
  EXPECT_THROW(store.read(*found, "history_2", field), IoError);
}

TEST_P(Checkpoint, KeepsTheNewestAndDropsAbandonedLaterSteps) {
  const Decomposition all(world, sample_space);
  const Field field = sample_field(all, 1.0);
  CheckpointStore store(all, no_mask, options(3));
  for (const int step : {10, 20, 30, 40, 50}) store.write(sample_state(step), field);
  const auto steps = [&] {
    world.barrier();
    std::vector<std::int64_t> list;
    for (const auto& name : list_checkpoints(folder)) list.push_back(name.step);
    world.barrier();
    return list;
  };
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{50, 40, 30}));
  store.write(sample_state(35), field);  // after a restart from step 30
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{35, 30}));
  store.drop_after(30);
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{30}));
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    EXPECT_NE(entry.path().extension(), ".part");
}

TEST_P(Checkpoint, FallsBackToAnOlderOneAndSaysWhy) {
  const Decomposition all(world, sample_space);
  const Field field = sample_field(all, 1.0);
  CheckpointStore store(all, no_mask, options());
  store.write(sample_state(10), field);
  store.write(sample_state(20), field);
  const auto data = folder / (step_name(20) + (GetParam() == CheckpointFormat::hdf5 ? ".h5" : ".bin"));
  if (world.is_root()) flip_bit(data, std::filesystem::file_size(data) - 9, 3);
  world.barrier();
  const auto found = store.newest_good();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state().step, 10);
  EXPECT_EQ(logged.find("the checksum of") != std::string::npos, world.is_root()) << logged;
  EXPECT_THROW(open_checkpoint(world, folder / (step_name(20) + extension())), IoError);
}

TEST_P(Checkpoint, RefusesAnotherGrid) {
  const Decomposition all(world, sample_space);
  CheckpointStore store(all, no_mask, options());
  store.write(sample_state(10), sample_field(all, 1.0));
  const Decomposition other(world, {sample_space.nx + 1, sample_space.ny, false, false});
  Field field("T", other.owned().nx(), other.owned().ny(), 0);
  const CheckpointStore reader(other, no_mask, options());
  EXPECT_THROW(reader.read_temperature(*store.newest_good(), field), IoError);
}

TEST_P(Checkpoint, IsAbsentFromAnEmptyFolder) {
  const Decomposition all(world, sample_space);
  EXPECT_FALSE(CheckpointStore(all, no_mask, options()).newest_good());
  EXPECT_THROW(open_checkpoint(world, folder / "step-000000001.h5"), IoError);
}

TEST_P(Checkpoint, IsNotWrittenThroughASymbolicLink) {
  const Decomposition all(world, sample_space);
  if (world.is_root()) {
    std::filesystem::create_directory(folder);
    std::ofstream("precious") << "precious";
    const std::string name =
        step_name(10) + (GetParam() == CheckpointFormat::hdf5 ? ".h5.part" : ".bin.part");
    std::filesystem::create_symlink("../precious", folder / name);
  }
  world.barrier();
  CheckpointStore store(all, no_mask, options());
  EXPECT_THROW(store.write(sample_state(10), sample_field(all, 1.0)), IoError);
  EXPECT_EQ(std::filesystem::file_size("precious"), 8u);
}

TEST_P(Checkpoint, CarriesALongCase) {
  const Decomposition all(world, sample_space);
  CheckpointState state = sample_state(1);
  state.case_text = std::string(300'000, 'x');  // HDF5 keeps attributes above 64 KiB in another way
  CheckpointStore store(all, no_mask, options());
  store.write(state, sample_field(all, 1.0));
  EXPECT_EQ(store.newest_good()->state().case_text, state.case_text);
}

TEST_P(Checkpoint, LeavesNothingOpen) {
  const Decomposition all(world, sample_space);
  const Field field = sample_field(all, 1.0);
  Field back = sample_field(all, 0.0);
  CheckpointStore store(all, no_mask, options());
  const auto open_files = [] {
    const auto begin = std::filesystem::directory_iterator("/proc/self/fd");
    return std::distance(begin, std::filesystem::directory_iterator());
  };
  store.write(sample_state(0), field);
  const auto before = open_files();
  for (int step = 1; step <= 20; ++step) {
    store.write(sample_state(step), field);
    store.read_temperature(*store.newest_good(), back);
  }
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL), 0);
}

/// By itself, for it takes 10 GiB of memory and 5 of disk.
TEST_P(Checkpoint, DISABLED_MoreThan2GiB) {
  const Decomposition all(world, {16'640, 17'923, false, false});
  const auto& owned = all.owned();
  const auto value = [&](std::int64_t j, std::int64_t i) {
    return static_cast<double>((owned.y.begin + j) * all.space().nx + owned.x.begin + i);
  };
  Field field("T", owned.nx(), owned.ny(), 0);
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) field.view()(j, i) = value(j, i);
  }
  CheckpointStore store(all, no_mask, options());
  store.write(sample_state(1), field);
  const auto found = store.newest_good();
  ASSERT_TRUE(found);
  EXPECT_GT(found->manifest.files.front().bytes, std::int64_t{1} << 31);
  field = Field("T", owned.nx(), owned.ny(), 0);
  store.read_temperature(*found, field);
  std::int64_t wrong = 0;
  for (int j = 0; j < owned.ny(); ++j) {
    for (int i = 0; i < owned.nx(); ++i) wrong += field.view()(j, i) == value(j, i) ? 0 : 1;
  }
  EXPECT_EQ(wrong, 0);
  world.barrier();
  if (world.is_root()) std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Formats, Checkpoint,
                         ::testing::Values(CheckpointFormat::hdf5, CheckpointFormat::mpiio),
                         [](const auto& format) {
                           return format.param == CheckpointFormat::hdf5 ? "hdf5" : "mpiio";
                         });

/// The raw layout is a promise to other programs: checked with plain reads.
TEST(RawCheckpoint, HasTheLayoutOfTheDesign) {
  const Communicator world(MPI_COMM_WORLD);
  const Decomposition all(world, sample_space);
  const Field no_mask;
  CheckpointOptions options;
  options.folder = "raw";
  options.format = CheckpointFormat::mpiio;
  CheckpointStore(all, no_mask, options).write(sample_state(3), sample_field(all, 1.0));
  std::ifstream file("raw/step-000000003.bin", std::ios::binary);
  std::array<std::int64_t, 2> header{};
  file.read(reinterpret_cast<char*>(header.data()), 16);
  EXPECT_EQ(header, (std::array{sample_space.ny, sample_space.nx}));
  for (std::int64_t j = 0; j < sample_space.ny; ++j) {
    for (std::int64_t i = 0; i < sample_space.nx; ++i) {
      double value = 0.0;
      file.read(reinterpret_cast<char*>(&value), 8);
      ASSERT_EQ(value, sample_value(i, j));
    }
  }
  EXPECT_EQ(file.peek(), std::ifstream::traits_type::eof());
}

}  // namespace
}  // namespace isotherm
