#include "io/hdf5/snapshot_info.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <hdf5.h>
#include <limits>

#include "io/hdf5/attributes.hpp"
#include "io/hdf5/handle.hpp"

namespace isotherm {
namespace {

/// Smallest and largest of a (time, y, x) dataset, read row by row.
std::string range_of(hid_t set, hid_t space, const std::array<hsize_t, 3>& extents) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  std::vector<double> row(static_cast<std::size_t>(extents[2]));
  const Hdf5Handle memory(H5Screate_simple(1, &extents[2], nullptr), H5Sclose, "H5Screate_simple");
  const std::array<hsize_t, 3> count{1, 1, extents[2]};
  for (hsize_t j = 0; j < extents[1]; ++j) {
    const std::array<hsize_t, 3> start{0, j, 0};
    check_hdf5(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
               "H5Sselect_hyperslab");
    check_hdf5(H5Dread(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, row.data()), "H5Dread");
    for (const double value : row) {
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return fmt::format("{:.9g} to {:.9g}", low, high);
}

/// One line on a dataset of the file; empty for one that is not a field.
std::string describe_field(hid_t file, const std::string& name) {
  const Hdf5Handle set(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, "H5Dopen2 of " + name);
  const Hdf5Handle space(H5Dget_space(set), H5Sclose, "H5Dget_space");
  if (H5Sget_simple_extent_ndims(space) != 3) return {};
  std::array<hsize_t, 3> extents{};
  check_hdf5(H5Sget_simple_extent_dims(space, extents.data(), nullptr), "H5Sget_simple_extent_dims");
  constexpr hsize_t longest_row = hsize_t{1} << 31;
  if (extents[0] < 1 || extents[2] > longest_row) throw IoError("the extents of " + name + " make no sense");
  return fmt::format("{} {}, {} x {} cells", range_of(set, space, extents), read_text_attribute(set, "units"),
                     extents[2], extents[1]);
}

double first_time(hid_t file) {
  const Hdf5Handle set(H5Dopen2(file, "time", H5P_DEFAULT), H5Dclose, "H5Dopen2 of time");
  const Hdf5Handle space(H5Dget_space(set), H5Sclose, "H5Dget_space");
  if (H5Sget_simple_extent_npoints(space) != 1) throw IoError("it does not hold one time");
  double time = 0.0;
  check_hdf5(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &time), "H5Dread");
  return time;
}

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

}  // namespace

Facts read_snapshot_shape(const std::filesystem::path& path) {
  const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "H5Fopen");
  const Hdf5Handle set(H5Dopen2(file, "temperature", H5P_DEFAULT), H5Dclose, "H5Dopen2 of temperature");
  const Hdf5Handle space(H5Dget_space(set), H5Sclose, "H5Dget_space");
  std::array<hsize_t, 3> extents{};
  if (H5Sget_simple_extent_ndims(space) != 3) throw IoError("the temperature is not of (time, y, x)");
  check_hdf5(H5Sget_simple_extent_dims(space, extents.data(), nullptr), "H5Sget_simple_extent_dims");
  if (extents[0] != 1) throw IoError("it does not hold one time");
  range_of(set, space, extents);  // whoever reads it next will not be the first
  return {{"nx", std::to_string(extents[2])},
          {"ny", std::to_string(extents[1])},
          {"unit", read_text_attribute(set, "units")}};
}

Facts read_snapshot_facts(const std::filesystem::path& path) {
  const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "H5Fopen");
  Facts facts;
  facts.emplace_back("title", read_text_attribute(file, "title"));
  facts.emplace_back("step", std::to_string(read_integer_attribute(file, "step")));
  facts.emplace_back("time", fmt::format("{:.17g} s", first_time(file)));
  std::vector<std::string> names;
  check_hdf5(H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names), "H5Literate");
  for (const auto& name : names) {
    if (name == "provenance") continue;
    const std::string field = describe_field(file, name);
    if (!field.empty()) facts.emplace_back(name, field);
  }
  return facts;
}

Facts read_snapshot_entry(const std::filesystem::path& path) {
  const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "H5Fopen");
  Facts facts{{"time", fmt::format("{}", first_time(file))}};
  std::vector<std::string> names;
  check_hdf5(H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names), "H5Literate");
  for (const auto& name : names) {
    if (name == "provenance") continue;
    const Hdf5Handle set(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, "H5Dopen2 of " + name);
    const Hdf5Handle space(H5Dget_space(set), H5Sclose, "H5Dget_space");
    if (H5Sget_simple_extent_ndims(space) == 3) facts.emplace_back("field", name);
  }
  return facts;
}

}  // namespace isotherm
