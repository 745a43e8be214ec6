#pragma once
// One run folder, one run.

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "io/file_system.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The folder is held by another job that lives (exit code 73); `what()` says which.
class FolderInUse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Exclusive ownership of a run folder, by a lock on the file `lock` in it that the system releases when the
/// process ends, however it ends; so a lock is stale exactly when it can be taken. The file says who holds
/// it: host, process, job, since when. Where the file system has no locks, the file itself is the lock, and
/// the process that it names is looked up. Held by one rank; not collective.
class FolderLock {
 public:
  /// Makes the folder where it is missing. Throws FolderInUse, or IoError when it or the file cannot be made.
  explicit FolderLock(const std::filesystem::path& folder);
  /// Releases: empties the file, and takes away a folder that it made and that nothing was put into.
  ~FolderLock();
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&&) = delete;

  /// What a dead holder had written, or empty: the run before ended without releasing the folder.
  const std::string& taken_over_from() const { return taken_over_from_; }

 private:
  void leave_no_trace() const;

  std::vector<std::filesystem::path> made_;  ///< the folder and its parents, where they were missing
  File file_;
  std::string taken_over_from_;
};

/// Rank 0 takes the lock and gets it back; the others get null. FolderInUse or IoError on all ranks alike.
/// Collective.
std::unique_ptr<FolderLock> lock_folder(const Communicator& comm, const std::filesystem::path& folder);

}  // namespace isotherm
