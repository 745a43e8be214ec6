#include "run/run.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/build_info.hpp"
#include "io/file_system.hpp"
#include "io/fingerprint.hpp"
#include "io/picture/png.hpp"
#include "io/provenance.hpp"
#include "io/report/run_report.hpp"
#include "run/guard.hpp"
#include "run/pictures.hpp"
#include "run/placement.hpp"
#include "run/terminal.hpp"
#include "run/walltime.hpp"

namespace isotherm {

Run::Run(const Communicator& comm, Case the_case, RunFolder folder, RunOptions options)
    : comm_(&comm), options_(std::move(options)), case_(std::move(the_case)), folder_(std::move(folder)) {}

/// Looks at what the folder holds and locks it. False when the case is done already; then nothing is touched.
bool Run::enter_folder() {
  if (is_done()) return false;
  const std::string& start = case_.problem.initial.file;
  const bool may_go = comm_->is_root() && !start.empty() && folder_.may_remove(start);
  if (comm_->max(std::int64_t{may_go}) != 0) {
    throw Failure(ExitCode::usage,
                  fmt::format("initial.file: '{}' is of the run folder itself, which does not "
                              "keep it: choose another folder with --out",
                              start));
  }
  lock_ = lock_folder(*comm_, folder_.path());
  agree<FolderUnusable>(*comm_, [&] {
    if (comm_->is_root()) folder_.refuse_links();
  });
  return !is_done();  // another job may have ended it in between
}

/// Says so when the case is done. Failure(bad_case) when the folder holds another case.
bool Run::is_done() const {
  std::string done;
  std::string refused;
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root() || options_.fresh) return;
    const std::string earlier = folder_.earlier_case();
    if (earlier.empty()) return;
    const Continuation continuation = compare_for_continuation(earlier, case_.resolved);
    refused = continuation.refused;
    if (!continuation.extends && options_.restart.empty()) done = folder_.done_message(!options_.quiet);
  });
  refused = comm_->broadcast(refused);
  if (!refused.empty()) {
    throw Failure(
        ExitCode::bad_case,
        fmt::format("{} holds a run of a different case; the differences:{}\nUse --fresh to start over "
                    "there, or --out for another folder",
                    folder_.path().string(), refused));
  }
  done = comm_->broadcast(done);
  if (!done.empty() && comm_->is_root() && !options_.quiet) say(stdout, "{}\n", done);
  return !done.empty();
}

/// Makes the folder this run's, once nothing can be wrong with the case any more: what a refused case leaves
/// behind must not stand in the way of the next one.
void Run::claim_folder() {
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root()) return;
    lock_->require_held();
    if (!options_.fresh) earlier_case_ = folder_.earlier_case();
    if (options_.fresh && !rolls_back_) folder_.clear();
    folder_.prepare(case_);
    remove_file(folder_.summary());
    remove_file(folder_.report());
  });
}

/// On the root rank: FolderLost when the folder is this run's no more.
std::function<void()> Run::require_folder() const {
  return [this] { lock_->require_held(); };
}

bool Run::is_own(const VerifiedCheckpoint& checkpoint) const {
  return checkpoint.path.parent_path() == folder_.checkpoints();
}

void Run::open_tables(const std::optional<VerifiedCheckpoint>& resume) {
  const auto warn = [&](const std::string& text) {
    if (is_own(*resume)) log_->warn(text);  // another folder has the rows up to its checkpoint
  };
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root()) return;
    std::vector<std::string> earlier;
    if (resume && is_own(*resume)) earlier.push_back(resume->state().case_text);
    if (!earlier_case_.empty()) earlier.push_back(earlier_case_);
    tables_ = isotherm::open_tables(folder_, case_, resume ? &resume->state() : nullptr, earlier, warn);
  });
}

/// Wall-clock seconds that are left from now on.
std::optional<double> Run::walltime() const {
  if (options_.walltime) return *options_.walltime - watch_.seconds();
  std::optional<double> left;
  if (case_.stop.walltime) left = *case_.stop.walltime - seconds_since_start();
  std::string wrong;
  try {
    if (case_.stop.walltime_auto && comm_->is_root()) left = find_walltime();
  } catch (const std::invalid_argument& e) {
    wrong = e.what();
  }
  wrong = comm_->first_error(wrong);
  if (!wrong.empty()) throw Failure(ExitCode::usage, wrong);
  const double least = comm_->min(left.value_or(std::numeric_limits<double>::infinity()));
  if (std::isfinite(least)) return least;
  if (case_.stop.walltime_auto) log_->info("stop.walltime: auto found no limit");
  return std::nullopt;
}

/// The checkpoint to go on from, with nothing changed yet; nullopt: the start of the case, which T then
/// holds.
std::optional<VerifiedCheckpoint> Run::choose_start(Model& model, const CheckpointStore& store) {
  std::optional<VerifiedCheckpoint> checkpoint;
  if (rolls_back_ || (!options_.fresh && options_.restart.empty())) checkpoint = store.newest_to_start_from();
  if (!checkpoint && !options_.restart.empty()) checkpoint = open_chosen_checkpoint();
  if (checkpoint) {
    require_restorable(model, *checkpoint);
  } else {
    set_initial_temperature(model, store);
  }
  return checkpoint;
}

/// The file of --restart.
VerifiedCheckpoint Run::open_chosen_checkpoint() const {
  std::error_code ignored;
  const bool there = comm_->is_root() && std::filesystem::exists(options_.restart, ignored);
  if (comm_->max(std::int64_t{there}) == 0) {
    throw Failure(ExitCode::input_missing, "--restart: there is no file " + options_.restart);
  }
  VerifiedCheckpoint checkpoint = [&] {
    try {
      return open_checkpoint(*comm_, options_.restart);
    } catch (const IoError& e) {
      throw Failure(ExitCode::input_missing,
                    fmt::format("--restart: {}; name a checkpoint, as in RUN/checkpoints", e.what()));
    }
  }();
  const auto continuation = compare_for_continuation(checkpoint.state().case_text, case_.resolved);
  if (!continuation.refused.empty()) {
    throw Failure(ExitCode::bad_case,
                  fmt::format("{} is a checkpoint of a different case; the differences:{}", options_.restart,
                              continuation.refused));
  }
  return checkpoint;
}

void Run::announce(const Model& model, const std::optional<VerifiedCheckpoint>& resume) const {
  if (resume) {
    log_->info(fmt::format("continues from {} (step {}, t = {})", resume->path.string(), resume->state().step,
                           moment(resume->state().time)));
  }
  const auto& d = case_.problem.domain;
  const BuildInfo& build = build_info();
  log_->info(fmt::format("isotherm {} ({}), {}", build.version, build.commit, model.ranks_text()));
  if (!case_.title.empty()) log_->info(case_.title);
  log_->info(fmt::format("{} x {} cells{}, largest stable explicit step {:.6g} s", d.nx, d.ny,
                         model.op().uniform() ? " of one material" : "", model.largest_stable_step()));
  log_->info(model.step_text());
  if (case_.time.method == Method::automatic) {
    log_->info(fmt::format("{}: {}", model.method(), model.method_reason()));
  }
  for (const CaseFault& warning : case_.warnings) log_->warn(format_warning(warning));
  for (const CaseFault& warning : warnings_of_placement(model)) log_->warn(format_warning(warning));
}

/// What a later end than the first one means for the steps.
void Run::say_extended(const std::vector<double>& extensions) const {
  if (extensions.empty()) return;
  log_->info(fmt::format("this run was meant to end at t = {} and chose its steps for that:",
                         moment(extensions.back())));
  log_->info(
      fmt::format("a fresh run to t = {} may differ by the method's accuracy", moment(case_.time.end)));
}

RunSummary Run::summarise(Model& model, const Simulation& simulation, const Outcome& outcome) const {
  RunSummary summary;
  summary.status = outcome.code == ExitCode::done ? "done" : "stopped";
  summary.exit_code = static_cast<int>(outcome.code);
  summary.reason = outcome.reason;
  summary.steps = model.clock().step();
  summary.time = model.clock().time();
  summary.wall_seconds = watch_.seconds();
  summary.updates_per_second = progress_->updates_per_second(model.clock());
  summary.method = model.method();
  summary.ranks = comm_->size();
  summary.px = model.decomposition().px();
  summary.py = model.decomposition().py();
  summary.phases = simulation.phases();
  summary.phases["setup"] = setup_seconds_;
  summary.stepper = model.stepper().report();
  if (summary.stepper.contains("linear_iterations")) {
    summary.linear_iterations = static_cast<std::int64_t>(summary.stepper.at("linear_iterations"));
  }
  std::vector<std::int64_t> peaks(static_cast<std::size_t>(comm_->size()), 0);
  peaks[static_cast<std::size_t>(comm_->rank())] = peak_resident_bytes();
  comm_->sum(peaks);
  summary.peak_rss_bytes = peaks;
  summary.extensions = simulation.extensions();
  summary.temperature_sha256 = field_sha256(model.decomposition(), model.T(), model.op().mask());
  return summary;
}

/// nullptr when the case wants no pictures.
std::unique_ptr<PictureWriter> Run::make_pictures(const Model& model) const {
  const PictureSettings& settings = case_.output.pictures;
  if (settings.every.unit == Interval::Unit::never) return nullptr;
  return std::make_unique<PictureWriter>(
      model.decomposition(), model.grid(), &case_.problem,
      PictureOptions{folder_.pictures(), settings.style, picture_subject(case_, settings.flux),
                     settings.width, require_folder()});
}

ExitCode Run::execute() {
  if (!enter_folder()) return ExitCode::done;
  if (case_.parallel.watchdog && comm_->size() > 1) {
    watchdog_ = std::make_unique<Watchdog>(*comm_, folder_.path(), *case_.parallel.watchdog);
  }
  constexpr int most_roll_backs = 3;
  for (int roll_backs = 0;; ++roll_backs) {
    try {
      return attempt();
    } catch (const UnrepeatedError& e) {
      if (!case_.numerics.roll_back || roll_backs == most_roll_backs) throw;
      log_->warn(fmt::format("{}. Goes back to it", e.what()));
      rolls_back_ = true;
    }
  }
}

/// From the newest good checkpoint, or the start, to an end.
ExitCode Run::attempt() {
  std::unique_ptr<Model> built;
  with_places(case_, [&] { built = std::make_unique<Model>(*comm_, case_); });
  Model& model = *built;
  if (options_.method) model.keep_method(*options_.method);
  const auto provenance = collect_provenance(model.decomposition());
  std::vector<std::string> early_warnings;
  const auto warn = [&](const std::string& text) {
    if (log_) {
      log_->warn(text);
    } else {
      early_warnings.push_back(text);
    }
  };
  CheckpointStore store(
      model.decomposition(), model.op().mask(),
      {folder_.checkpoints(), case_.checkpoint.format, case_.checkpoint.keep, provenance, warn,
       [this](const CheckpointState& state) { return why_not_of(state, case_.resolved); }, require_folder()});
  const auto resume = choose_start(model, store);
  claim_folder();
  if (!options_.restart.empty()) store.drop_after(resume->state().step);
  log_ = std::make_unique<Log>(*comm_, folder_.log(), !options_.quiet);
  for (const auto& text : early_warnings) log_->warn(text);
  progress_ = std::make_unique<Progress>(Progress::Settings{
      comm_->is_root(), !options_.quiet && output_is_terminal(), model.grid().cells(), folder_.status(),
      [this](const std::string& line) { log_->info(line); }, require_folder()});
  announce(model, resume);
  open_tables(resume);
  const char* unit = case_.problem.unit == TemperatureUnit::celsius ? "degC" : "K";
  SnapshotWriter snapshots(model.decomposition(), model.grid(), model.op().mask(),
                           {folder_.snapshots(), case_.title, unit, provenance, require_folder(), warn});
  snapshots.continue_after(resume ? resume->state().step : -1);
  const auto pictures = make_pictures(model);
  if (pictures) pictures->continue_after(resume ? resume->state().step : -1);
  Simulation simulation(model,
                        {&store, &snapshots, pictures.get(), tables_.diagnostics.get(), tables_.probes.get(),
                         progress_.get(), [&] { set_initial_temperature(model, store); }, warn,
                         [this] { return log_->failure(); }, tables_.flows.get(), tables_.regions.get()},
                        walltime(), options_.steps);
  const auto end = [&](const LocalFailure& failure) {
    record_failure(failure.code, failure.message, model);
    options_.end(*comm_, failure);
  };
  ExitCode code = ExitCode::bug;
  with_all_or_end(*comm_, end, [&] {
    if (resume) {
      if (is_own(*resume)) store.begin_start(*resume);
      simulation.restore(*resume, is_own(*resume));
      say_extended(simulation.extensions());
    }
    code = carry_out(simulation, model, provenance);
  });
  return code;
}

/// From where the simulation stands to an end that is written down.
ExitCode Run::carry_out(Simulation& simulation, Model& model,
                        const std::map<std::string, std::string>& provenance) {
  setup_seconds_ = watch_.seconds();
  const Outcome outcome = run_or_record(simulation, model);
  last_row_ = simulation.last_row();
  figures_ = simulation.figures();
  const std::string last_picture = options_.quiet ? std::string() : draw_last(model);
  summary_ = summarise(model, simulation, outcome);
  summary_->provenance = provenance;
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root()) return;
    lock_->require_held();
    write_summary(folder_.summary(), *summary_);
  });
  progress_->end(model.clock(), summary_->status);
  if (!options_.quiet) write_report(last_picture);
  report(outcome);
  return outcome.code;
}

/// For the report, where the case wants no pictures: a PNG on the root rank, else an empty text.
std::string Run::draw_last(Model& model) const {
  if (case_.output.pictures.every.unit != Interval::Unit::never) return {};
  PictureOptions options;
  options.subject = picture_subject(case_, false);
  const Canvas canvas = PictureWriter(model.decomposition(), model.grid(), &case_.problem, std::move(options))
                            .draw(model.clock().step(), model.clock().time(), model.T());
  return comm_->is_root() ? png_bytes(canvas) : std::string();
}

/// report.html. What cannot be written is said; the run has ended well without it.
void Run::write_report(const std::string& picture) {
  if (!comm_->is_root()) return;
  try {
    lock_->require_held();
    replace_text(folder_.report(), run_report(folder_.path(), picture), Durability::survives_process);
  } catch (const std::exception& e) {
    log_->warn(std::string("report.html: ") + e.what());
  }
}

/// The last lines of a run: what it did, and the probes, so that one look says what came out.
void Run::report(const Outcome& outcome) const {
  const RunSummary& summary = *summary_;
  if (last_row_) {
    const DiagnosticsRow& row = *last_row_;
    const char* unit = case_.problem.unit == TemperatureUnit::celsius ? "degC" : "K";
    for (std::size_t p = 0; p < row.probes.size(); ++p) {
      log_->info(fmt::format("T({}) = {:.6f} {} at t = {}", case_.output.probes[p].name, row.probes[p], unit,
                             moment(row.time)));
    }
  }
  log_->info(fmt::format("{} at step {}, t = {}: {}", summary.status, summary.steps, moment(summary.time),
                         outcome.reason));
  log_->info(fmt::format("{:.2f} s, {}, {}", summary.wall_seconds, rate_in_words(summary.updates_per_second),
                         folder_.path().string()));
  if (outcome.code != ExitCode::stopped) return;
  const char* but = options_.fresh             ? " without --fresh"
                    : options_.restart.empty() ? ""
                                               : " without --restart";
  log_->info(fmt::format("run the same line again{} to go on", but));
}

}  // namespace isotherm
