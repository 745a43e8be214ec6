// isotherm study study.yaml: a parameter study.

#include <fmt/format.h>
#include <memory>

#include "run/commands.hpp"
#include "run/control.hpp"
#include "run/guard.hpp"
#include "run/study.hpp"
#include "run/study_report.hpp"

namespace isotherm {
namespace {

struct StudyOptions {
  std::string file;
  std::string out;
  bool list = false;
  bool status = false;

  StudyFolder folder() const {
    return StudyFolder(out.empty() ? StudyFolder::default_for(file) : std::filesystem::path(out));
  }
};

ExitCode look_at(const StudyOptions& options) {
  return with_errors([&] {
    const Study study = read_study(read_input(options.file), options.file);
    fmt::print("{}", options.list ? list_study(study) : study_status(study, options.folder()));
    return ExitCode::done;
  });
}

/// The root rank reads study and base; the others get the texts.
Study read_together(const Communicator& comm, const std::string& text, const std::string& file) {
  std::string base;
  if (comm.is_root()) {
    try {
      base = read_study(text, file).base_text;
    } catch (const ConfigError&) {
      // All ranks find the same mistakes below: the base is then read by each, or is as unreadable to each.
    }
  }
  base = comm.broadcast(base);
  return base.empty() ? read_study(text, file) : read_study(text, file, base);
}

ExitCode run_study(const Communicator& comm, const StudyOptions& options) {
  const std::string text = read_case_text(comm, options.file);
  const Study study = read_together(comm, text, options.file);
  return StudyRun(comm, study, options.folder(), text).execute();
}

}  // namespace

void add_study_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<StudyOptions>();
  auto* command = app.add_subcommand("study", "Run the cases of a parameter study that are not done yet");
  command->add_option("study", options->file, "The study file (YAML)")->required();
  command->add_option("--out", options->out, "Study folder (default: the file's stem + .study)");
  command->add_flag("--list", options->list, "Show the cases and what they take; run nothing");
  command->add_flag("--status", options->status, "Show how far the study has come; nothing is run")
      ->excludes("--list");
  command->footer("Example: mpiexec -n 4 isotherm study study.yaml");
  command->callback([options, &action] {
    action = [options](int& argc, char**& argv) {
      if (options->list || options->status) return look_at(*options);
      catch_signals();
      return with_environment(argc, argv,
                              [&](const Communicator& comm) { return run_study(comm, *options); });
    };
  });
}

}  // namespace isotherm
