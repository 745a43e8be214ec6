#pragma once
// What the files of a case will take on the disk, without writing them.

#include <map>
#include <string>

#include "run/model.hpp"
#include "solver/diagnostics/diagnostics.hpp"

namespace isotherm {

/// Bytes of a checkpoint (without the small file beside a raw one) and of a snapshot of a case. `trial` is a
/// model of the same case, on any grid; `provenance` is what the files will say of it. Collective.
double checkpoint_bytes(const Case& the_case, Model& trial,
                        const std::map<std::string, std::string>& provenance);
double snapshot_bytes(const Case& the_case, const Model& trial,
                      const std::map<std::string, std::string>& provenance);

/// Bytes of a row of all tables, of which `row` goes to diagnostics.csv and probes.csv. Not collective.
double row_bytes(const Case& the_case, const DiagnosticsRow& row);

}  // namespace isotherm
