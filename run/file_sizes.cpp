#include "run/file_sizes.hpp"

#include <fmt/format.h>
#include <optional>
#include <vector>

#include "io/hdf5/checkpoint_file.hpp"
#include "io/hdf5/snapshot_file.hpp"
#include "io/raw_field.hpp"
#include "run/derived_tables.hpp"
#include "run/simulation.hpp"

namespace isotherm {

double checkpoint_bytes(const Case& the_case, Model& trial,
                        const std::map<std::string, std::string>& provenance) {
  std::vector<std::string> fields{"temperature"};
  if (trial.nonlinear() != nullptr) fields.emplace_back("enthalpy");
  History history(trial.op(), the_case.output.max_temperature, the_case.output.time_above);
  for (const History::Kept& kept : history.fields()) fields.push_back(kept.name);
  const auto& domain = the_case.problem.domain;
  if (the_case.checkpoint.format == CheckpointFormat::mpiio) {
    const std::int64_t one = raw_header_bytes + domain.nx * domain.ny * std::int64_t{sizeof(double)};
    return static_cast<double>(one) * static_cast<double>(fields.size());
  }
  std::optional<SteadyTest> steady;
  if (the_case.stop.steady) steady.emplace(trial.comm(), *the_case.stop.steady);
  const CheckpointState state = state_of(trial, ExactSum{}, 0.0, steady ? &*steady : nullptr, {});
  return static_cast<double>(hdf5_checkpoint_bytes(domain.nx, domain.ny, state, fields, provenance));
}

double snapshot_bytes(const Case& the_case, const Model& trial,
                      const std::map<std::string, std::string>& provenance) {
  std::vector<SnapshotField> fields{{"temperature", "temperature", "degC", nullptr}};
  if (the_case.output.heat_flux) {
    fields.push_back({"heat_flux_x", "heat flux along x", "W m-2", nullptr});
    fields.push_back({"heat_flux_y", "heat flux along y", "W m-2", nullptr});
  }
  History history(trial.op(), the_case.output.max_temperature, the_case.output.time_above);
  for (const History::Kept& kept : history.fields())
    fields.push_back({kept.name, "highest temperature so far", "degC", nullptr});
  const SnapshotFacts facts{the_case.title, 0, 0.0, provenance};
  return static_cast<double>(snapshot_bytes(make_grid(the_case.problem.domain), facts, fields));
}

double row_bytes(const Case& the_case, const DiagnosticsRow& row) {
  constexpr double bytes_of_number = 19.0;
  const auto length = [&](const std::vector<double>& numbers) {
    std::size_t bytes = std::to_string(row.step).size() + 1;
    for (const double number : numbers) bytes += fmt::format(",{:.17g}", number).size();
    return static_cast<double>(bytes);
  };
  double bytes = length(DiagnosticsObserver::numbers(row, the_case.problem.melts()));
  for (const auto& columns : {flow_table_columns(the_case), region_table_columns(the_case)}) {
    if (!columns.empty()) bytes += bytes_of_number * static_cast<double>(1 + columns.size());
  }
  return row.probes.empty() ? bytes : bytes + length(DiagnosticsObserver::probe_numbers(row));
}

}  // namespace isotherm
