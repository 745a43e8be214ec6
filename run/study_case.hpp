#pragma once
// One case of a study, run by one group of ranks.

#include <optional>

#include "io/study_results.hpp"
#include "run/exit_code.hpp"
#include "run/study_folder.hpp"
#include "run/study_plan.hpp"

namespace isotherm {

/// How it went with a case.
struct CaseOutcome {
  enum class Kind {
    ended,      ///< it has a record now
    before,     ///< it had one already
    elsewhere,  ///< another job has it
    stopped,    ///< asked to stop; it goes on from its checkpoint next time
    unrecorded  ///< its record could not be written
  };
  Kind kind = Kind::ended;
  CaseRecord record;   ///< on the root rank, of Kind::ended
  std::string reason;  ///< on the root rank, of Kind::unrecorded
};

/// Whether a case with this record is never run again: it is done, or no machine could do it. What a machine
/// failed in (its disk, its memory), or lacked a file or memory for, is tried again by every start.
bool is_final(const CaseRecord& record);

/// Claims case number n by the lock of its folder, runs it or goes on with it, and writes its record. A
/// failure of the case becomes its record; one after which a collective operation could hang is recorded, and
/// then ends all ranks. `walltime`: seconds that are left. Collective over the group.
CaseOutcome run_study_case(const Communicator& group, const Study& study, const StudyFolder& folder,
                           const std::vector<PlannedCase>& cases, std::size_t n,
                           std::optional<double> walltime);

}  // namespace isotherm
