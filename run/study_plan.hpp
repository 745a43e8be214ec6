#pragma once
// The cases of a study before they run: their names and what they will take.

#include <string>
#include <vector>

#include "io/config/case.hpp"
#include "io/config/load.hpp"
#include "io/config/study.hpp"
#include "run/exit_code.hpp"
#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// A case of a study before it runs.
struct PlannedCase {
  std::string hash;      ///< of its resolved configuration: its name
  double seconds = 0.0;  ///< CPU time that is expected
  double bytes_per_rank = 0.0;
  std::string fault;  ///< why it is no valid case; empty when it is one
  ExitCode fault_code = ExitCode::bad_case;
};

/// The study of a text, its base case read from beside the file, unless its text is given. Throws
/// ConfigError. Not collective.
Study read_study(const std::string& text, const std::string& file, const std::string& base_text = {});

/// Case number n. Throws ConfigError, MissingInput. Collective if `files` is.
Case load_study_case(const Study& study, std::size_t n, const CaseFiles& files = {});

/// Names and plans all cases; a mistake in one or a file that it lacks is its fault. Not collective.
std::vector<PlannedCase> plan_study(const Study& study);
/// The same by all ranks together; the same on all of them. Collective.
std::vector<PlannedCase> plan_study(const Communicator& comm, const Study& study);

/// What a whole study will take.
struct StudyEstimate {
  double seconds = 0.0;          ///< CPU time of all cases
  double longest_seconds = 0.0;  ///< of the longest case
  double bytes_per_rank = 0.0;   ///< of the largest case
};
StudyEstimate estimate_study(const std::vector<PlannedCase>& cases);

}  // namespace isotherm
