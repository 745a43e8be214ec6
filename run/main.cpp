// The program isotherm: reads the command line and hands over to a command.

#include <cstdio>
#include <fmt/format.h>
#include <system_error>

#include "io/build_info.hpp"
#include "run/commands.hpp"

namespace {

int cannot_print() {
  std::fputs("isotherm: cannot write to standard output\n", stderr);
  return static_cast<int>(isotherm::ExitCode::io_failed);
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
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  try {
    const int code = static_cast<int>(action(argc, argv));
    return code == 0 && std::fflush(stdout) != 0 ? cannot_print() : code;
  } catch (const std::system_error&) {  // fmt::print, of what a command was asked for
    return cannot_print();
  }
}
