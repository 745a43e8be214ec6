#pragma once
// What becomes of a table's row that cannot be written.

#include <functional>
#include <string>

#include "io/io_error.hpp"
#include "run/control.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// Errors of the root rank, which alone writes tables. As output.on_error says, the other ranks are told by
/// the next round of Control and the run ends; or rows are left out and the user is told once.
class RowErrors {
 public:
  using Warn = std::function<void(const std::string&)>;
  /// `control` must outlive it. Not collective.
  RowErrors(bool skip, Warn warn, Control& control)
      : skip_(skip), warn_(std::move(warn)), control_(&control) {}

  /// Writes a row by `write`, which may throw IoError. Not collective.
  template <class Write>
  void guard(Write&& write) {
    try {
      write();
      failing_ = false;
    } catch (const IoError& e) {
      fail(e);
    }
  }
  /// Syncs the files by `sync`, which may throw IoError. Throws IoError, on all ranks alike, if there was an
  /// error so far to end the run. Collective.
  template <class Sync>
  void settle(const Communicator& comm, Sync&& sync) {
    try {
      sync();
    } catch (const IoError& e) {
      fail(e);
    }
    const std::string error = comm.first_error(error_);
    if (!error.empty()) throw IoError(error);
  }

 private:
  void fail(const IoError& error) {
    if (skip_) {
      if (!failing_) warn_(std::string("rows of tables are left out from here on: ") + error.what());
      failing_ = true;
    } else {
      error_ = error.what();
      control_->report(ExitCode::io_failed);
    }
  }

  bool skip_;
  Warn warn_;
  Control* control_;
  bool failing_ = false;  ///< the row before could not be written
  std::string error_;
};

}  // namespace isotherm
