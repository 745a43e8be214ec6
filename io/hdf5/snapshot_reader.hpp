#pragma once
// Parts of snapshots, read by one process for itself.

#include <filesystem>
#include <string>
#include <vector>

#include "io/hdf5/handle.hpp"
#include "solver/grid/decomposition.hpp"

namespace isotherm {

/// An open snapshot. All throw IoError. Not collective. HDF5 may crash on a damaged file.
class SnapshotReader {
 public:
  explicit SnapshotReader(const std::filesystem::path& path);

  std::string title() const;
  std::int64_t step() const;
  double time() const;                              ///< s
  std::vector<double> centers(bool along_x) const;  ///< of the cells, m
  bool axisymmetric() const;
  std::vector<std::string> fields() const;  ///< all (time, y, x) datasets
  std::string unit(const std::string& field) const;
  /// Cells of rows y and columns x, one row after another; NaN in voids. Every `stride`-th of both
  /// directions.
  std::vector<double> read(const std::string& field, Range x, Range y, std::int64_t stride = 1) const;

 private:
  bool has(const std::string& name) const;
  Hdf5Handle file_;
};

}  // namespace isotherm
