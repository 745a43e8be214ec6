#pragma once
// The results of a study while it runs: results.csv, results.h5 and status.json.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/folder_lock.hpp"
#include "io/study_results.hpp"
#include "run/exit_code.hpp"
#include "run/study_folder.hpp"
#include "run/study_plan.hpp"

namespace isotherm {

/// What is known of the cases of a study, read from their records. Several jobs, and several ranks of one,
/// may each have one of these on the same folder: who writes holds the folder's lock and first reads what the
/// others have recorded, so that the tables only grow. Not collective.
class StudyResults {
 public:
  /// All of them must outlive this object.
  StudyResults(const Study& study, const std::vector<PlannedCase>& cases, const StudyFolder& folder);

  /// Reads the records that are new.
  void refresh();
  /// Replaces tables and status now; waits for others that do. IoError.
  void write(const std::string& state);
  /// The same from time to time, if nobody else does: it takes a few percent of the time at most. Returns
  /// whether it did. IoError.
  bool write_sometimes();

  const std::optional<CaseRecord>& record(std::size_t n) const { return records_[n]; }
  std::size_t size() const { return records_.size(); }
  std::size_t done() const { return count("done"); }
  std::size_t failed() const { return count("failed"); }
  /// Those of the failed that the next start tries again.
  std::size_t to_try_again() const;
  /// io_failed when a disk failed one of those, stopped when the memory or the processor erred, else done.
  ExitCode end_code() const;

 private:
  using WallClock = std::chrono::steady_clock;
  std::size_t count(const std::string& status) const;
  std::int64_t safe_steps() const;
  StudyTable make_table() const;
  void write_locked(const std::string& state);

  const Study* study_;
  const std::vector<PlannedCase>* cases_;
  const StudyFolder* folder_;
  std::vector<std::optional<CaseRecord>> records_;
  WallClock::time_point next_;
  double seconds_of_last_write_ = 0.0;
};

}  // namespace isotherm
