#include "io/hdf5/parallel_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "io/file_system.hpp"

namespace isotherm {
namespace {

Hdf5Handle open_file(const Communicator& comm, const std::filesystem::path& path, unsigned flags) {
  std::optional<Hdf5Handle> file;
  agree<IoError>(comm, [&] {
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "H5Pcreate");
    check_hdf5(H5Pset_fapl_mpio(access, comm.get(), MPI_INFO_NULL), "H5Pset_fapl_mpio");
    check_hdf5(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "H5Pset_libver_bounds");
    file.emplace(H5Fopen(mpi_io_name(path).c_str(), flags, access), H5Fclose,
                 "H5Fopen of '" + path.string() + "'");
  });
  return std::move(*file);
}

/// Selects owned rows [j0, j1) in a dataset of rank 2 or 3.
void select_rows(hid_t space, const Subdomain& owned, int j0, int j1) {
  const int rank = check_hdf5(H5Sget_simple_extent_ndims(space), "H5Sget_simple_extent_ndims");
  if (j0 == j1) {
    check_hdf5(H5Sselect_none(space), "H5Sselect_none");
    return;
  }
  const std::array<hsize_t, 3> start{0, static_cast<hsize_t>(owned.y.begin + j0),
                                     static_cast<hsize_t>(owned.x.begin)};
  const std::array<hsize_t, 3> count{1, static_cast<hsize_t>(j1 - j0), static_cast<hsize_t>(owned.nx())};
  const std::size_t skip = rank == 2 ? 1 : 0;
  check_hdf5(
      H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data() + skip, nullptr, count.data() + skip, nullptr),
      "H5Sselect_hyperslab");
}

}  // namespace

ParallelHdf5File::ParallelHdf5File(const Decomposition& decomposition, const std::filesystem::path& path,
                                   Access access)
    : decomposition_(&decomposition),
      path_(path),
      file_(open_file(decomposition.comm(), path, access == Access::write ? H5F_ACC_RDWR : H5F_ACC_RDONLY)) {}

/// Each piece in two parts, since a rank that fails before a collective call would leave the others in it:
/// `prepare` works on this rank alone, `move` begins with the collective call.
template <class Prepare, class Move>
void ParallelHdf5File::transfer(const std::string& dataset, Prepare&& prepare, Move&& move) {
  const auto& owned = decomposition_->owned();
  const RowPieces pieces = row_pieces(*decomposition_);
  try {
    std::optional<Hdf5Handle> set;
    agree<IoError>(decomposition_->comm(), [&] {
      set.emplace(H5Dopen2(file_, dataset.c_str(), H5P_DEFAULT), H5Dclose,
                  "H5Dopen2 of '" + path_.string() + "'");
    });
    const Hdf5Handle collective(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "H5Pcreate");
    check_hdf5(H5Pset_dxpl_mpio(collective, H5FD_MPIO_COLLECTIVE), "H5Pset_dxpl_mpio");
    for (int piece = 0; piece < pieces.count; ++piece) {
      const int j0 = std::min(piece * pieces.rows, owned.ny());
      const int j1 = std::min(j0 + pieces.rows, owned.ny());
      std::optional<Hdf5Handle> space;
      std::optional<Hdf5Handle> memory;
      std::vector<double> buffer;
      agree<IoError>(decomposition_->comm(), [&] {
        space.emplace(H5Dget_space(*set), H5Sclose, "H5Dget_space");
        select_rows(*space, owned, j0, j1);
        const hsize_t cells = static_cast<hsize_t>(j1 - j0) * static_cast<hsize_t>(owned.nx());
        memory.emplace(H5Screate_simple(1, &cells, nullptr), H5Sclose, "H5Screate_simple");
        buffer.resize(cells);
        prepare(j0, j1, buffer.data());
      });
      agree<IoError>(decomposition_->comm(),
                     [&] { move(*set, *memory, *space, collective, j0, j1, buffer.data()); });
    }
  } catch (const IoError& error) {
    file_.abandon();
    throw StuckIoError(error.what());
  }
}

void ParallelHdf5File::write(const std::string& dataset, const FieldRows& rows) {
  const auto copy = [&](int j0, int j1, double* cells) { rows.copy(j0, j1, cells); };
  transfer(dataset, copy,
           [&](hid_t set, hid_t memory, hid_t space, hid_t how, int, int, const double* cells) {
             check_hdf5(H5Dwrite(set, H5T_NATIVE_DOUBLE, memory, space, how, cells),
                        "H5Dwrite to '" + path_.string() + "'");
             start_sync(path_);
           });
}

void ParallelHdf5File::read(const std::string& dataset, const TakeRows& take) {
  const auto nothing = [](int, int, double*) {};
  transfer(dataset, nothing,
           [&](hid_t set, hid_t memory, hid_t space, hid_t how, int j0, int j1, double* cells) {
             check_hdf5(H5Dread(set, H5T_NATIVE_DOUBLE, memory, space, how, cells),
                        "H5Dread from '" + path_.string() + "'");
             take(j0, j1, cells);
           });
}

void ParallelHdf5File::close() {
  try {  // first, so that all ranks close or none: a close that fails on one leaves the others waiting
    agree<IoError>(decomposition_->comm(), [&] { check_hdf5(H5Fflush(file_, H5F_SCOPE_LOCAL), "H5Fflush"); });
  } catch (const IoError& error) {
    file_.abandon();
    throw StuckIoError(error.what());
  }
  agree<IoError>(decomposition_->comm(), [&] { file_.close(); });
}

}  // namespace isotherm
