#pragma once
// A parameter study: groups of ranks that take case after case until none is left.

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "run/exit_code.hpp"
#include "run/stopwatch.hpp"
#include "run/study_case.hpp"
#include "run/study_results.hpp"
#include "solver/parallel/window.hpp"

namespace isotherm {

/// Runs what is left of a study. The ranks are split into groups of about `ranks_per_case`; a group draws a
/// ticket from a counter in the root rank's window, one-sidedly, so that no rank serves and none waits while
/// a case is open. Long cases come first. Other jobs on the same folder are respected by the locks of the
/// cases.
class StudyRun {
 public:
  /// Collective over `world`, which must outlive this object, as must the study.
  StudyRun(const Communicator& world, const Study& study, StudyFolder folder, std::string study_text);

  /// ExitCode::done when every case has an end or is in the hands of another job, stopped when it was asked
  /// to stop before or a machine's memory or processor erred, io_failed when a case, a record or a table
  /// could not be written: the next start tries such cases again. FolderUnusable. Collective.
  ExitCode execute();

 private:
  enum Word : std::size_t { tickets, stops, words };
  void make_own_folder() const;
  void make_queue();
  void work();
  void handle(std::size_t n);
  void tell(const CaseOutcome& outcome, std::size_t n) const;
  void tell_progress() const;
  std::optional<double> time_left() const;
  bool must_stop();
  double balance() const;
  int groups() const { return *std::max_element(group_of_rank_.begin(), group_of_rank_.end()) + 1; }
  ExitCode conclude();

  const Communicator* world_;
  const Study* study_;
  StudyFolder folder_;
  std::string study_text_;
  Stopwatch watch_;
  std::optional<double> walltime_;
  std::vector<PlannedCase> cases_;
  StudyResults results_;
  std::vector<std::size_t> queue_;
  std::vector<int> group_of_rank_;
  Communicator group_;
  Window window_;
  std::vector<std::size_t> elsewhere_;
  bool stopped_ = false;
  std::string error_;  ///< on a group's root: what could not be written
  std::int64_t ended_here_ = 0;
  double cpu_seconds_ = 0.0;      ///< of the cases that this group ended
  double longest_seconds_ = 0.0;  ///< of CPU time, the longest of them
};

}  // namespace isotherm
