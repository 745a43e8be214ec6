#include "io/hdf5/skeleton.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace isotherm {

File draw_up_hdf5(const std::string& label, std::int64_t user_block, std::int64_t field_bytes,
                  const std::function<void(hid_t file)>& build) {
  File skeleton = File::in_memory(label);
  // A limit on the size of files must be met here: HDF5 does not survive it when it closes the file.
  constexpr std::int64_t ample_for_the_rest = std::int64_t{1} << 20;
  skeleton.truncate(2 * user_block + field_bytes + ample_for_the_rest);
  const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "H5Pcreate");
  check_hdf5(H5Pset_userblock(creation, static_cast<hsize_t>(user_block)), "H5Pset_userblock");
  check_hdf5(H5Pset_obj_track_times(creation, false), "H5Pset_obj_track_times");
  check_hdf5(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
             "H5Pset_link_creation_order");  // netCDF-4 wants it
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "H5Pcreate");
  // This driver opens a file that has no name in any folder; the default one asks for its real path.
  check_hdf5(H5Pset_fapl_stdio(access), "H5Pset_fapl_stdio");
  // Attributes above 64 KiB need the format of 1.8, which every reader of today knows.
  check_hdf5(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "H5Pset_libver_bounds");
  check_hdf5(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "H5Pset_fclose_degree");
  const std::string path = "/proc/self/fd/" + std::to_string(skeleton.descriptor());
  Hdf5Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose, "H5Fcreate");
  build(file);
  file.close();
  return skeleton;
}

File place_skeleton(const File& skeleton, const std::filesystem::path& path) {
  File file = File::create(path);
  const std::int64_t bytes = skeleton.size();
  file.reserve(bytes);
  std::string buffer;
  // Holes are the fields: only what was written is copied.
  for (std::int64_t begin = 0; begin < bytes;) {
    begin = ::lseek(skeleton.descriptor(), begin, SEEK_DATA);
    if (begin < 0 && errno == ENXIO) break;
    if (begin < 0) throw IoError("read", skeleton.path(), errno);
    constexpr std::int64_t piece = std::int64_t{1} << 20;
    const std::int64_t end = std::min(::lseek(skeleton.descriptor(), begin, SEEK_HOLE), begin + piece);
    buffer.resize(static_cast<std::size_t>(end - begin));
    skeleton.read(buffer.data(), buffer.size(), begin);
    file.write(buffer, begin);
    begin = end;
  }
  return file;
}

Hdf5Handle create_group(hid_t parent, const std::string& name) {
  const Hdf5Handle creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "H5Pcreate");
  check_hdf5(H5Pset_obj_track_times(creation, false), "H5Pset_obj_track_times");
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT), H5Gclose, "H5Gcreate2"};
}

Hdf5Handle allocated_dataset_properties() {
  Hdf5Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "H5Pcreate");
  check_hdf5(H5Pset_alloc_time(properties, H5D_ALLOC_TIME_EARLY), "H5Pset_alloc_time");
  check_hdf5(H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER), "H5Pset_fill_time");
  check_hdf5(H5Pset_obj_track_times(properties, false), "H5Pset_obj_track_times");
  return properties;
}

}  // namespace isotherm
