#pragma once
// The commands of the program, one file each.

#include <CLI/CLI.hpp>
#include <functional>

#include "run/exit_code.hpp"

namespace isotherm {

/// What main calls once the command line is read: set by the command that was named. argc and argv go to
/// MPI_Init.
using Action = std::function<ExitCode(int& argc, char**& argv)>;

void add_run_command(CLI::App& app, Action& action);
void add_check_command(CLI::App& app, Action& action);
void add_info_command(CLI::App& app, Action& action);
void add_picture_command(CLI::App& app, Action& action);
void add_compare_command(CLI::App& app, Action& action);
void add_init_command(CLI::App& app, Action& action);
void add_rerun_command(CLI::App& app, Action& action);
void add_watch_command(CLI::App& app, Action& action);
void add_plan_command(CLI::App& app, Action& action);
void add_study_command(CLI::App& app, Action& action);
void add_submit_command(CLI::App& app, Action& action);
void add_doctor_command(CLI::App& app, Action& action);
void add_manual_commands(CLI::App& app, Action& action);
void add_schema_command(CLI::App& app, Action& action);
void add_explain_command(CLI::App& app, Action& action);

}  // namespace isotherm
