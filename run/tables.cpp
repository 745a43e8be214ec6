#include "run/tables.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "run/derived_tables.hpp"
#include "run/observers.hpp"

namespace isotherm {

std::vector<std::int64_t> table_bytes(const TableList& tables) {
  std::vector<std::int64_t> bytes;
  for (const CsvFile* table : tables) bytes.push_back(table == nullptr ? 0 : table->bytes());
  return bytes;
}

Tables open_tables(const RunFolder& folder, const Case& the_case, const CheckpointState* resume,
                   const std::function<void(const std::string&)>& warn) {
  const auto open = [&](const std::filesystem::path& path, const std::vector<std::string>& columns) {
    if (columns.empty()) return std::unique_ptr<CsvFile>();
    return std::make_unique<CsvFile>(path, columns, resume ? std::optional(resume->step) : std::nullopt);
  };
  std::vector<std::string> probes;
  if (!the_case.output.probes.empty()) probes = {"step", "time"};
  for (const auto& probe : the_case.output.probes) probes.push_back(probe.name);
  Tables tables{open(folder.diagnostics(), DiagnosticsObserver::names(the_case.problem.melts())),
                open(folder.probes(), probes), open(folder.flows(), flow_table_columns(the_case)),
                open(folder.regions(), region_table_columns(the_case))};
  if (resume == nullptr || !resume->integers.contains("table_bytes")) return tables;
  const auto& known = resume->integers.at("table_bytes");
  const TableList all = tables.list();
  for (std::size_t n = 0; n < std::min(known.size(), all.size()); ++n) {
    if (all[n] == nullptr || all[n]->is_of_new_columns() || all[n]->bytes() >= known[n]) continue;
    warn(fmt::format("'{}' has lost rows of steps up to {}", all[n]->path().string(), resume->step));
  }
  return tables;
}

}  // namespace isotherm
