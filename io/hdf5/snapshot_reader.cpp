#include "io/hdf5/snapshot_reader.hpp"

#include <array>

#include "io/hdf5/attributes.hpp"

namespace isotherm {
namespace {

Hdf5Handle open_set(hid_t file, const std::string& name) {
  return {H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, "H5Dopen2 of " + name};
}

Hdf5Handle space_of(hid_t set) {
  return {H5Dget_space(set), H5Sclose, "H5Dget_space"};
}

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

std::vector<double> line_of(hid_t file, const std::string& name) {
  const Hdf5Handle set = open_set(file, name);
  const Hdf5Handle space = space_of(set);
  constexpr hssize_t longest = hssize_t{1} << 31;
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (count < 1 || count > longest) throw IoError("the extent of " + name + " makes no sense");
  std::vector<double> values(static_cast<std::size_t>(count));
  check_hdf5(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "H5Dread");
  return values;
}

}  // namespace

SnapshotReader::SnapshotReader(const std::filesystem::path& path)
    : file_(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "H5Fopen") {}

bool SnapshotReader::has(const std::string& name) const {
  return H5Lexists(file_, name.c_str(), H5P_DEFAULT) > 0;
}

std::string SnapshotReader::title() const {
  return read_text_attribute(file_, "title");
}

std::int64_t SnapshotReader::step() const {
  return read_integer_attribute(file_, "step");
}

double SnapshotReader::time() const {
  return line_of(file_, "time").front();
}

bool SnapshotReader::axisymmetric() const {
  return has("r");
}

std::vector<double> SnapshotReader::centers(bool along_x) const {
  if (axisymmetric()) return line_of(file_, along_x ? "r" : "z");
  return line_of(file_, along_x ? "x" : "y");
}

std::vector<std::string> SnapshotReader::fields() const {
  std::vector<std::string> names;
  check_hdf5(H5Literate(file_, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names), "H5Literate");
  std::erase_if(names, [&](const std::string& name) {
    if (name == "provenance") return true;
    const Hdf5Handle set = open_set(file_, name);
    return H5Sget_simple_extent_ndims(space_of(set)) != 3;
  });
  return names;
}

std::string SnapshotReader::unit(const std::string& field) const {
  return read_text_attribute(open_set(file_, field), "units");
}

std::vector<double> SnapshotReader::read(const std::string& field, Range x, Range y,
                                         std::int64_t stride) const {
  const Hdf5Handle set = open_set(file_, field);
  const Hdf5Handle space = space_of(set);
  const auto taken = [&](Range range) { return static_cast<hsize_t>((range.size() + stride - 1) / stride); };
  const std::array<hsize_t, 3> start{0, static_cast<hsize_t>(y.begin), static_cast<hsize_t>(x.begin)};
  const std::array<hsize_t, 3> steps{1, static_cast<hsize_t>(stride), static_cast<hsize_t>(stride)};
  const std::array<hsize_t, 3> count{1, taken(y), taken(x)};
  check_hdf5(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), steps.data(), count.data(), nullptr),
             "H5Sselect_hyperslab");
  const hsize_t cells = count[1] * count[2];
  const Hdf5Handle memory(H5Screate_simple(1, &cells, nullptr), H5Sclose, "H5Screate_simple");
  std::vector<double> values(cells);
  check_hdf5(H5Dread(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values.data()), "H5Dread");
  return values;
}

}  // namespace isotherm
