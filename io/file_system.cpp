#include "io/file_system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace isotherm {
namespace {

constexpr mode_t permissions = 0666;  // cut by the umask

/// Calls a system function again as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call&& call) {
  decltype(call()) result;
  do {
    result = call();
  } while (result == -1 && errno == EINTR);
  return result;
}

int open_or_throw(std::string_view operation, const std::filesystem::path& path, int flags) {
  const int descriptor = uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, permissions); });
  if (descriptor < 0) throw IoError(operation, path, errno);
  return descriptor;
}

/// One piece after the other, as devices and pipes take them.
void write_into(const std::filesystem::path& path, std::string_view bytes) {
  const int descriptor = open_or_throw("open", path, O_WRONLY | O_NOCTTY);
  int error = 0;
  while (!bytes.empty() && error == 0) {
    const ssize_t n = uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
    if (n < 0) error = errno;
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::close(descriptor) != 0 && error == 0 && errno != EINTR) error = errno;
  if (error != 0) throw IoError("write", path, error);
}

}  // namespace

IoError::IoError(std::string_view operation, const std::filesystem::path& path, int error_number)
    : std::runtime_error(fmt::format("cannot {} '{}': {}", operation, path.string(),
                                     error_number == ELOOP ? "it is a symbolic link, which is not followed"
                                                           : std::generic_category().message(error_number))),
      disk_failed_(error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG ||
                   error_number == EIO || error_number == ESTALE) {}

File File::open_to_read(const std::filesystem::path& path) {
  File file(open_or_throw("open", path, O_RDONLY | O_NONBLOCK), path);  // who opens a pipe would wait
  struct stat status {};
  if (::fstat(file.descriptor_, &status) != 0) throw IoError("look at", path, errno);
  if (!S_ISREG(status.st_mode)) throw IoError(fmt::format("'{}' is not a regular file", path.string()));
  return file;
}

File File::create(const std::filesystem::path& path) {
  return {open_or_throw("create", path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW), path};
}

File File::open_to_update(const std::filesystem::path& path) {
  return {open_or_throw("open", path, O_RDWR | O_CREAT | O_NOFOLLOW), path};
}

File File::in_memory(const std::string& label) {
  const int descriptor = memfd_create(label.c_str(), MFD_CLOEXEC);
  if (descriptor < 0) throw IoError("create in memory", label, errno);
  return {descriptor, label};
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

std::int64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) throw IoError("look at", path_, errno);
  return status.st_size;
}

void File::read(void* to, std::size_t bytes, std::int64_t offset) const {
  auto* at = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t n = uninterrupted([&] { return ::pread(descriptor_, at, bytes, offset); });
    if (n < 0) throw IoError("read", path_, errno);
    if (n == 0) throw IoError(fmt::format("'{}' ends early, at byte {}", path_.string(), offset));
    at += n;
    offset += n;
    bytes -= static_cast<std::size_t>(n);
  }
}

void File::write(std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n =
        uninterrupted([&] { return ::pwrite(descriptor_, bytes.data(), bytes.size(), offset); });
    if (n < 0) throw IoError(fmt::format("write {} bytes to", bytes.size()), path_, errno);
    if (n == 0) throw IoError(fmt::format("write {} bytes to", bytes.size()), path_, EIO);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += n;
  }
}

void File::append(std::string_view bytes) {
  write(bytes, size());
}

void File::truncate(std::int64_t bytes) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_, bytes); }) != 0) {
    throw IoError(fmt::format("set to {} bytes", bytes), path_, errno);
  }
}

void File::reserve(std::int64_t bytes) {
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor_, 0, bytes);
  if (error != 0) throw IoError(fmt::format("reserve {} bytes for", bytes), path_, error);
}

void File::sync() {
  if (uninterrupted([&] { return ::fsync(descriptor_); }) != 0) throw IoError("sync", path_, errno);
}

void File::close() {
  // Linux frees the descriptor even when close is interrupted: never call it twice.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) throw IoError("close", path_, errno);
}

std::string mpi_io_name(const std::filesystem::path& path) {
  const std::string name = path.string();
  return name.find(':') == std::string::npos ? name : "ufs:" + name;
}

void start_sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
  ::close(descriptor);
}

std::vector<std::filesystem::path> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> missing;
  for (auto path = folder;
       !path.empty() && !std::filesystem::exists(path, error) && path != path.parent_path();
       path = path.parent_path()) {
    missing.push_back(path);
  }
  std::filesystem::create_directories(folder, error);
  if (error) throw IoError("make the folder", folder, error.value());
  return missing;
}

void make_subfolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) throw IoError("make the folder", folder, error.value());
}

void sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder.empty() ? "." : folder;
  const int descriptor = open_or_throw("open the folder", path, O_RDONLY | O_DIRECTORY);
  const int result = uninterrupted([&] { return ::fsync(descriptor); });
  const int error = errno;
  ::close(descriptor);
  if (result != 0 && error != EINVAL)
    throw IoError("sync the folder", path, error);  // EINVAL: not offered here
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (uninterrupted([&] { return ::rename(from.c_str(), to.c_str()); }) != 0) {
    throw IoError(fmt::format("rename '{}' to", from.string()), to, errno);
  }
}

void remove_file(const std::filesystem::path& path) {
  if (uninterrupted([&] { return ::unlink(path.c_str()); }) != 0 && errno != ENOENT) {
    throw IoError("remove", path, errno);
  }
}

std::string read_text(const std::filesystem::path& path, std::int64_t limit) {
  const File file = File::open_to_read(path);
  const std::int64_t bytes = file.size();
  if (bytes > limit)
    throw IoError(fmt::format("'{}' is {} bytes long; at most {} are read", path.string(), bytes, limit));
  std::string text(static_cast<std::size_t>(bytes), '\0');
  file.read(text.data(), text.size(), 0);
  return text;
}

void replace_text(const std::filesystem::path& path, std::string_view text, Durability durability) {
  std::filesystem::path part = path;
  part += ".part";
  try {
    File file = File::create(part);
    file.write(text, 0);
    if (durability == Durability::survives_machine) file.sync();
    file.close();
    rename_file(part, path);
  } catch (const IoError&) {
    ::unlink(part.c_str());  // whether or not it can be removed: the failure before is the one to report
    throw;
  }
  if (durability == Durability::survives_machine) sync_folder(path.parent_path());
}

void write_output(const std::filesystem::path& path, std::string_view bytes) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode)) return write_into(path, bytes);
  std::filesystem::path target = path;
  std::error_code error;
  for (int links = 0; std::filesystem::is_symlink(target, error); ++links) {
    constexpr int most_links = 40;  // as the system counts
    if (links == most_links) throw IoError("write", path, ELOOP);
    const std::filesystem::path next = std::filesystem::read_symlink(target, error);
    if (error) throw IoError("look at", target, error.value());
    target = target.parent_path() / next;
  }
  replace_text(target, bytes, Durability::survives_process);
}

}  // namespace isotherm
