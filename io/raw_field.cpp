#include "io/raw_field.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <fmt/format.h>
#include <limits>
#include <mpi.h>
#include <string_view>
#include <vector>

#include "io/file_system.hpp"
#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian, and written as they are");

/// Runs MPI-IO calls on all ranks and turns the first failure into an IoError on all of them.
template <class Action>
void agreed(const Decomposition& decomposition, const std::filesystem::path& path, Action&& action) {
  agree<IoError>(decomposition.comm(), [&] {
    try {
      action();
    } catch (const MpiError& error) {
      throw IoError(fmt::format("'{}': {}", path.string(), error.what()));
    }
  });
}

/// This rank's cells inside the ny by nx field, as an MPI type.
class OwnedCells {
 public:
  explicit OwnedCells(const Decomposition& decomposition) {
    const auto& space = decomposition.space();
    const auto& owned = decomposition.owned();
    if (std::max(space.nx, space.ny) > std::numeric_limits<int>::max()) {
      throw IoError(fmt::format("{} x {} cells are too many along one axis for MPI-IO", space.nx, space.ny));
    }
    const std::array<int, 2> sizes{static_cast<int>(space.ny), static_cast<int>(space.nx)};
    const std::array<int, 2> extents{owned.ny(), owned.nx()};
    const std::array<int, 2> starts{static_cast<int>(owned.y.begin), static_cast<int>(owned.x.begin)};
    check_mpi(MPI_Type_create_subarray(2, sizes.data(), extents.data(), starts.data(), MPI_ORDER_C,
                                       MPI_DOUBLE, &type_),
              "MPI_Type_create_subarray");
    check_mpi(MPI_Type_commit(&type_), "MPI_Type_commit");
  }
  ~OwnedCells() { MPI_Type_free(&type_); }
  OwnedCells(const OwnedCells&) = delete;
  OwnedCells& operator=(const OwnedCells&) = delete;
  MPI_Datatype get() const { return type_; }

 private:
  MPI_Datatype type_ = MPI_DATATYPE_NULL;
};

/// A raw file open on all ranks, seen through the view of their own cells.
class RawFile {
 public:
  RawFile(const Decomposition& decomposition, const std::filesystem::path& path, int mode)
      : decomposition_(decomposition), path_(path), owned_(decomposition) {
    agreed(decomposition, path, [&] {
      check_mpi(
          MPI_File_open(decomposition.comm().get(), mpi_io_name(path).c_str(), mode, MPI_INFO_NULL, &file_),
          "MPI_File_open");
    });
    agreed(decomposition, path, [&] {
      check_mpi(MPI_File_set_view(file_, raw_header_bytes, MPI_DOUBLE, owned_.get(), "native", MPI_INFO_NULL),
                "MPI_File_set_view");
    });
  }
  ~RawFile() {
    if (file_ != MPI_FILE_NULL) MPI_File_close(&file_);
  }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  /// Piece by piece, and checks that all cells moved: prepare(j0, j1, cells) on this rank alone, since a rank
  /// that fails before a collective call would leave the others in it; then move(file, offset in cells, j0,
  /// j1, cells, status), which begins with that call.
  template <class Prepare, class Move>
  void transfer(Prepare&& prepare, Move&& move) {
    const auto& owned = decomposition_.owned();
    const RowPieces pieces = row_pieces(decomposition_);
    for (int piece = 0; piece < pieces.count; ++piece) {
      const int j0 = std::min(piece * pieces.rows, owned.ny());
      const int j1 = std::min(j0 + pieces.rows, owned.ny());
      std::vector<double> cells;
      agreed(decomposition_, path_, [&] {
        cells.resize(static_cast<std::size_t>(j1 - j0) * static_cast<std::size_t>(owned.nx()));
        prepare(j0, j1, cells.data());
      });
      agreed(decomposition_, path_, [&] {
        MPI_Status status;
        check_mpi(move(file_, MPI_Offset{j0} * owned.nx(), j0, j1, cells, &status), "collective transfer");
        int moved = 0;
        MPI_Get_count(&status, MPI_DOUBLE, &moved);
        if (moved != static_cast<int>(cells.size())) {
          throw IoError(
              fmt::format("'{}': only {} of {} cells were moved", path_.string(), moved, cells.size()));
        }
      });
    }
  }

  void close() {
    agreed(decomposition_, path_, [&] { check_mpi(MPI_File_close(&file_), "MPI_File_close"); });
  }

 private:
  const Decomposition& decomposition_;
  std::filesystem::path path_;
  OwnedCells owned_;
  MPI_File file_ = MPI_FILE_NULL;
};

}  // namespace

void create_raw_field(const std::filesystem::path& path, std::int64_t nx, std::int64_t ny) {
  File file = File::create(path);
  file.reserve(raw_header_bytes + nx * ny * static_cast<std::int64_t>(sizeof(double)));
  const std::array<std::int64_t, 2> header{ny, nx};
  file.write({reinterpret_cast<const char*>(header.data()), raw_header_bytes}, 0);
  file.close();
}

void write_raw_field(const Decomposition& decomposition, const std::filesystem::path& path,
                     const FieldRows& rows) {
  RawFile file(decomposition, path, MPI_MODE_WRONLY);
  const auto copy = [&](int j0, int j1, double* cells) { rows.copy(j0, j1, cells); };
  file.transfer(copy, [&](MPI_File to, MPI_Offset offset, int, int, const std::vector<double>& cells,
                          MPI_Status* status) {
    const int result =
        MPI_File_write_at_all(to, offset, cells.data(), static_cast<int>(cells.size()), MPI_DOUBLE, status);
    start_sync(path);
    return result;
  });
  file.close();
}

void read_raw_field(const Decomposition& decomposition, const std::filesystem::path& path,
                    const TakeRows& take) {
  RawFile file(decomposition, path, MPI_MODE_RDONLY);
  const auto nothing = [](int, int, double*) {};
  file.transfer(nothing, [&](MPI_File from, MPI_Offset offset, int j0, int j1, std::vector<double>& cells,
                             MPI_Status* status) {
    const int result =
        MPI_File_read_at_all(from, offset, cells.data(), static_cast<int>(cells.size()), MPI_DOUBLE, status);
    if (result == MPI_SUCCESS) take(j0, j1, cells.data());
    return result;
  });
  file.close();
}

}  // namespace isotherm
