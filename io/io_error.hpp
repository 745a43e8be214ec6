#pragma once
// Errors of files and folders.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace isotherm {

/// A file could not be read or written, or does not hold what it should (exit code 74). `what()` names the
/// operation, the path and the reason, and how many bytes were needed where that matters.
class IoError : public std::runtime_error {
 public:
  explicit IoError(const std::string& message) : std::runtime_error(message) {}
  /// "cannot OPERATION 'path': reason", the reason in the words of the system for `error_number`.
  IoError(std::string_view operation, const std::filesystem::path& path, int error_number);

  /// Whether the disk failed (full, over quota, damaged, gone), rather than a name or a permission is wrong.
  bool disk_failed() const { return disk_failed_; }

 private:
  bool disk_failed_ = false;
};

/// A library was left in the middle of a collective operation: to close its files or to finalise could hang.
/// The job must end by Environment::abort(74).
class StuckIoError : public IoError {
 public:
  using IoError::IoError;
};

}  // namespace isotherm
