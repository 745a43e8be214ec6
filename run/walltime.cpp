#include "run/walltime.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <regex>
#include <stdexcept>
#include <string>

#include "run/stopwatch.hpp"

namespace isotherm {
namespace {

const Stopwatch program_watch;  // runs from before main() on

std::optional<double> positive_number(const char* text) {
  if (text == nullptr) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end == text || *end != '\0' || !(value > 0.0)) return std::nullopt;
  return value;
}

/// Seconds, or a time as Slurm writes it.
std::optional<double> own_limit(const char* text) {
  if (text == nullptr || *text == '\0') return std::nullopt;
  auto seconds = positive_number(text);
  if (!seconds) seconds = parse_slurm_duration(text);
  if (seconds) return seconds;
  throw std::invalid_argument("ISOTHERM_WALLTIME is neither seconds nor a time such as 1:30:00: " +
                              std::string(text));
}

/// What `squeue` says is left of this job.
std::optional<double> ask_slurm(const std::string& job) {
  if (job.empty() || job.find_first_not_of("0123456789_") != std::string::npos) return std::nullopt;
  const std::string command = "squeue -h -j " + job + " -o %L 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  char line[64] = "";
  if (!pipe || std::fgets(line, sizeof line, pipe.get()) == nullptr) return std::nullopt;
  return parse_slurm_duration(line);
}

}  // namespace

std::optional<double> parse_slurm_duration(const char* text) {
  static const std::regex form(R"((?:(?:(\d{1,6})-)?(\d{1,6}):)?(\d{1,6}):(\d{1,6})\s*)");
  std::cmatch match;
  if (!std::regex_match(text, match, form)) return std::nullopt;
  const auto field = [&](std::size_t n) { return match[n].matched ? std::stod(match[n].str()) : 0.0; };
  return 86400.0 * field(1) + 3600.0 * field(2) + 60.0 * field(3) + field(4);
}

double seconds_since_start() {
  return program_watch.seconds();
}

std::optional<double> find_walltime() {
  constexpr double no_time = 1e-3;  // a limit that has passed is still a limit
  if (const auto own = own_limit(std::getenv("ISOTHERM_WALLTIME"))) {
    return std::max(no_time, *own - seconds_since_start());
  }
  if (const auto end = positive_number(std::getenv("SLURM_JOB_END_TIME"))) {
    return std::max(no_time, *end - static_cast<double>(std::time(nullptr)));
  }
  const char* job = std::getenv("SLURM_JOB_ID");
  return job != nullptr ? ask_slurm(job) : std::nullopt;
}

}  // namespace isotherm
