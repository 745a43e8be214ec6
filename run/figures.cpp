#include "run/figures.hpp"

#include "io/study_results.hpp"
#include "run/derived_tables.hpp"
#include "run/observers.hpp"
#include "run/tables.hpp"

namespace isotherm {
namespace {

bool is_figure(const std::string& table, const std::string& column) {
  return table == "diagnostics" || (column != "step" && column != "time");
}

}  // namespace

std::vector<std::string> figure_names(const Case& the_case) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& table, const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
      if (is_figure(table, column)) names.push_back(table + "." + column);
    }
  };
  add("diagnostics", DiagnosticsObserver::names(true));
  add("probes", probe_table_columns(the_case));
  add("flows", flow_table_columns(the_case));
  add("regions", region_table_columns(the_case));
  return names;
}

void add_figures(Figures& figures, const std::string& table, const std::vector<std::string>& columns,
                 std::int64_t step, const std::vector<double>& values) {
  for (std::size_t n = 0; n < columns.size(); ++n) {
    if (is_figure(table, columns[n]))
      figures[table + "." + columns[n]] = n == 0 ? static_cast<double>(step) : values.at(n - 1);
  }
}

Figures figures_of(const RunFolder& folder) {
  Figures figures;
  const auto add = [&](const std::string& table, const std::filesystem::path& file) {
    for (const auto& [column, value] : last_row_of(file)) {
      if (is_figure(table, column)) figures[table + "." + column] = value;
    }
  };
  add("diagnostics", folder.diagnostics());
  add("probes", folder.probes());
  add("flows", folder.flows());
  add("regions", folder.regions());
  return figures;
}

}  // namespace isotherm
