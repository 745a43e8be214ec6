#include "run/study_results.hpp"

#include <algorithm>
#include <thread>

#include "io/hdf5/study_file.hpp"
#include "io/json.hpp"
#include "io/provenance.hpp"
#include "io/report/study_page.hpp"
#include "run/run_folder.hpp"
#include "run/stopwatch.hpp"
#include "run/study_case.hpp"

namespace isotherm {
namespace {

using namespace std::chrono_literals;

constexpr double seconds_between_writes = 1.0;
constexpr double share_of_time = 0.03;
constexpr int most_tries = 1500;
constexpr auto pause = 20ms;

/// Steps that are safe in the checkpoints of a case that has not ended.
std::int64_t checkpointed_steps(const std::filesystem::path& status_file) {
  const Json json = read_json_object(status_file);
  if (!json.contains("last_checkpoint")) return 0;
  const Json& step = json.at("last_checkpoint");
  return step.is_number_integer() ? step.get<std::int64_t>() : 0;
}

/// A parameter's value as people write it: without the quotation marks of YAML.
std::string shown(const std::string& value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted && value.find('\\') == std::string::npos ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

StudyResults::StudyResults(const Study& study, const std::vector<PlannedCase>& cases,
                           const StudyFolder& folder)
    : study_(&study),
      cases_(&cases),
      folder_(&folder),
      records_(cases.size()),
      next_(WallClock::now() + std::chrono::duration_cast<WallClock::duration>(
                                   std::chrono::duration<double>(seconds_between_writes))) {}

void StudyResults::refresh() {
  for (std::size_t n = 0; n < records_.size(); ++n) {
    if (records_[n] && is_final(*records_[n])) continue;
    if (auto record = read_record(folder_->record((*cases_)[n].hash))) records_[n] = std::move(record);
  }
}

std::size_t StudyResults::count(const std::string& status) const {
  return static_cast<std::size_t>(std::count_if(records_.begin(), records_.end(), [&](const auto& record) {
    return record && record->status == status;
  }));
}

std::size_t StudyResults::to_try_again() const {
  return static_cast<std::size_t>(std::count_if(
      records_.begin(), records_.end(), [](const auto& record) { return record && !is_final(*record); }));
}

ExitCode StudyResults::end_code() const {
  const auto has = [&](ExitCode code) {
    return std::any_of(records_.begin(), records_.end(), [&](const auto& record) {
      return record && !is_final(*record) && record->exit_code == static_cast<int>(code);
    });
  };
  if (has(ExitCode::io_failed) || has(ExitCode::folder_unusable)) return ExitCode::io_failed;
  return has(ExitCode::numerical) ? ExitCode::stopped : ExitCode::done;
}

std::int64_t StudyResults::safe_steps() const {
  std::int64_t steps = 0;
  for (std::size_t n = 0; n < records_.size(); ++n) {
    const bool ended = records_[n] && is_final(*records_[n]);
    steps += ended ? std::max<std::int64_t>(1, records_[n]->steps)
                   : checkpointed_steps(RunFolder(folder_->case_folder((*cases_)[n].hash)).status());
  }
  return steps;
}

void StudyResults::write(const std::string& state) {
  for (int attempt = 0;; ++attempt) {
    try {
      const FolderLock lock(folder_->path());
      return write_locked(state);
    } catch (const FolderInUse& error) {
      if (attempt == most_tries) throw IoError(error.what());
      std::this_thread::sleep_for(pause);
    }
  }
}

bool StudyResults::write_sometimes() {
  if (WallClock::now() < next_) return false;
  bool written = false;
  try {
    const FolderLock lock(folder_->path());
    write_locked("running");
    written = true;
  } catch (const FolderInUse&) {
    // Somebody else does it.
  }
  const double wait = std::max(seconds_between_writes, seconds_of_last_write_ / share_of_time);
  next_ =
      WallClock::now() + std::chrono::duration_cast<WallClock::duration>(std::chrono::duration<double>(wait));
  return written;
}

StudyTable StudyResults::make_table() const {
  StudyTable table{study_->keys, study_->collect, {}};
  for (std::size_t n = 0; n < records_.size(); ++n) {
    if (!records_[n]) continue;
    std::vector<std::string> values;
    for (const std::string& value : study_->cases[n]) values.push_back(shown(value));
    table.rows.push_back({(*cases_)[n].hash, std::move(values), *records_[n]});
  }
  return table;
}

void StudyResults::write_locked(const std::string& state) {
  const Stopwatch watch;
  refresh();
  const StudyTable table = make_table();
  replace_text(folder_->results_csv(), csv_text(table), Durability::survives_process);
  write_study_file(folder_->results_hdf5(), table);
  if (state != "running") {
    const std::string title = study_->title.empty() ? folder_->path().filename().string() : study_->title;
    replace_text(folder_->report(), study_page(title, table, folder_->cases()), Durability::survives_process);
  }
  const Json status{{"state", state},
                    {"cases", size()},
                    {"done", done()},
                    {"failed", failed()},
                    {"last_checkpoint", safe_steps()},
                    {"updated", utc_now()},
                    {"host", host_name()},
                    {"job", job_id()}};
  replace_text(folder_->status(), json_text(status, 2) + "\n", Durability::survives_process);
  seconds_of_last_write_ = watch.seconds();
}

}  // namespace isotherm
