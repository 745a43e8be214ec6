#pragma once
// Checkpoints: the exact state of a run, written so that it survives what can go wrong.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/checkpoint_state.hpp"
#include "io/config/case.hpp"
#include "io/field_rows.hpp"
#include "io/io_error.hpp"
#include "io/manifest.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// A field to write besides the temperature; the name is made of letters, digits and underscores.
struct NamedField {
  std::string name;
  const Field* field;
};

/// Where and how a run keeps its checkpoints.
struct CheckpointOptions {
  std::filesystem::path folder;
  CheckpointFormat format = CheckpointFormat::hdf5;
  int keep = 2;                                   ///< files kept, the newest included
  std::map<std::string, std::string> provenance;  ///< goes to /provenance of HDF5 files; rank 0's counts
  /// Called on rank 0 with what a user should know: a checkpoint that is damaged, and why.
  std::function<void(const std::string&)> log = [](const std::string&) {};
  /// Why a sound checkpoint is none of this run; empty: it is. The same on all ranks.
  std::function<std::string(const CheckpointState&)> refuse = [](const CheckpointState&) { return ""; };
  /// Called on rank 0 before the folder is changed; IoError when it is this run's no more.
  std::function<void()> require_folder = [] {};
};

/// A checkpoint whose bytes have all been verified.
struct VerifiedCheckpoint {
  std::filesystem::path path;
  Manifest manifest;
  const CheckpointState& state() const { return manifest.state; }
};

/// Verifies a checkpoint (.h5, or .json or .bin) byte by byte. IoError on all ranks. Collective.
VerifiedCheckpoint open_checkpoint(const Communicator& comm, const std::filesystem::path& path);

/// Writes, finds and reads the checkpoints of one run. The format is chosen for writing; any is read.
class CheckpointStore {
 public:
  /// `mask` is 0 in void cells (an empty field: no voids). Refers to decomposition and mask.
  CheckpointStore(const Decomposition& decomposition, const Field& mask, CheckpointOptions options);

  /// Writes `folder`/step-NNNNNNNNN.h5 (or .bin and .json): space reserved, written by all ranks, synced,
  /// read back against checksums taken in memory, renamed, folder synced; only then are files beyond `keep`
  /// and those of later steps removed. On failure IoError on all ranks, and the checkpoints of before stand.
  /// Collective.
  void write(const CheckpointState& state, const Field& temperature,
             const std::vector<NamedField>& others = {});

  /// The newest checkpoint of this run that verifies; others are passed over and logged. nullopt when there
  /// is none; IoError when one might be, but the system cannot read it now. Collective.
  std::optional<VerifiedCheckpoint> newest_good() const;

  /// The checkpoint to go on from: newest_good(), after one from which two starts in a row did not get as far
  /// as start_succeeded() is set aside and logged, if there is an older one. Those that newest_good() passes
  /// over are set aside too: they neither count as kept nor are removed. IoError on all ranks. Collective.
  std::optional<VerifiedCheckpoint> newest_to_start_from() const;
  /// From here to start_succeeded() a failure is this checkpoint's. IoError on all ranks. Collective.
  void begin_start(const VerifiedCheckpoint& checkpoint) const;
  /// The first steps after begin_start() are done. IoError on all ranks. Collective.
  void start_succeeded() const;

  /// Fills the owned cells of a field from a checkpoint written on any decomposition; void cells become 0.
  /// IoError on all ranks when it holds no such field or one of another size, or when the file changes
  /// meanwhile: the field may then be filled in part. Collective.
  void read(const VerifiedCheckpoint& checkpoint, const std::string& name, Field& field) const;
  void read_temperature(const VerifiedCheckpoint& checkpoint, Field& temperature) const {
    read(checkpoint, "temperature", temperature);
  }

  /// Removes the checkpoints of later steps: a run that starts again from an older one does not come back to
  /// them. IoError on all ranks. Collective.
  void drop_after(std::int64_t step) const;

 private:
  using Path = std::filesystem::path;
  std::optional<VerifiedCheckpoint> find_good(std::vector<Path>& passed_over) const;
  VerifiedCheckpoint open_own(const Path& path) const;
  /// Creates the files under their temporary names, completes the manifest (on rank 0), fills the fields.
  void write_parts(Manifest& manifest, const std::vector<FieldRows>& rows, const Path& main_file) const;
  void verify_parts(const Manifest& manifest, const Path& main_file) const;
  void put_in_place(const Manifest& manifest, const Path& main_file) const;
  void discard_parts(const Manifest& manifest, const Path& main_file) const;

  const Decomposition* decomposition_;
  const Field* mask_;
  CheckpointOptions options_;
};

}  // namespace isotherm
