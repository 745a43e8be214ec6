#pragma once
// The tables of a run folder.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/checkpoint_state.hpp"
#include "io/config/case.hpp"
#include "io/csv.hpp"
#include "run/run_folder.hpp"

namespace isotherm {

using TableList = std::array<const CsvFile*, 4>;  ///< diagnostics, probes, flows, regions

/// Each nullptr where the case has no such table, and all on ranks that write none.
struct Tables {
  std::unique_ptr<CsvFile> diagnostics;
  std::unique_ptr<CsvFile> probes;
  std::unique_ptr<CsvFile> flows;
  std::unique_ptr<CsvFile> regions;

  TableList list() const { return {diagnostics.get(), probes.get(), flows.get(), regions.get()}; }
};

/// The columns of probes.csv; empty when the case has none.
std::vector<std::string> probe_table_columns(const Case& the_case);

/// Opens the tables of a case: new ones, or from `resume` on those of the folder. `earlier`: the resolved
/// cases that their rows may be of; a table whose columns were something else there is set aside. That, and a
/// table that has lost rows from before `resume`, is told to `warn`. IoError. Not collective.
Tables open_tables(const RunFolder& folder, const Case& the_case, const CheckpointState* resume,
                   const std::vector<std::string>& earlier,
                   const std::function<void(const std::string&)>& warn);

/// For a checkpoint: how long each table is; 0 for nullptr.
std::vector<std::int64_t> table_bytes(const TableList& tables);

}  // namespace isotherm
