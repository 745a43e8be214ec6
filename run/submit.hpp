#pragma once
// The batch script of a case or a study.

#include <string>
#include <string_view>
#include <vector>

namespace isotherm {

/// run/batch/job.sh.in: a script with {{NAMES}} for the fields of BatchJob.
extern const std::string_view batch_script_template;

/// What goes into a batch script. Every text may hold any character: it is quoted, or made harmless where the
/// batch system's own syntax knows no quoting.
struct BatchJob {
  std::string title;                ///< a comment
  std::string name;                 ///< of the job
  std::string folder;               ///< the working folder
  std::string out;                  ///< the run's or study's folder, seen from there
  std::vector<std::string> launch;  ///< the command line
  int ranks = 1;
  double memory_per_rank = 0.0;      ///< bytes
  double walltime = 0.0;             ///< s
  double margin = 0.0;               ///< s before its end when the run is told
  std::vector<std::string> options;  ///< more options of sbatch, without dashes: "partition=short"
};

/// The script. Throws std::invalid_argument for an option that does not fit on one line. Pure.
std::string batch_script(const BatchJob& job);

/// A text as one word of a shell's command line. Pure.
std::string shell_quoted(const std::string& text);

/// A text as a job's or a file's name: letters, digits, ".", "_" and "-" stay, all else becomes "_". Pure.
std::string plain_name(const std::string& text);

/// "1-02:03:04", as sbatch wants it; rounded up to whole seconds. Pure.
std::string slurm_duration(double seconds);

}  // namespace isotherm
