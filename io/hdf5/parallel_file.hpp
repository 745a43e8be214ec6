#pragma once
// An HDF5 file whose fields all ranks write or read together.

#include <filesystem>
#include <hdf5.h>
#include <string>

#include "io/field_rows.hpp"
#include "io/hdf5/handle.hpp"

namespace isotherm {

/// Opened with the MPI-IO driver. Every result is agreed on by all ranks; a failed transfer leaves the
/// library in an unknown place (to close the file may then hang), so it is a StuckIoError and the file stays
/// open.
class ParallelHdf5File {
 public:
  enum class Access { read, write };
  /// Collective. IoError on all ranks.
  ParallelHdf5File(const Decomposition& decomposition, const std::filesystem::path& path, Access access);

  /// Fills the ny by nx dataset, or the (1, ny, nx) dataset, from the owned rows of all ranks. Collective.
  void write(const std::string& dataset, const FieldRows& rows);
  /// Hands over the owned rows of such a dataset. Collective.
  void read(const std::string& dataset, const TakeRows& take);
  /// Collective.
  void close();

 private:
  template <class Prepare, class Move>
  void transfer(const std::string& dataset, Prepare&& prepare, Move&& move);

  const Decomposition* decomposition_;
  std::filesystem::path path_;
  Hdf5Handle file_;
};

}  // namespace isotherm
