#include "run/tables.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "run/derived_tables.hpp"
#include "run/observers.hpp"

namespace isotherm {

std::vector<std::string> probe_table_columns(const Case& the_case) {
  std::vector<std::string> names;
  if (!the_case.output.probes.empty()) names = {"step", "time"};
  for (const auto& probe : the_case.output.probes) names.push_back(probe.name);
  return names;
}

std::vector<std::int64_t> table_bytes(const TableList& tables) {
  std::vector<std::int64_t> bytes;
  for (const CsvFile* table : tables) bytes.push_back(table == nullptr ? 0 : table->bytes());
  return bytes;
}

namespace {

/// Whether what a key of the output lists is not the same in all cases.
bool is_redefined(const std::string& key, const std::vector<std::string>& earlier, const std::string& now) {
  return std::ranges::any_of(earlier, [&](const std::string& text) {
    return std::ranges::any_of(differences(text, now), [&](const CaseDifference& difference) {
      return difference.key == key || difference.key.starts_with(key + ".");
    });
  });
}

}  // namespace

Tables open_tables(const RunFolder& folder, const Case& the_case, const CheckpointState* resume,
                   const std::vector<std::string>& earlier,
                   const std::function<void(const std::string&)>& warn) {
  const auto open = [&](const std::filesystem::path& path, const std::vector<std::string>& columns,
                        const std::string& key = {}) {
    if (columns.empty()) return std::unique_ptr<CsvFile>();
    if (resume == nullptr) return std::make_unique<CsvFile>(path, columns, std::nullopt);
    const bool redefined = !key.empty() && is_redefined(key, earlier, the_case.resolved);
    auto table = std::make_unique<CsvFile>(path, columns, resume->step, redefined);
    if (!table->set_aside().empty()) {
      warn(fmt::format("'{}' has other columns from step {} on; the rows of before are in '{}'",
                       path.string(), resume->step, table->set_aside().filename().string()));
    }
    if (table->damaged() > 0)
      warn(fmt::format("'{}' has {} damaged lines, which are left as they are", path.string(),
                       table->damaged()));
    return table;
  };
  Tables tables{open(folder.diagnostics(), DiagnosticsObserver::names(the_case.problem.melts())),
                open(folder.probes(), probe_table_columns(the_case), "output.probes"),
                open(folder.flows(), flow_table_columns(the_case), "output.flows"),
                open(folder.regions(), region_table_columns(the_case))};
  if (resume == nullptr || !resume->integers.contains("table_bytes")) return tables;
  const auto& known = resume->integers.at("table_bytes");
  const TableList all = tables.list();
  for (std::size_t n = 0; n < std::min(known.size(), all.size()); ++n) {
    if (all[n] == nullptr || !all[n]->set_aside().empty() || all[n]->bytes() >= known[n]) continue;
    warn(fmt::format("'{}' has lost rows of steps up to {}", all[n]->path().string(), resume->step));
  }
  return tables;
}

}  // namespace isotherm
