#pragma once
// A file that holds a temperature, whatever its kind, for those who only look.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/hdf5/snapshot_reader.hpp"
#include "io/manifest.hpp"
#include "solver/grid/grid.hpp"

namespace isotherm {

/// An open checkpoint (.h5, .json, .bin) or snapshot (.nc), read by one process for itself. Of a checkpoint
/// the manifest is verified, and every cell that is handed out. All throw IoError. Not collective.
class FieldFile {
 public:
  explicit FieldFile(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  std::int64_t step() const { return step_; }
  double time() const { return time_; }  ///< s
  std::int64_t nx() const { return nx_; }
  std::int64_t ny() const { return ny_; }
  /// The resolved case: a checkpoint's own, or that of the run folder in which the file lies; empty: unknown.
  const std::string& case_text() const { return case_text_; }
  const std::string& title() const { return title_; }  ///< of a snapshot
  const std::vector<std::string>& fields() const { return fields_; }
  std::string unit(const std::string& field) const;  ///< of a snapshot's field; else empty
  /// The grid as far as a snapshot's cell centres tell it; std::nullopt for a checkpoint.
  std::optional<Grid> grid() const;
  /// Cells of rows y and columns x, one row after another, every `stride`-th in both directions; NaN in
  /// voids. Of a checkpoint whole blocks of rows are read, see ChecksumBlocks: best asked for by such.
  std::vector<double> read(const std::string& field, Range x, Range y, std::int64_t stride = 1) const;

 private:
  void open_checkpoint();
  void open_snapshot();
  std::vector<double> read_verified(const FileEntry& entry, const FieldEntry& field, Range x, Range y,
                                    std::int64_t stride) const;

  std::filesystem::path path_;
  std::int64_t step_ = 0;
  double time_ = 0.0;
  std::int64_t nx_ = 0;
  std::int64_t ny_ = 0;
  std::string case_text_;
  std::string title_;
  std::vector<std::string> fields_;
  std::unique_ptr<SnapshotReader> snapshot_;
  std::filesystem::path main_file_;  ///< of a checkpoint
  Manifest manifest_;
};

/// IoError where the path is by its name a case or a study, which holds no field. Not collective.
void require_no_case(const std::filesystem::path& path);

/// Files with a temperature in a run folder: snapshots, or checkpoints where there are none, by increasing
/// step. A file is its own list. IoError when there is nothing. Not collective.
std::vector<std::filesystem::path> files_with_fields(const std::filesystem::path& path);

/// The step in the name of a snapshot, picture or checkpoint: step-000000500.nc; -1 for another name.
std::int64_t step_in_name(const std::filesystem::path& path);

}  // namespace isotherm
