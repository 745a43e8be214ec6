#pragma once
// How the program ends: sysexits, and two of our own.

#include <stdexcept>
#include <string>

namespace isotherm {

enum class ExitCode {
  done = 0,
  difference = 1,  ///< `compare`: the two differ
  usage = 64,
  bad_case = 65,
  input_missing = 66,
  bug = 70,              ///< ours
  rank_lost = 71,        ///< a rank was lost or hangs
  folder_unusable = 73,  ///< the run folder cannot be made or is in use
  io_failed = 74,        ///< the last good checkpoint stands
  stopped = 75,          ///< early, with a checkpoint: run the same line again
  numerical = 76,
};

/// An end with a message and a code, agreed on by all ranks.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

}  // namespace isotherm
