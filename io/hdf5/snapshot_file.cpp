#include "io/hdf5/snapshot_file.hpp"

#include <algorithm>
#include <array>
#include <hdf5_hl.h>
#include <limits>

#include "io/build_info.hpp"
#include "io/hdf5/attributes.hpp"
#include "io/hdf5/parallel_file.hpp"
#include "io/hdf5/skeleton.hpp"

namespace isotherm {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// What a coordinate is called and means. There is no attribute "axis": VTK takes X and Y for degrees on a
/// sphere.
struct CoordinateNames {
  std::string name;
  std::string long_name;
};

/// A one-dimensional dataset of cell centres (or times, unlimited) that is a dimension scale.
Hdf5Handle create_scale(hid_t file, const CoordinateNames& names, const std::string& units,
                        const std::vector<double>& values, bool unlimited) {
  const hsize_t extent = values.size();
  const hsize_t most = unlimited ? H5S_UNLIMITED : extent;
  const Hdf5Handle space(H5Screate_simple(1, &extent, &most), H5Sclose, "H5Screate_simple");
  const Hdf5Handle properties = allocated_dataset_properties();
  const hsize_t chunk = 1;
  if (unlimited) check_hdf5(H5Pset_chunk(properties, 1, &chunk), "H5Pset_chunk");
  Hdf5Handle set(
      H5Dcreate2(file, names.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT),
      H5Dclose, "H5Dcreate2");
  check_hdf5(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "H5Dwrite");
  check_hdf5(H5DSset_scale(set, names.name.c_str()), "H5DSset_scale");
  write_attribute(set, "long_name", names.long_name);
  write_attribute(set, "units", units);
  return set;
}

std::vector<double> centers(const Axis& axis) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < axis.size(); ++i) values.push_back(axis.center(i));
  return values;
}

/// A (time, y, x) dataset whose chunks hold as many whole rows as fit in 1 GiB: HDF5 wants less than 4.
void create_field(hid_t file, const Grid& grid, const SnapshotField& field,
                  const std::array<const Hdf5Handle*, 3>& scales) {
  constexpr std::int64_t chunk_cells = std::int64_t{1} << 27;
  const auto nx = static_cast<hsize_t>(grid.nx());
  const auto ny = static_cast<hsize_t>(grid.ny());
  const std::array<hsize_t, 3> extents{1, ny, nx};
  const std::array<hsize_t, 3> most{H5S_UNLIMITED, ny, nx};
  const auto rows = static_cast<hsize_t>(std::clamp<std::int64_t>(chunk_cells / grid.nx(), 1, grid.ny()));
  const std::array<hsize_t, 3> chunk{1, rows, nx};
  const Hdf5Handle space(H5Screate_simple(3, extents.data(), most.data()), H5Sclose, "H5Screate_simple");
  const Hdf5Handle properties = allocated_dataset_properties();
  check_hdf5(H5Pset_chunk(properties, 3, chunk.data()), "H5Pset_chunk");
  const Hdf5Handle set(
      H5Dcreate2(file, field.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT),
      H5Dclose, "H5Dcreate2");
  for (unsigned n = 0; n < scales.size(); ++n)
    check_hdf5(H5DSattach_scale(set, *scales[n], n), "H5DSattach_scale");
  write_attribute(set, "long_name", field.long_name);
  write_attribute(set, "units", field.units);
  write_attribute(set, "cell_methods", std::string("time: point"));
  write_attribute(set, "_FillValue", std::span<const double>(&not_a_number, 1));
}

/// Everything but the fields' cells, in memory.
File draw_up_snapshot(const std::string& label, const Grid& grid, const SnapshotFacts& facts,
                      const std::vector<SnapshotField>& fields) {
  const bool plane = grid.coordinates() == Coordinates::cartesian;
  const CoordinateNames x =
      plane ? CoordinateNames{"x", "x of cell centres"} : CoordinateNames{"r", "radius of cell centres"};
  const CoordinateNames y =
      plane ? CoordinateNames{"y", "y of cell centres"} : CoordinateNames{"z", "height of cell centres"};
  const std::int64_t field_bytes = grid.cells() * static_cast<std::int64_t>(sizeof(double) * fields.size());
  return draw_up_hdf5(label, 0, field_bytes, [&](hid_t file) {
    write_attribute(file, "Conventions", std::string("CF-1.8"));
    write_attribute(file, "title", facts.title);
    write_attribute(file, "source", "isotherm " + build_info().version);
    write_attribute(file, "step", facts.step);
    const Hdf5Handle time_scale = create_scale(file, {"time", "simulated time"}, "s", {facts.time}, true);
    const Hdf5Handle y_scale = create_scale(file, y, "m", centers(grid.y()), false);
    const Hdf5Handle x_scale = create_scale(file, x, "m", centers(grid.x()), false);
    for (const auto& field : fields) create_field(file, grid, field, {&time_scale, &y_scale, &x_scale});
    write_text_group(file, "provenance", facts.provenance);
  });
}

}  // namespace

void create_snapshot(const std::filesystem::path& path, const Grid& grid, const SnapshotFacts& facts,
                     const std::vector<SnapshotField>& fields) {
  place_skeleton(draw_up_snapshot(path.filename(), grid, facts, fields), path).close();
}

std::int64_t snapshot_bytes(const Grid& grid, const SnapshotFacts& facts,
                            const std::vector<SnapshotField>& fields) {
  return draw_up_snapshot("snapshot", grid, facts, fields).size();
}

void write_snapshot_fields(const Decomposition& decomposition, const std::filesystem::path& path,
                           const std::vector<std::string>& names, const std::vector<FieldRows>& rows) {
  ParallelHdf5File file(decomposition, path, ParallelHdf5File::Access::write);
  for (std::size_t n = 0; n < rows.size(); ++n) file.write(names[n], rows[n]);
  file.close();
}

}  // namespace isotherm
