// status.json and summary.json.

#include <cmath>
#include <sys/resource.h>

#include "io/file_system.hpp"
#include "io/json.hpp"
#include "io/provenance.hpp"
#include "io/status_file.hpp"
#include "io/summary_file.hpp"

namespace isotherm {
namespace {

template <class Number>
Json or_null(const std::optional<Number>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::string text_of(const Json& json) {
  return json_text(json, 2) + "\n";
}

}  // namespace

void write_status(const std::filesystem::path& path, const RunStatus& status) {
  const Json json{{"state", status.state},
                  {"step", status.step},
                  {"steps_total", or_null(status.steps_total)},
                  {"time", status.time},
                  {"start", status.start},
                  {"end", status.end},
                  {"updates_per_second", status.updates_per_second},
                  {"eta_seconds", or_null(status.eta_seconds)},
                  {"wall_seconds", status.wall_seconds},
                  {"last_checkpoint", or_null(status.last_checkpoint)},
                  {"updated", utc_now()},
                  {"host", host_name()},
                  {"job", job_id()}};
  replace_text(path, text_of(json), Durability::survives_process);
}

void write_summary(const std::filesystem::path& path, const RunSummary& summary) {
  Json json{{"status", summary.status}, {"exit_code", summary.exit_code}};
  if (!summary.reason.empty()) json["reason"] = summary.reason;
  json["steps"] = summary.steps;
  json["time"] = summary.time;
  for (std::size_t k = 0; k + 1 < summary.extensions.size(); k += 2) {
    json["extensions"].push_back(
        {{"step", static_cast<std::int64_t>(summary.extensions[k])}, {"end", summary.extensions[k + 1]}});
  }
  json["wall_seconds"] = summary.wall_seconds;
  json["updates_per_second"] = summary.updates_per_second;
  json["method"] = summary.method;
  json["ranks"] = summary.ranks;
  json["decomposition"] = {summary.px, summary.py};
  json["linear_iterations"] = summary.linear_iterations;
  if (!summary.stepper.empty()) json["stepper"] = summary.stepper;
  json["phases"] = summary.phases;
  json["peak_rss_bytes"] = summary.peak_rss_bytes;
  if (!summary.temperature_sha256.empty()) json["temperature_sha256"] = summary.temperature_sha256;
  json["provenance"] = summary.provenance;
  replace_text(path, text_of(json), Durability::survives_machine);
}

std::int64_t peak_resident_bytes() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;  // Linux counts in KiB
}

}  // namespace isotherm
