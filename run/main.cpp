// The program isotherm: reads the command line and hands over to a command.

#include <cstdio>
#include <fmt/format.h>
#include <system_error>

#include "io/build_info.hpp"
#include "run/commands.hpp"
#include "run/usage.hpp"

namespace {

int cannot_print() {
  std::fputs("isotherm: cannot write to standard output\n", stderr);
  return static_cast<int>(isotherm::ExitCode::io_failed);
}

/// Also what was asked for with --help and --version ends here.
int wrong_usage(const CLI::App& app, const CLI::ParseError& e, int argc, char** argv) {
  using namespace isotherm;
  const bool wrong = e.get_exit_code() != 0;
  const std::string unknown = wrong ? unknown_word(app, argc, argv) : std::string();
  if (wrong && argc < 2) {
    std::fputs(app.help().c_str(), stderr);
  } else if (!unknown.empty()) {
    std::fputs(fmt::format("isotherm: {}\nRun with --help for more information.\n", unknown).c_str(), stderr);
  } else {
    app.exit(e);
  }
  return wrong ? static_cast<int>(ExitCode::usage) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace isotherm;
  CLI::App app{"isotherm: heat conduction in two dimensions, in parallel", "isotherm"};
  app.require_subcommand(1);
  app.set_version_flag("--version", [] {
    const BuildInfo& build = build_info();
    return fmt::format("isotherm {} ({}), {}, {}, Kokkos {}", build.version, build.commit, build.build_type,
                       build.compiler, build.kokkos_version);
  });
  app.footer("Example: mpiexec -n 4 isotherm run case.yaml");
  Action action;
  add_init_command(app, action);
  add_run_command(app, action);
  add_check_command(app, action);
  add_info_command(app, action);
  add_picture_command(app, action);
  add_compare_command(app, action);
  add_watch_command(app, action);
  add_rerun_command(app, action);
  add_plan_command(app, action);
  add_study_command(app, action);
  add_submit_command(app, action);
  add_schema_command(app, action);
  add_explain_command(app, action);
  add_doctor_command(app, action);
  add_manual_commands(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return wrong_usage(app, e, argc, argv);
  }
  try {
    const int code = static_cast<int>(action(argc, argv));
    return code == 0 && std::fflush(stdout) != 0 ? cannot_print() : code;
  } catch (const std::system_error&) {  // fmt::print, of what a command was asked for
    return cannot_print();
  }
}
