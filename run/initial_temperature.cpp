// What a run starts from: an expression, or the temperature of another run.

#include <filesystem>
#include <fmt/format.h>

#include "io/config/load.hpp"
#include "io/field_fingerprint.hpp"
#include "run/guard.hpp"
#include "run/run.hpp"

namespace isotherm {
namespace {

/// OtherDomain where a checkpoint's cells are not those of the case, or its numbers are in another unit.
void require_same_domain(const CheckpointState& state, const Case& the_case) {
  const auto shown = [](const std::string& value) { return value.empty() ? "nothing" : value; };
  for (const auto& [key, there, here] : differences(state.case_text, the_case.resolved)) {
    if (key != "units.temperature" && !key.starts_with("domain.")) continue;
    throw OtherDomain(fmt::format("'{}' has {} {}; the case has {}", the_case.problem.initial.file, key,
                                  shown(there), shown(here)));
  }
}

/// std::invalid_argument where the file is not the one that the case was made with.
void require_same_file(const Communicator& comm, const InitialTemperature& initial) {
  const std::string found = comm.broadcast(comm.is_root() ? field_fingerprint(initial.file) : std::string());
  if (found.empty() || initial.checksum.empty() || found == initial.checksum) return;
  throw std::invalid_argument(fmt::format(
      "initial.file: the file has changed, its checksum is {}: restore it, or remove initial.checksum",
      found));
}

void read_initial_temperature(Model& model, const CheckpointStore& store) {
  const Case& the_case = model.the_case();
  const std::string& file = the_case.problem.initial.file;
  require_same_file(model.comm(), the_case.problem.initial);
  try {
    if (std::filesystem::path(file).extension() == ".nc") {
      const char* unit = the_case.problem.unit == TemperatureUnit::celsius ? "degC" : "K";
      read_snapshot(model.decomposition(), model.grid(), file, unit, model.op().mask(), model.T());
    } else {
      const VerifiedCheckpoint checkpoint = open_checkpoint(model.comm(), file);
      require_same_domain(checkpoint.state(), the_case);
      store.read_temperature(checkpoint, model.T());
    }
    model.set_enthalpy();
  } catch (const OtherDomain& e) {
    throw std::invalid_argument(
        fmt::format("initial.file: {}: take a file of the same domain and unit", e.what()));
  } catch (const IoError& e) {
    throw Failure(ExitCode::input_missing, std::string("initial.file: ") + e.what());
  }
  const std::string hole = first_bad_cell(model);
  if (!hole.empty()) throw Failure(ExitCode::bad_case, "initial.file: it holds no temperature for " + hole);
}

}  // namespace

void set_initial_temperature(Model& model, const CheckpointStore& store) {
  if (model.the_case().problem.initial.file.empty()) {
    model.set_initial_temperature();
  } else {
    with_places(model.the_case(), [&] { read_initial_temperature(model, store); });
  }
}

}  // namespace isotherm
