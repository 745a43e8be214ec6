#pragma once
// Small truthful file operations: every call is checked, repeated when a signal interrupts it, and never
// follows a symbolic link when it creates or changes a file. All throw IoError. Not collective.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/io_error.hpp"

namespace isotherm {

/// Move-only owner of a file descriptor.
class File {
 public:
  static File open_to_read(const std::filesystem::path& path);
  /// An empty file for reading and writing; one that exists is emptied.
  static File create(const std::filesystem::path& path);
  /// For reading and writing without touching what it holds; made when missing.
  static File open_to_update(const std::filesystem::path& path);
  /// A nameless file in memory.
  static File in_memory(const std::string& label);

  ~File();
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int descriptor() const { return descriptor_; }
  const std::filesystem::path& path() const { return path_; }

  std::int64_t size() const;
  /// Exactly `bytes` bytes from `offset`; a file that ends before is an error.
  void read(void* to, std::size_t bytes, std::int64_t offset) const;
  void write(std::string_view bytes, std::int64_t offset);
  /// Writes at the end.
  void append(std::string_view bytes);
  void truncate(std::int64_t bytes);
  /// Makes the file at least `bytes` long with its space on the disk reserved, so that writing there cannot
  /// fail for want of space. The error names the bytes.
  void reserve(std::int64_t bytes);
  /// Returns when the file's content is on the disk.
  void sync();
  /// Closes and reports what the system only now finds wrong; the destructor closes in silence.
  void close();

 private:
  File(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::filesystem::path path_;
};

/// The path as MPI_File_open must be given it: MPI-IO takes what stands before a colon for the name of a file
/// system, so that a path with a colon needs such a name.
std::string mpi_io_name(const std::filesystem::path& path);

/// Asks for what was written to a file to go to the disk now, and does not wait: the sync that must follow,
/// which alone tells of failures, has less to wait for.
void start_sync(const std::filesystem::path& path);

/// Makes a folder and its parents where missing, and returns those that were, the innermost first.
std::vector<std::filesystem::path> make_folder(const std::filesystem::path& folder);
/// Makes a folder where it is missing; its parent must be there.
void make_subfolder(const std::filesystem::path& folder);
/// Returns when the folder's entries (new names, renames, removals) are on the disk.
void sync_folder(const std::filesystem::path& folder);
/// Puts `from` in the place of `to` at once. With a sync of both file and folder it survives a crash.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);
/// Removes a file; one that is not there is fine.
void remove_file(const std::filesystem::path& path);
/// The whole file; longer than `limit` bytes is an error.
std::string read_text(const std::filesystem::path& path, std::int64_t limit);

enum class Durability { survives_process, survives_machine };
/// Replaces the file at once: a reader finds the old text or the new, never a part. The temporary beside it
/// is `path` + ".part". `survives_machine` syncs file and folder.
void replace_text(const std::filesystem::path& path, std::string_view text, Durability durability);

/// Writes a file that a user has named: into a device or a pipe, into what a symbolic link leads to, and else
/// in the place of what was there, as replace_text() does. Waits for the reader of a pipe.
void write_output(const std::filesystem::path& path, std::string_view bytes);

}  // namespace isotherm
