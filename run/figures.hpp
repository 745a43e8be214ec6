#pragma once
// Figures that a study may collect: the last rows of a run's tables, each number named TABLE.COLUMN. Step and
// time are figures of diagnostics alone.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "io/config/case.hpp"
#include "run/run_folder.hpp"

namespace isotherm {

using Figures = std::map<std::string, double>;

/// What a case has; liquid_volume is named whether it melts or not.
std::vector<std::string> figure_names(const Case& the_case);

/// Adds a row of a table: `columns` begin with the step, `values` with what follows it.
void add_figures(Figures& figures, const std::string& table, const std::vector<std::string>& columns,
                 std::int64_t step, const std::vector<double>& values);

/// Of the tables in a folder. IoError. Not collective.
Figures figures_of(const RunFolder& folder);

}  // namespace isotherm
