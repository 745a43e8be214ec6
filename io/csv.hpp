#pragma once
// Tables of numbers over steps, such as diagnostics.csv: appended row by row, cut on a restart.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/file_system.hpp"

namespace isotherm {

/// A CSV file whose first line names the columns and whose rows start with an increasing step. Each row is
/// whole or absent: one that cannot be written leaves the file as it was. Owned by one rank; not collective.
/// All throw IoError.
class CsvFile {
 public:
  /// Starts a new file (`continue_after` is nullopt) or goes on with an existing one, behind its last whole
  /// row of a step up to `continue_after`: the rest is cut off. A file of other columns is first set aside as
  /// NAME.until-step-NNNNNNNNN.csv, or with -2, -3, ... after the step; so is one with rows to keep when
  /// `redefined`: a column of the same name is another quantity now. `columns` begins with "step".
  CsvFile(const std::filesystem::path& path, const std::vector<std::string>& columns,
          std::optional<std::int64_t> continue_after, bool redefined = false);

  /// Appends one row: the step, then the other columns as %.17g.
  void write(std::int64_t step, std::span<const double> values);
  /// Returns when all rows are on the disk. To be called before a checkpoint of their steps is written, so
  /// that a restart from it finds them.
  void sync() { file_.sync(); }
  /// Where an existing file of other columns was set aside; empty: nowhere.
  const std::filesystem::path& set_aside() const { return set_aside_; }
  std::int64_t bytes() const { return end_; }
  /// Lines between the rows that were continued that are no rows; they are left as they are.
  std::int64_t damaged() const { return damaged_; }
  const std::filesystem::path& path() const { return file_.path(); }

 private:
  void start(const std::string& header);
  void cut_after(std::int64_t step, std::size_t header_bytes);

  std::size_t columns_;
  std::filesystem::path set_aside_;  ///< before the file: opening it sets this
  File file_;
  std::int64_t end_ = 0;  ///< of the header and the rows
  std::int64_t damaged_ = 0;
};

}  // namespace isotherm
