#pragma once
// One run folder, one run.

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "io/file_system.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// The folder cannot be a run folder: its name or its permissions are wrong (exit code 73).
class FolderUnusable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The folder is held by another job that lives; `what()` says which.
class FolderInUse : public FolderUnusable {
 public:
  using FolderUnusable::FolderUnusable;
};

/// The folder was removed, renamed or replaced while its lock was held: what is written there now would be
/// another run's.
class FolderLost : public IoError {
 public:
  using IoError::IoError;
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
  /// FolderLost when the name of the folder no longer leads to this lock.
  void require_held() const;

 private:
  void leave_no_trace() const;

  std::vector<std::filesystem::path> made_;  ///< the folder and its parents, where they were missing
  File file_;
  std::string taken_over_from_;
};

/// What became of the run in this folder, where its lock says that nobody holds it: "process 12 on node7,
/// since
/// ..., is gone", or that it was let go. Empty where somebody holds the lock or may hold it, such as a
/// process on another host. Changes nothing. Not collective.
std::string why_not_held(const std::filesystem::path& folder);

/// Rank 0 takes the lock and gets it back; the others get null. Throws on all ranks alike: FolderInUse,
/// FolderUnusable when the folder or the lock cannot be made, IoError when the disk fails. Collective.
std::unique_ptr<FolderLock> lock_folder(const Communicator& comm, const std::filesystem::path& folder);

}  // namespace isotherm
