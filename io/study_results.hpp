#pragma once
// What came out of the cases of a study: the record of one case, and the tables of all.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/file_system.hpp"

namespace isotherm {

/// How one case ended. Read back as it was written, to the bit.
struct CaseRecord {
  std::string status;  ///< done or failed
  int exit_code = 0;
  std::string reason;
  int attempts = 1;        ///< starts that ended with a failure of the machine, this one included
  bool try_again = false;  ///< it failed, but not for good: the next start has another try
  std::int64_t steps = 0;
  double time = 0.0;  ///< s
  std::int64_t cells = 0;
  double wall_seconds = 0.0;  ///< of the start that ended it
  double cpu_seconds = 0.0;   ///< of all its ranks, likewise
  std::string temperature_sha256;
  std::map<std::string, double> collected;  ///< probes.NAME and diagnostics.COLUMN at the end
};

/// Replaces the file at once. IoError. Not collective.
void write_record(const std::filesystem::path& path, const CaseRecord& record, Durability durability);
/// nullopt when there is no such file, or none that holds a record. Not collective.
std::optional<CaseRecord> read_record(const std::filesystem::path& path);

/// All cases that have ended, in the order of the study.
struct StudyTable {
  struct Row {
    std::string hash;
    std::vector<std::string> parameters;
    CaseRecord record;
  };
  std::vector<std::string> parameters;  ///< names of the columns
  std::vector<std::string> collect;
  std::vector<Row> rows;
};

/// results.csv: hash, parameters, collected, status, reason, steps, time, cost (cell updates) and
/// temperature_sha256; nothing that differs between two runs of the same study. RFC 4180 quoting. Pure.
std::string csv_text(const StudyTable& table);

/// The last line of a table such as diagnostics.csv, by the names in its first; empty when there is none.
/// IoError. Not collective.
std::map<std::string, double> last_row_of(const std::filesystem::path& csv);

}  // namespace isotherm
