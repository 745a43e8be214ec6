#include "run/watchdog.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <set>
#include <sstream>
#include <unistd.h>

#include "io/file_system.hpp"
#include "run/exit_code.hpp"
#include "solver/parallel/heartbeat.hpp"

namespace isotherm {
namespace {

constexpr int looks = 20;  // in the time that a rank may be waited for
constexpr std::int64_t longest_roll_call = std::int64_t{1} << 26;

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// Adds a line to a file that others add lines to, as far as that is possible.
void add_line(const std::filesystem::path& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0) return;
  const std::string line = text + "\n";
  if (::write(file, line.data(), line.size()) < 0) std::perror("isotherm: watchdog");
  ::close(file);
}

}  // namespace

Watchdog::Watchdog(const Communicator& comm, const std::filesystem::path& folder, double seconds)
    : rank_(comm.rank()),
      size_(comm.size()),
      folder_(folder),
      roll_call_(folder / "roll-call"),
      seconds_(seconds) {
  agree<IoError>(comm, [&] {
    if (comm.is_root()) remove_file(roll_call_);
  });
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the main thread
  thread_ = std::thread([this] { watch(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

/// Counts looks without a beat, not seconds: no look is taken while the process is stopped.
void Watchdog::watch() {
  std::uint64_t seen = heartbeats.load();
  int idle = 0;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, std::chrono::duration<double>(seconds_ / looks), [&] { return stop_; })) {
    const std::uint64_t now = heartbeats.load();
    idle = now == seen ? idle + 1 : 0;
    seen = now;
    if (idle >= looks) give_up();
  }
}

/// The ranks that have not answered, or what is known instead.
std::string Watchdog::missing_ranks() const {
  std::set<int> answered;
  try {
    std::istringstream lines(read_text(roll_call_, longest_roll_call));
    for (int rank = 0; lines >> rank;) answered.insert(rank);
  } catch (const IoError&) {
    return "a rank does not answer; which one is not known, as " + roll_call_.string() + " cannot be read";
  }
  if (!answered.empty() && *answered.begin() < rank_) return {};  // that rank speaks for all
  std::string missing;
  for (int rank = 0; rank < size_; ++rank) {
    if (answered.count(rank) == 0) missing += fmt::format("{}{}", missing.empty() ? "" : ", ", rank);
  }
  if (missing.empty()) return "no rank goes on: all wait for each other";
  return fmt::format("rank {} does not answer", missing);
}

void Watchdog::give_up() const {
  add_line(roll_call_, std::to_string(rank_));
  sleep_for(std::clamp(seconds_ / 4.0, 0.5, 30.0));  // the others may notice a little later
  const std::string missing = missing_ranks();
  if (missing.empty()) sleep_for(2.0);  // lets the speaker have its say
  if (!missing.empty()) {
    const std::string text = fmt::format(
        "{} for {:.3g} s (parallel.watchdog): the job ends; run the same line again (without --fresh or "
        "--restart) to go on from the last checkpoint",
        missing, seconds_);
    std::fputs(("isotherm: " + text + "\n").c_str(), stderr);
    std::fflush(stderr);
    add_line(folder_ / "run.log", text);
  }
  _exit(static_cast<int>(ExitCode::rank_lost));
}

}  // namespace isotherm
