#pragma once
// Ends a job whose ranks wait for one that does not come.

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// A thread that ends this process with exit code 71, and with it the job, when beat() was not called for so
/// long. It speaks no MPI. Before it ends, a rank that waits puts its number into the file `roll-call` in the
/// run folder; the ranks that are missing there are those that the others wait for, and are named on standard
/// error and in run.log. Time while this process itself is stopped does not count: a job that is suspended
/// and resumed goes on.
class Watchdog {
 public:
  /// `seconds` that a rank may be waited for. Collective.
  Watchdog(const Communicator& comm, const std::filesystem::path& folder, double seconds);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void watch();
  [[noreturn]] void give_up() const;
  std::string missing_ranks() const;

  int rank_;
  int size_;
  std::filesystem::path folder_;
  std::filesystem::path roll_call_;
  double seconds_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace isotherm
