#pragma once
// The folder of a run: what it holds already, and what that means for the next start.

#include <filesystem>
#include <string>
#include <vector>

#include "io/checkpoint_state.hpp"
#include "io/config/load.hpp"

namespace isotherm {

/// Names in a run folder.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path case_file() const { return path_ / "case.yaml"; }
  std::filesystem::path log() const { return path_ / "run.log"; }
  std::filesystem::path status() const { return path_ / "status.json"; }
  std::filesystem::path summary() const { return path_ / "summary.json"; }
  std::filesystem::path diagnostics() const { return path_ / "diagnostics.csv"; }
  std::filesystem::path probes() const { return path_ / "probes.csv"; }
  std::filesystem::path flows() const { return path_ / "flows.csv"; }
  std::filesystem::path regions() const { return path_ / "regions.csv"; }
  std::filesystem::path checkpoints() const { return path_ / "checkpoints"; }
  std::filesystem::path report() const { return path_ / "report.html"; }
  std::filesystem::path pictures() const { return path_ / "pictures"; }
  std::filesystem::path snapshots() const { return path_ / "snapshots"; }

  /// The default folder of a case file: its stem + ".run" in the working folder.
  static std::filesystem::path default_for(const std::filesystem::path& case_file);

  /// The resolved case of the run in this folder; empty when there is none. IoError. Not collective.
  std::string earlier_case() const;
  /// If summary.json says that the run is done: its one-line message, else empty. Empty as well where its
  /// report is wanted and missing: the run was killed before it was written. Not collective.
  std::string done_message(bool with_report) const;
  /// temperature_sha256 of summary.json, or empty. IoError. Not collective.
  std::string temperature_sha256() const;
  /// IoError when a subfolder is a symbolic link: nothing is written outside the folder. Not collective.
  void refuse_links() const;
  /// Whether a file is one of those that a run makes and takes away again. Not collective.
  bool may_remove(const std::filesystem::path& file) const;
  /// Makes the folder and its subfolders and writes the case. IoError. Not collective.
  void prepare(const Case& the_case) const;
  /// Removes what an earlier run left: only names that a run makes. IoError. Not collective.
  void clear() const;

 private:
  std::filesystem::path path_;
};

/// Differences between the case of an earlier run and this one that a continuation does not allow, as text
/// for the user; empty when there are none. `extends` says whether the run has further to go than the
/// earlier one (a later end, another rule to stop).
struct Continuation {
  std::string refused;
  bool extends = false;
};
Continuation compare_for_continuation(const std::string& earlier, const std::string& now);

/// Why a checkpoint's state is none of a run of the case `now`, to follow its name; empty: it is.
std::string why_not_of(const CheckpointState& state, const std::string& now);

}  // namespace isotherm
