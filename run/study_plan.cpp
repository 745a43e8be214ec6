#include "run/study_plan.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fmt/format.h>
#include <map>

#include "io/checksum.hpp"
#include "io/field_fingerprint.hpp"
#include "io/file_system.hpp"
#include "run/figures.hpp"
#include "run/plan.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_base = 1 << 20;  // bytes
constexpr std::size_t words_per_case = 4;       // hash, seconds, bytes, the exit code of a fault

std::string first_fault(const ConfigError& error) {
  const CaseFault& fault = error.faults().front();
  return fmt::format("{}{}{}", fault.key, fault.key.empty() ? "" : ": ", fault.message);
}

/// What is no valid case has no resolved configuration to be named by. With another fault, or once a file
/// that it lacks is there, it is another case.
PlannedCase faulty_case(const Study& study, std::size_t n, ExitCode code, std::string fault) {
  std::string text = fmt::format("no valid case: {}\n{}", fault, study.base_text);
  for (const std::string& override : study.overrides(n)) text += "\n" + override;
  PlannedCase planned;
  planned.hash = fmt::format("{:016x}", hash_of(text));
  planned.fault = std::move(fault);
  planned.fault_code = code;
  return planned;
}

/// Looks at a field that many cases start from only once.
CaseFiles files_of_many_cases() {
  CaseFiles files;
  files.fingerprint = [known = std::map<std::string, std::string>()](const std::string& path) mutable {
    const auto [at, is_new] = known.try_emplace(path);
    if (is_new) at->second = field_fingerprint(path);
    return at->second;
  };
  return files;
}

PlannedCase plan_study_case(const Study& study, std::size_t n, const CaseFiles& files) {
  try {
    const Case the_case = load_study_case(study, n, files);
    const Plan plan = plan_case(the_case, study.ranks_per_case);
    PlannedCase planned;
    planned.hash = fmt::format("{:016x}", hash_of(the_case.resolved));
    planned.seconds = plan.cpu_seconds();
    planned.bytes_per_rank = plan.bytes_of_first_rank;
    return planned;
  } catch (const ConfigError& error) {
    return faulty_case(study, n, ExitCode::bad_case, first_fault(error));
  } catch (const MissingInput& error) {
    return faulty_case(study, n, ExitCode::input_missing, error.what());
  } catch (const std::invalid_argument& error) {
    return faulty_case(study, n, ExitCode::bad_case, error.what());
  }
}

}  // namespace

Study read_study(const std::string& text, const std::string& file, const std::string& base_text) {
  const auto folder = std::filesystem::path(file).parent_path();
  StudySources sources;
  sources.read_base = [&](const std::string& base) {
    return base_text.empty() ? read_text(folder / base, longest_base) : base_text;
  };
  sources.figures = [&](const std::string& base, const std::string& its_text) -> std::vector<std::string> {
    try {
      return figure_names(load_case(its_text, (folder / base).string(), {}));
    } catch (const ConfigError&) {
      return {};
    } catch (const MissingInput&) {
      return {};
    }
  };
  Study study = load_study(text, file, sources);
  study.base = (folder / study.base).string();  // what it names lies beside it
  return study;
}

Case load_study_case(const Study& study, std::size_t n, const CaseFiles& files) {
  return load_case(study.base_text, study.base, study.overrides(n), files);
}

std::vector<PlannedCase> plan_study(const Study& study) {
  const CaseFiles files = files_of_many_cases();
  std::vector<PlannedCase> planned;
  for (std::size_t n = 0; n < study.cases.size(); ++n) planned.push_back(plan_study_case(study, n, files));
  return planned;
}

std::vector<PlannedCase> plan_study(const Communicator& comm, const Study& study) {
  const std::size_t count = study.cases.size();
  const auto ranks = static_cast<std::size_t>(comm.size());
  std::vector<std::int64_t> words(words_per_case * count, 0);
  std::vector<PlannedCase> planned(count);
  const CaseFiles files = files_of_many_cases();
  agree<std::runtime_error>(comm, [&] {
    for (std::size_t n = static_cast<std::size_t>(comm.rank()); n < count; n += ranks) {
      planned[n] = plan_study_case(study, n, files);
      std::int64_t* at = &words[words_per_case * n];
      at[0] = std::bit_cast<std::int64_t>(std::stoull(planned[n].hash, nullptr, 16));
      at[1] = std::bit_cast<std::int64_t>(planned[n].seconds);
      at[2] = std::bit_cast<std::int64_t>(planned[n].bytes_per_rank);
      at[3] = planned[n].fault.empty() ? 0 : static_cast<std::int64_t>(planned[n].fault_code);
    }
  });
  comm.sum(words);  // each word comes from one rank, the others add nothing
  for (std::size_t n = 0; n < count; ++n) {
    const std::int64_t* at = &words[words_per_case * n];
    planned[n].hash = fmt::format("{:016x}", std::bit_cast<std::uint64_t>(at[0]));
    planned[n].seconds = std::bit_cast<double>(at[1]);
    planned[n].bytes_per_rank = std::bit_cast<double>(at[2]);
    if (at[3] == 0) continue;
    planned[n].fault_code = static_cast<ExitCode>(at[3]);
    planned[n].fault = comm.broadcast(planned[n].fault, static_cast<int>(n % ranks));
  }
  return planned;
}

StudyEstimate estimate_study(const std::vector<PlannedCase>& cases) {
  StudyEstimate estimate;
  for (const PlannedCase& planned : cases) {
    estimate.seconds += planned.seconds;
    estimate.longest_seconds = std::max(estimate.longest_seconds, planned.seconds);
    estimate.bytes_per_rank = std::max(estimate.bytes_per_rank, planned.bytes_per_rank);
  }
  return estimate;
}

}  // namespace isotherm
