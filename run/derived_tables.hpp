#pragma once
// flows.csv and regions.csv: heat flows, and the temperatures of parts.

#include <memory>

#include "run/figures.hpp"
#include "run/observers.hpp"
#include "solver/diagnostics/flows.hpp"
#include "solver/diagnostics/means.hpp"

namespace isotherm {

/// The flows of a case: those of output.flows, then those that it has by itself.
std::vector<FlowColumn> flow_columns(const Case& the_case);
/// The columns of flows.csv and of regions.csv; empty when the case has none.
std::vector<std::string> flow_table_columns(const Case& the_case);
std::vector<std::string> region_table_columns(const Case& the_case);

/// Writes both tables at the cadence of diagnostics. Collective throughout.
class DerivedTables : public Observer {
 public:
  struct Outputs {
    CsvFile* flows;        ///< root rank only, else nullptr; and nullptr without columns
    CsvFile* regions;      ///< likewise
    RowErrors::Warn warn;  ///< told when a row is left out, if the case says so
  };
  /// Throws std::invalid_argument, on all ranks alike, for a part without cells.
  DerivedTables(Model& model, const Outputs& outputs, Control& control);
  void settle(const Communicator& comm) override;
  /// Of the rows written last.
  Figures figures() const;

 private:
  struct Table {
    std::string name;
    std::vector<std::string> columns;
    CsvFile* file;
    std::int64_t step = -1;  ///< of the last row
    std::vector<double> values = {};
  };
  void look(Model& model) override;
  void write(Table& table, std::int64_t step, const std::vector<double>& values);

  Table flow_table_;
  Table region_table_;
  RowErrors errors_;
  HaloExchange halo_;
  FaceFlows faces_;
  Flows flows_;
  Means means_;
};

}  // namespace isotherm
