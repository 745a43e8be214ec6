#include "run/derived_tables.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace isotherm {
namespace {

std::vector<std::pair<std::string, std::vector<std::size_t>>> parts_of(const Case& the_case) {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> parts;
  for (const auto& name : the_case.output.means)
    parts.emplace_back(name, the_case.problem.regions_named(name));
  return parts;
}

/// The values of exact sums over all ranks, rounded once each. Collective.
std::vector<double> totals(const Communicator& comm, const std::vector<ExactSum>& local) {
  std::vector<std::int64_t> words;
  for (const auto& sum : local) {
    const auto add = sum.words();
    words.insert(words.end(), add.begin(), add.end());
  }
  comm.sum(words);
  std::vector<double> values;
  for (std::size_t n = 0; n < local.size(); ++n) {
    const auto of_sum =
        std::span<const std::int64_t>(words).subspan(n * ExactSum::word_count, ExactSum::word_count);
    values.push_back(ExactSum::from_words(of_sum).value());
  }
  return values;
}

}  // namespace

std::vector<FlowColumn> flow_columns(const Case& the_case) {
  std::vector<FlowColumn> columns;
  const HeatProblem& problem = the_case.problem;
  for (const auto& flow : the_case.output.flows) {
    const auto& [a, b] = flow.between;
    if (a.empty()) {
      columns.push_back({flow.name, FlowThroughLine{flow.from, flow.to}});
    } else {
      columns.push_back({flow.name, FlowBetween{problem.regions_named(a), problem.regions_named(b)}});
    }
  }
  for (auto& column : flows_of(problem)) {
    const std::string name = column.name;
    const auto taken = [&](const FlowColumn& other) { return other.name == column.name; };
    for (int n = 2; std::ranges::any_of(columns, taken); ++n) column.name = fmt::format("{}-{}", name, n);
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<std::string> flow_table_columns(const Case& the_case) {
  std::vector<std::string> names;
  for (const auto& column : flow_columns(the_case)) names.push_back(column.name);
  if (!names.empty()) names.insert(names.begin(), {"step", "time"});
  return names;
}

std::vector<std::string> region_table_columns(const Case& the_case) {
  std::vector<std::string> names;
  for (const auto& part : the_case.output.means) {
    if (names.empty()) names = {"step", "time"};
    std::string name = part;
    std::ranges::replace_if(
        name, [](char c) { return std::string_view(",\"\n\r").find(c) != std::string_view::npos; }, '_');
    for (const char* figure : {".mean", ".min", ".max"}) names.push_back(name + figure);
  }
  return names;
}

DerivedTables::DerivedTables(Model& model, const Outputs& outputs, Control& control)
    : Observer(model.the_case().output.diagnostics),
      flow_table_{"flows", flow_table_columns(model.the_case()), outputs.flows},
      region_table_{"regions", region_table_columns(model.the_case()), outputs.regions},
      errors_(model.the_case().output.skip_errors, outputs.warn, control),
      halo_(model.decomposition(), 1, HaloExchange::Corners::no),
      faces_(model.op(), model.nonlinear()),
      flows_(model.op(), flow_columns(model.the_case())),
      means_(model.op(), parts_of(model.the_case())) {}

void DerivedTables::look(Model& model) {
  const Communicator& comm = model.comm();
  const std::int64_t step = model.clock().step();
  const double t = model.clock().time();
  if (flows_.size() > 0) {
    halo_.exchange(model.T());
    faces_.set(model.T(), t);
    std::vector<double> values = totals(comm, flows_.local(faces_));
    values.insert(values.begin(), t);
    write(flow_table_, step, values);
  }
  if (means_.size() == 0) return;
  std::vector<ExactSum> sums;
  std::vector<double> extremes;
  for (std::size_t part = 0; part < means_.size(); ++part) {
    const PartShare share = means_.local(part, model.T());
    sums.push_back(share.volume_times_T);
    extremes.insert(extremes.end(), {-share.t_min, share.t_max});
  }
  const std::vector<double> integrals = totals(comm, sums);
  comm.max(extremes);
  std::vector<double> values{t};
  for (std::size_t part = 0; part < means_.size(); ++part) {
    values.insert(values.end(),
                  {integrals[part] / means_.volume(part), 0.0 - extremes[2 * part], extremes[2 * part + 1]});
  }
  write(region_table_, step, values);
}

void DerivedTables::write(Table& table, std::int64_t step, const std::vector<double>& values) {
  table.step = step;
  table.values = values;
  if (table.file != nullptr) errors_.guard([&] { table.file->write(step, values); });
}

Figures DerivedTables::figures() const {
  Figures figures;
  for (const Table* table : {&flow_table_, &region_table_}) {
    if (table->step >= 0) add_figures(figures, table->name, table->columns, table->step, table->values);
  }
  return figures;
}

void DerivedTables::settle(const Communicator& comm) {
  errors_.settle(comm, [&] {
    for (CsvFile* file : {flow_table_.file, region_table_.file}) {
      if (file != nullptr) file->sync();
    }
  });
}

}  // namespace isotherm
