#pragma once
// The log of a run: run.log and the terminal.

#include <filesystem>
#include <memory>
#include <string>

#include "solver/parallel/communicator.hpp"

namespace spdlog {
class logger;
}

namespace isotherm {

/// Lines of text for people, on the terminal as they are (warnings on standard error) and in run.log with the
/// time in front. All ranks may call; rank 0 writes. A line that cannot be written to the file is reported on
/// standard error once, and by failure().
class Log {
 public:
  /// Appends to the file; without `terminal` to the file alone. Throws IoError on all ranks when it cannot be
  /// opened. Collective.
  Log(const Communicator& comm, const std::filesystem::path& path, bool terminal = true);
  ~Log();
  Log(Log&&) noexcept = default;
  Log& operator=(Log&&) noexcept = default;

  void info(const std::string& text);   ///< Not collective.
  void warn(const std::string& text);   ///< Not collective.
  void error(const std::string& text);  ///< Not collective.
  /// To the file alone. Not collective.
  void note(const std::string& text);
  /// Why a line could not be written to the file; empty when all were. Not collective.
  std::string failure() const { return failure_ ? *failure_ : std::string(); }

 private:
  std::shared_ptr<std::string> failure_;      ///< of the file, on rank 0
  std::shared_ptr<spdlog::logger> terminal_;  ///< null on ranks but 0
  std::shared_ptr<spdlog::logger> problems_;  ///< standard error
  std::shared_ptr<spdlog::logger> file_;
};

}  // namespace isotherm
