#include "run/study.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "run/control.hpp"
#include "run/plan.hpp"
#include "run/study_groups.hpp"
#include "run/terminal.hpp"
#include "run/walltime.hpp"

namespace isotherm {
namespace {

constexpr double seconds_worth_a_line = 0.5;
constexpr double seconds_to_stop_in = 5.0;  // no case is begun so shortly before the limit

}  // namespace

StudyRun::StudyRun(const Communicator& world, const Study& study, StudyFolder folder, std::string study_text)
    : world_(&world),
      study_(&study),
      folder_(std::move(folder)),
      study_text_(std::move(study_text)),
      cases_(plan_study(world, study)),
      results_(study, cases_, folder_),
      group_of_rank_(groups_of_ranks(world.nodes(), study.ranks_per_case)),
      group_(world.split(group_of_rank_[static_cast<std::size_t>(world.rank())])),
      window_(world, words) {
  catch_signals();
  double limit = 0.0;
  std::string wrong;
  try {
    if (world.is_root()) limit = find_walltime().value_or(0.0);
  } catch (const std::invalid_argument& e) {
    wrong = e.what();
  }
  wrong = world.first_error(wrong);
  if (!wrong.empty()) throw Failure(ExitCode::usage, wrong);
  limit = world.max(limit);
  if (limit > 0.0) walltime_ = limit;
}

/// The study's folder, proved to be usable by its lock. FolderUnusable.
void StudyRun::make_own_folder() const {
  try {
    lock_folder(*world_, folder_.path());
  } catch (const FolderInUse&) {
    // Another job writes its tables at this moment.
  }
}

/// What has no final record yet, the longest first; what a machine failed in before comes last.
void StudyRun::make_queue() {
  std::vector<std::int64_t> states(cases_.size(), 0);  // 0 open, 1 final, 2 failed before
  const auto ranks = static_cast<std::size_t>(world_->size());
  for (auto n = static_cast<std::size_t>(world_->rank()); n < cases_.size(); n += ranks) {
    const auto record = read_record(folder_.record(cases_[n].hash));
    if (record) states[n] = is_final(*record) ? 1 : 2;
  }
  world_->sum(states);
  std::set<std::string> seen;
  for (std::size_t n = 0; n < cases_.size(); ++n) {
    if (states[n] != 1 && seen.insert(cases_[n].hash).second) queue_.push_back(n);
  }
  std::stable_sort(queue_.begin(), queue_.end(), [&](std::size_t a, std::size_t b) {
    if (states[a] != states[b]) return states[a] < states[b];
    return cases_[a].seconds > cases_[b].seconds;
  });
}

ExitCode StudyRun::execute() {
  make_own_folder();
  agree<IoError>(*world_, [&] {
    if (!world_->is_root()) return;
    make_folder(folder_.cases());
    results_.write("running");
    replace_text(folder_.study_file(), study_text_, Durability::survives_process);
  });
  make_queue();
  if (world_->is_root()) {
    double seconds = 0.0;
    for (const std::size_t n : queue_) seconds += cases_[n].seconds;
    say(stdout, "{} cases, {} to do, about {} of CPU time; {} groups of ranks\n", cases_.size(),
        queue_.size(), seconds_in_words(seconds), groups());
  }
  work();
  return conclude();
}

void StudyRun::work() {
  while (!stopped_) {
    std::int64_t ticket = 0;
    if (group_.is_root()) {
      ticket = must_stop() ? -1 : window_.fetch_and_add(tickets, 1);
    }
    ticket = group_.broadcast(ticket);
    if (ticket < 0) stopped_ = true;
    if (ticket < 0 || ticket >= std::ssize(queue_)) break;
    handle(queue_[static_cast<std::size_t>(ticket)]);
  }
  // What another job had: it may have been given up since then.
  const auto again = std::exchange(elsewhere_, {});
  for (const std::size_t n : again) {
    if (!stopped_) handle(n);
  }
}

/// Root of a group.
bool StudyRun::must_stop() {
  const auto left = time_left();
  return stop_requested() || (left && *left < seconds_to_stop_in) || window_.fetch_and_add(stops, 0) != 0 ||
         !error_.empty();
}

std::optional<double> StudyRun::time_left() const {
  return walltime_ ? std::optional(*walltime_ - watch_.seconds()) : std::nullopt;
}

void StudyRun::handle(std::size_t n) {
  const CaseOutcome outcome = run_study_case(group_, *study_, folder_, cases_, n, time_left());
  switch (outcome.kind) {
    case CaseOutcome::Kind::ended:
      ++ended_here_;
      cpu_seconds_ += outcome.record.cpu_seconds;
      longest_seconds_ = std::max(longest_seconds_, outcome.record.cpu_seconds);
      break;
    case CaseOutcome::Kind::before:
      break;
    case CaseOutcome::Kind::elsewhere:
      elsewhere_.push_back(n);
      break;
    case CaseOutcome::Kind::stopped:
      stopped_ = true;
      break;
    case CaseOutcome::Kind::unrecorded:
      stopped_ = true;
      error_ = outcome.reason;
      break;
  }
  if (!group_.is_root()) return;
  if (stopped_) window_.fetch_and_add(stops, 1);
  tell(outcome, n);
  try {
    if (results_.write_sometimes()) tell_progress();
  } catch (const IoError& e) {
    error_ = e.what();
  }
}

void StudyRun::tell(const CaseOutcome& outcome, std::size_t n) const {
  if (outcome.kind != CaseOutcome::Kind::ended) return;
  const CaseRecord& record = outcome.record;
  const bool failed = record.status == "failed";
  if (!failed && record.wall_seconds < seconds_worth_a_line) return;
  std::string values;
  for (std::size_t k = 0; k < study_->keys.size(); ++k) {
    values += fmt::format("{}{}={}", k == 0 ? "" : " ", study_->keys[k], study_->cases[n][k]);
  }
  std::string line = fmt::format("{} {} ({}) in {}", cases_[n].hash, record.status, values,
                                 seconds_in_words(record.wall_seconds));
  if (failed) line = fmt::format("{} failed ({}): {}", cases_[n].hash, values, record.reason);
  say(stdout, "{}\n", line);
}

void StudyRun::tell_progress() const {
  say(stdout, "{} of {} cases done, {} failed, {}\n", results_.done(), results_.size(), results_.failed(),
      seconds_in_words(watch_.seconds()));
}

/// The best possible time of the busiest group over its time, in CPU seconds of the cases that ended here.
/// Collective.
double StudyRun::balance() const {
  std::vector<double> of_group(static_cast<std::size_t>(world_->size()), 0.0);
  if (group_.is_root()) of_group[static_cast<std::size_t>(world_->rank())] = cpu_seconds_;
  world_->max(of_group);
  double sum = 0.0;
  for (const double seconds : of_group) sum += seconds;
  const double ideal = std::max(sum / groups(), world_->max(longest_seconds_));
  const double busiest = *std::max_element(of_group.begin(), of_group.end());
  return busiest > 0.0 ? ideal / busiest : 1.0;
}

/// The last tables, the last lines, and the exit code that all agree on.
ExitCode StudyRun::conclude() {
  const bool stopped = world_->max(std::int64_t{stopped_ ? 1 : 0}) != 0;
  const std::int64_t ended = world_->sum(group_.is_root() ? ended_here_ : 0);
  const std::string error = world_->first_error(error_);
  const double balanced = balance();
  auto end = static_cast<std::int64_t>(ExitCode::done);
  agree<IoError>(*world_, [&] {
    if (!world_->is_root()) return;
    results_.write(stopped ? "stopped" : "done");
    const std::size_t open = results_.size() - results_.done() - results_.failed();
    say(stdout, "{} cases ended in {}, balance {:.1f} %\nof {} cases {} are done, {} failed, {} open{}: {}\n",
        ended, seconds_in_words(watch_.seconds()), 100.0 * balanced, results_.size(), results_.done(),
        results_.failed(), open, open > 0 && !stopped ? " in the hands of other jobs" : "",
        folder_.path().string());
    if (const std::size_t again = results_.to_try_again(); again > 0) {
      say(stdout, "{} of the failed did not fail for good: the next start tries again\n", again);
    }
    end = static_cast<std::int64_t>(stopped ? ExitCode::stopped : results_.end_code());
    if (end != 0) say(stdout, "run the same line again to go on\n");
  });
  if (!error.empty()) throw IoError(error);
  return static_cast<ExitCode>(world_->broadcast(end));
}

}  // namespace isotherm
