// Snapshots: what the parallel writer leaves behind, read by one plain reader.

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <hdf5.h>

#include "io/file_system.hpp"
#include "io/snapshot.hpp"
#include "tests/support/checkpoint_samples.hpp"

namespace isotherm {
namespace {

class Snapshot : public ::testing::Test {
 protected:
  void SetUp() override {
    if (world.is_root()) std::filesystem::remove_all(folder);
    world.barrier();
  }
  SnapshotWriter writer(const Field& mask, std::int64_t continue_after) const {
    SnapshotWriter made(all, grid, mask, {folder, "A test", "K", {{"ranks", std::to_string(world.size())}}});
    made.continue_after(continue_after);
    return made;
  }
  std::vector<std::string> listed() const {
    world.barrier();
    std::vector<std::string> files;
    for (const auto& entry : parse_xdmf(read_text(folder / "snapshots.xdmf", 1 << 20)))
      files.push_back(entry.file);
    world.barrier();
    return files;
  }
  const Communicator world{MPI_COMM_WORLD};
  const Decomposition all{world, sample_space};
  const Grid grid{Axis::uniform(1.0, 6.7, sample_space.nx), Axis::uniform(-2.0, 4.1, sample_space.ny),
                  Coordinates::cartesian};
  const std::filesystem::path folder = "snapshots";
  const Field no_mask;
};

std::vector<double> read_all(const std::filesystem::path& path, const char* name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
  const hid_t space = H5Dget_space(set);
  std::vector<double> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  EXPECT_GE(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
  H5Sclose(space);
  H5Dclose(set);
  H5Fclose(file);
  return values;
}

TEST_F(Snapshot, HoldsTimeCoordinatesAndFields) {
  const Field mask = sample_mask(all);
  const Field flux = sample_field(all, -2.0);
  writer(mask, -1).write(500, 1.25, sample_field(all, 1.0),
                         {{"heat_flux_x", "heat flux along x", "W m-2", &flux}});
  const auto path = folder / "step-000000500.nc";
  EXPECT_EQ(read_all(path, "time"), std::vector<double>{1.25});
  EXPECT_EQ(read_all(path, "x")[3], grid.x().center(3));
  EXPECT_EQ(read_all(path, "y").size(), 41u);
  const auto temperature = read_all(path, "temperature");
  const auto heat_flux = read_all(path, "heat_flux_x");
  for (std::int64_t j = 0; j < sample_space.ny; ++j) {
    for (std::int64_t i = 0; i < sample_space.nx; ++i) {
      const auto n = static_cast<std::size_t>(j * sample_space.nx + i);
      if ((i - 33) * (i - 33) + (j - 20) * (j - 20) < 100) {
        ASSERT_TRUE(std::isnan(temperature[n]));
      } else {
        ASSERT_EQ(temperature[n], sample_value(i, j));
        ASSERT_EQ(heat_flux[n], -2.0 * sample_value(i, j));
      }
    }
  }
}

TEST_F(Snapshot, AllAreListedAndARestartDropsLaterOnes) {
  const Field field = sample_field(all, 1.0);
  {
    SnapshotWriter first = writer(no_mask, -1);
    for (const int step : {0, 10, 20, 30}) first.write(step, 0.1 * step, field);
  }
  EXPECT_EQ(listed().size(), 4u);
  SnapshotWriter second = writer(no_mask, 15);
  EXPECT_EQ(listed(), (std::vector<std::string>{"step-000000000.nc", "step-000000010.nc"}));
  EXPECT_FALSE(std::filesystem::exists(folder / "step-000000020.nc"));
  second.write(17, 1.7, field);
  EXPECT_EQ(parse_xdmf(read_text(folder / "snapshots.xdmf", 1 << 20)).back().time, 1.7);
  EXPECT_EQ(listed().back(), "step-000000017.nc");
}

}  // namespace
}  // namespace isotherm
