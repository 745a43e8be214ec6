// isotherm study study.yaml: a parameter study.

#include <fmt/format.h>

#include "run/commands.hpp"
#include "run/control.hpp"
#include "run/guard.hpp"
#include "run/study.hpp"
#include "run/study_report.hpp"

namespace isotherm {
namespace {

StudyFolder folder_of(const StudyCommand& command) {
  return StudyFolder(command.out.empty() ? StudyFolder::default_for(command.file)
                                         : std::filesystem::path(command.out));
}

ExitCode look_at(const StudyCommand& command) {
  return with_errors([&] {
    const Study study = read_study(read_input(command.file), command.file);
    fmt::print("{}", command.list ? list_study(study) : study_status(study, folder_of(command)));
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

ExitCode run_study(const Communicator& comm, const StudyCommand& command) {
  const std::string text = read_case_text(comm, command.file);
  const Study study = read_together(comm, text, command.file);
  return StudyRun(comm, study, folder_of(command), text).execute();
}

}  // namespace

ExitCode StudyCommand::operator()(int& argc, char**& argv) const {
  if (list || status) return look_at(*this);
  catch_signals();
  return with_environment(argc, argv, [&](const Communicator& comm) { return run_study(comm, *this); });
}

}  // namespace isotherm
