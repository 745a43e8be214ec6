#pragma once
// Snapshots: fields for people, as netCDF-4.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/io_error.hpp"
#include "io/xdmf.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"
#include "solver/grid/grid.hpp"

namespace isotherm {

/// A field in a snapshot.
struct SnapshotField {
  std::string name;       ///< letters, digits, underscores: "heat_flux_x"
  std::string long_name;  ///< for people: "heat flux along x"
  std::string units;      ///< "W m-2"
  const Field* field;
};

struct SnapshotOptions {
  std::filesystem::path folder;  ///< RUN/snapshots
  std::string title;
  std::string temperature_unit = "K";             ///< "K" or "degC", of plain numbers in the case
  std::map<std::string, std::string> provenance;  ///< rank 0's counts
  /// Called on rank 0 before the folder is changed; IoError when it is this run's no more.
  std::function<void()> require_folder = [] {};
  /// Called on rank 0 with what a user should know.
  std::function<void(const std::string&)> warn = [](const std::string&) {};
};

/// Writes step-NNNNNNNNN.nc, one file per time, over parallel HDF5: valid netCDF-4 with dimension scales time
/// (unlimited), y, x (z, r if axisymmetric) and CF attributes; temperature(time, y, x), NaN in voids. And
/// snapshots.xdmf, which lists them all.
class SnapshotWriter {
 public:
  /// Refers to decomposition, grid and mask (0 in voids; an empty field: none). Touches no file.
  SnapshotWriter(const Decomposition& decomposition, const Grid& grid, const Field& mask,
                 SnapshotOptions options);

  /// To be called before the first write: goes on with the snapshots in the folder of steps up to `step` and
  /// removes later ones (-1: all). IoError on all ranks. Collective.
  void continue_after(std::int64_t step);

  /// Space is reserved first; a file appears under its name only when it is whole. IoError on all ranks.
  /// Collective.
  void write(std::int64_t step, double time, const Field& temperature,
             const std::vector<SnapshotField>& others = {});

 private:
  void continue_list(std::int64_t last_step);
  void list_again(std::int64_t last_step);
  void publish(const XdmfEntry& entry);

  const Decomposition* decomposition_;
  const Grid* grid_;
  const Field* mask_;
  SnapshotOptions options_;
  std::vector<XdmfEntry> written_;  ///< on rank 0
};

/// A sound file is of another domain or unit than the case; `what()` says what differs, with both values.
class OtherDomain : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Fills the owned cells of a field from the temperature of a snapshot written on any decomposition; void
/// cells become 0. The file is looked at in a process of its own first, which may crash. On all ranks IoError
/// when it is damaged, OtherDomain when its cells are not those of `grid` or it is in another unit than
/// `unit`. Collective.
void read_snapshot(const Decomposition& decomposition, const Grid& grid, const std::filesystem::path& path,
                   const std::string& unit, const Field& mask, Field& temperature);

}  // namespace isotherm
