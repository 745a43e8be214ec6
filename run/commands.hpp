#pragma once
// The commands of the program: their options are members, and a call does the work. run/command_line.cpp
// reads them from the command line; argc and argv go to MPI_Init, where a command needs it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "run/exit_code.hpp"
#include "run/picture_options.hpp"
#include "run/run_options.hpp"

namespace CLI {
class App;
}

namespace isotherm {

/// Writes a commented case to start from; without a name, lists them. Not collective.
struct InitCommand {
  std::string name;
  std::string output;  ///< the file; empty: the name with .yaml
  bool force = false;  ///< replace a file that is there

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Starts a case, continues it, or says that it is done. Collective.
struct RunCommand {
  std::string file;
  std::vector<std::string> set;
  std::string out;  ///< the run folder; empty: the case file's stem + .run
  RunOptions options;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Parses, validates and builds cases; writes nothing. Collective.
struct CheckCommand {
  std::vector<std::string> files;
  std::vector<std::string> set;
  bool json = false;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Says what a checkpoint, a snapshot or a run folder holds. Not collective.
struct InfoCommand {
  std::string file;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Draws fields of files as PNG. Collective.
struct PictureCommand {
  std::string file;
  std::string output;
  std::optional<std::int64_t> step;  ///< unset: the newest
  std::vector<double> range;         ///< of the colours, two values; empty: of what is drawn
  bool all = false;                  ///< a picture of each snapshot
  bool animate = false;              ///< one picture of all snapshots
  FilePictureOptions picture;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Says what two runs, files or cases differ in. Not collective.
struct CompareCommand {
  std::string a;
  std::string b;
  double tolerance = 0.0;  ///< differences up to this do not count

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Follows a run or a study in the terminal until it ends. Not collective.
struct WatchCommand {
  std::string run;
  double every = 1.0;  ///< s between two looks
  bool once = false;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Computes a run once more from its own case.yaml. Collective.
struct RerunCommand {
  std::string run;
  std::string out;      ///< emptied first; empty: RUN.again
  bool verify = false;  ///< say whether all bits agree

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Says what a case will take; measures two seconds of it. Collective.
struct PlanCommand {
  std::string file;
  std::vector<std::string> set;
  std::vector<int> ranks;  ///< empty: those of MPI, or the suggested number
  bool stated = false;     ///< measure nothing
  bool json = false;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Runs the cases of a study that are not done yet. Collective.
struct StudyCommand {
  std::string file;
  std::string out;      ///< the study's folder; empty: the file's stem + .study
  bool list = false;    ///< show the cases; run nothing
  bool status = false;  ///< show how far it has come; run nothing

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Prints a batch script for a case or a study, or hands it in. Not collective.
struct SubmitCommand {
  std::string file;
  std::vector<std::string> set;
  std::string out;
  int ranks = 0;         ///< 0: from the plan
  std::string walltime;  ///< of one link; empty: from the plan
  std::string margin;    ///< before its end, when the run is told to stop; empty: from the plan
  std::string launcher = "mpiexec";
  std::vector<std::string> sbatch;  ///< more options of sbatch, without dashes
  bool now = false;                 ///< hand it in

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Prints the JSON Schema of a case. Not collective.
struct SchemaCommand {
  ExitCode operator()(int& argc, char**& argv) const;
};

/// Says what a key of a case means; without a key, all of them. Not collective.
struct ExplainCommand {
  std::string key;

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Says what this machine is, what was tried on it, what is unsafe and what to set. Collective.
struct DoctorCommand {
  std::string folder = ".";  ///< in which runs will be kept

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Prints the manual page. Not collective.
struct ManualCommand {
  const CLI::App* program = nullptr;  ///< what it is about

  ExitCode operator()(int& argc, char**& argv) const;
};

/// Prints the completion of commands, options and keys for a shell. Not collective.
struct CompletionCommand {
  const CLI::App* program = nullptr;  ///< what is completed
  std::string shell = "bash";         ///< or "zsh"

  ExitCode operator()(int& argc, char**& argv) const;
};

}  // namespace isotherm
