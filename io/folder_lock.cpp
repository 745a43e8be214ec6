#include "io/folder_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "io/json.hpp"
#include "io/provenance.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_text = 4096;

/// When a process started, in clock ticks since boot; a number that comes again means another process.
/// Empty when there is no such process.
std::string start_of_process(long process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t name_end = all.rfind(')');  // the name in brackets may hold blanks
  if (name_end == std::string::npos) return {};
  std::istringstream fields(all.substr(name_end + 1));
  std::string field;
  constexpr int start_field = 20;  // counted from the state, which follows the name
  for (int n = 0; n < start_field; ++n) fields >> field;
  return field;
}

std::string my_identity() {
  const long process = ::getpid();
  const Json json{{"host", host_name()},
                  {"process", process},
                  {"process_start", start_of_process(process)},
                  {"job", job_id()},
                  {"since", utc_now()}};
  return json_text(json) + "\n";
}

/// What a lock file says of its holder.
struct Holder {
  std::string host;
  long process = 0;
  std::string process_start;
  std::string job;
  std::string since;
};

/// nullopt for a text of another form.
std::optional<Holder> parse(const std::string& text) {
  try {
    const auto json = parse_json(text);
    return Holder{json.at("host"), json.at("process"), json.at("process_start"), json.at("job"),
                  json.at("since")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

/// "process 123 on node7, job 42, since ...".
std::string describe(const std::string& text) {
  const auto holder = parse(text);
  if (!holder) return "an unknown process";
  return fmt::format("process {} on {}{}, since {}", holder->process, holder->host,
                     holder->job.empty() ? "" : ", job " + holder->job, holder->since);
}

/// Without locks of the file system: whether the process that the text names is known to be dead.
bool is_known_dead(const std::string& text) {
  const auto holder = parse(text);
  return holder && holder->host == host_name() && start_of_process(holder->process) != holder->process_start;
}

std::string content_of(const File& file) {
  std::string text(static_cast<std::size_t>(std::min(longest_text, file.size())), '\0');
  file.read(text.data(), text.size(), 0);
  return text;
}

/// What the holder of the lock says of itself, which it does a moment after it took the lock.
std::string name_of_holder(const File& file) {
  constexpr int looks = 20;
  std::string text;
  for (int look = 0; look < looks && !parse(text); ++look) {
    if (look > 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    try {
      text = content_of(file);
    } catch (const IoError&) {
      text.clear();  // it was emptied between two calls
    }
  }
  return text;
}

/// Whether the open file still is what its name stands for: another process may have taken it away with its
/// folder after this one had opened it.
bool is_still_there(const File& file) {
  struct stat open_file {};
  struct stat named {};
  return ::fstat(file.descriptor(), &open_file) == 0 && ::stat(file.path().c_str(), &named) == 0 &&
         open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

/// Whether the name is known to lead elsewhere: a server that does not answer is no such knowledge.
bool is_known_lost(const File& file) {
  std::error_code error;
  const auto found = std::filesystem::status(file.path(), error).type();
  if (found == std::filesystem::file_type::not_found) return true;
  return found != std::filesystem::file_type::none && !is_still_there(file);
}

/// The lock on the file, with errno as flock() left it.
bool try_to_lock(const File& file) {
  while (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder)
    : made_(make_folder(folder)), file_(File::open_to_update(folder / "lock")) {
  const auto in_use = [&](const std::string& holder) {
    return FolderInUse(fmt::format("'{}' is in use by {}", folder.string(), describe(holder)));
  };
  const bool locked = try_to_lock(file_);
  const int error = errno;
  const std::string before = !locked && error == EWOULDBLOCK ? name_of_holder(file_) : content_of(file_);
  if ((!locked && error == EWOULDBLOCK) || !is_still_there(file_)) throw in_use(before);
  if (!locked && !before.empty() && !is_known_dead(before)) {
    FolderInUse refused = in_use(before);
    throw FolderInUse(
        fmt::format("{}; if that process is gone, remove '{}'", refused.what(), file_.path().string()));
  }
  taken_over_from_ = before.empty() ? "" : describe(before);
  file_.truncate(0);
  file_.write(my_identity(), 0);
}

void FolderLock::require_held() const {
  if (!is_known_lost(file_)) return;
  throw FolderLost(fmt::format(
      "the folder '{}' is this run's no more: it was removed, renamed or replaced while the run was "
      "under way. Nothing more is written there; a folder that was renamed holds the checkpoints so "
      "far: --out with its new name goes on from them",
      file_.path().parent_path().string()));
}

void FolderLock::leave_no_trace() const {
  std::error_code ignored;
  std::filesystem::directory_iterator entry(made_.front(), ignored);
  for (; !ignored && entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
    if (entry->path() != file_.path()) return;
  }
  if (ignored) return;
  std::filesystem::remove(file_.path(), ignored);
  for (const auto& folder : made_) std::filesystem::remove(folder, ignored);  // those that are empty
}

FolderLock::~FolderLock() {
  if (file_.descriptor() < 0) return;  // moved from
  if (!made_.empty() && is_still_there(file_)) leave_no_trace();
  try {
    file_.truncate(0);
  } catch (const IoError&) {
    // The lock itself ends with the descriptor; a name left behind is seen to be stale.
  }
}

std::string why_not_held(const std::filesystem::path& folder) {
  try {
    const File file = File::open_to_read(folder / "lock");
    const std::string holder = name_of_holder(file);
    if (holder.empty()) return "its folder was let go";
    if (!is_known_dead(holder)) return {};
    // A process in a container is out of sight, yet its lock is not.
    if (::flock(file.descriptor(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) return {};
    return describe(holder) + ", is gone";
  } catch (const IoError&) {
    return {};  // no lock, or one that changes just now: nothing is known
  }
}

std::unique_ptr<FolderLock> lock_folder(const Communicator& comm, const std::filesystem::path& folder) {
  std::unique_ptr<FolderLock> lock;
  std::string in_use;
  std::string unusable;
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    try {
      lock = std::make_unique<FolderLock>(folder);
    } catch (const FolderInUse& error) {
      in_use = error.what();
    } catch (const IoError& error) {
      if (error.disk_failed()) throw;
      unusable = error.what();
    }
  });
  in_use = comm.broadcast(std::move(in_use));
  if (!in_use.empty()) throw FolderInUse(in_use);
  unusable = comm.broadcast(std::move(unusable));
  if (!unusable.empty()) throw FolderUnusable(unusable);
  return lock;
}

}  // namespace isotherm
