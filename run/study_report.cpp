#include "run/study_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "io/json.hpp"
#include "run/plan.hpp"
#include "run/run_folder.hpp"
#include "run/study_case.hpp"
#include "run/study_plan.hpp"
#include "run/study_results.hpp"

namespace isotherm {
namespace {

/// Columns as wide as their widest entry.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t k = 0; k < row.size(); ++k) line += fmt::format("{:<{}}  ", row[k], widths[k]);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string table(const Study& study, const std::vector<PlannedCase>& cases, const std::string& last_column,
                  const std::function<std::string(std::size_t)>& last) {
  std::vector<std::vector<std::string>> rows{{"case"}};
  rows[0].insert(rows[0].end(), study.keys.begin(), study.keys.end());
  rows[0].push_back(last_column);
  for (std::size_t n = 0; n < cases.size(); ++n) {
    std::vector<std::string> row{cases[n].hash};
    row.insert(row.end(), study.cases[n].begin(), study.cases[n].end());
    row.push_back(last(n));
    rows.push_back(std::move(row));
  }
  return aligned(rows);
}

/// What a case without a record is doing.
std::string state_of_open(const std::filesystem::path& status_file) {
  if (!std::filesystem::exists(status_file)) return "open";
  const Json json = read_json_object(status_file);
  return fmt::format("{} at step {}", json.value("state", "open"), json.value("step", std::int64_t{0}));
}

}  // namespace

std::string list_study(const Study& study) {
  const auto cases = plan_study(study);
  const std::string text = table(study, cases, "estimated", [&](std::size_t n) {
    return cases[n].fault.empty() ? seconds_in_words(cases[n].seconds) : "no valid case: " + cases[n].fault;
  });
  const StudyEstimate estimate = estimate_study(cases);
  return text +
         fmt::format(
             "{} cases, about {} of CPU time, the longest {}\n{} of memory per rank; ranks per case: {}\n",
             cases.size(), seconds_in_words(estimate.seconds), seconds_in_words(estimate.longest_seconds),
             bytes_in_words(estimate.bytes_per_rank), study.ranks_per_case);
}

std::string study_status(const Study& study, const StudyFolder& folder) {
  const auto cases = plan_study(study);
  StudyResults results(study, cases, folder);
  results.refresh();
  double open_seconds = 0.0;
  const std::string text = table(study, cases, "status", [&](std::size_t n) -> std::string {
    const auto& record = results.record(n);
    if (!record) {
      open_seconds += cases[n].seconds;
      return state_of_open(RunFolder(folder.case_folder(cases[n].hash)).status());
    }
    if (record->status == "failed") {
      return fmt::format("failed ({}){}: {}", record->exit_code,
                         is_final(*record) ? "" : ", to be tried again", record->reason);
    }
    return fmt::format("{} in {}", record->status, seconds_in_words(record->wall_seconds));
  });
  const std::size_t open = cases.size() - results.done() - results.failed();
  return text +
         fmt::format("{} cases: {} done, {} failed, {} open, for which about {} of CPU time is needed\n",
                     cases.size(), results.done(), results.failed(), open, seconds_in_words(open_seconds));
}

}  // namespace isotherm
