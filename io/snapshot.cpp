#include "io/snapshot.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <system_error>

#include "io/checkpoint_folder.hpp"
#include "io/field_rows.hpp"
#include "io/file_system.hpp"
#include "io/guarded.hpp"
#include "io/hdf5/parallel_file.hpp"
#include "io/hdf5/snapshot_file.hpp"
#include "io/hdf5/snapshot_info.hpp"
#include "io/hdf5/snapshot_reader.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_list = std::int64_t{1} << 30;

/// The step in a snapshot's name (no folder in it); -1 for another name.
std::int64_t step_of(const std::string& name) {
  if (!name.starts_with("step-")) return -1;
  const std::int64_t step = std::strtoll(name.c_str() + 5, nullptr, 10);
  return name == step_name(step) + ".nc" ? step : -1;
}

/// What a list names whole: one that was cut off ends in an entry that may not be.
std::vector<XdmfEntry> listed_in(const std::string& text) {
  std::vector<XdmfEntry> entries = parse_xdmf(text);
  if (!entries.empty() && text.find("</Xdmf>") == std::string::npos) entries.pop_back();
  return entries;
}

/// What the file says of itself, for the list.
XdmfEntry entry_of(const std::filesystem::path& path) {
  XdmfEntry entry{path.filename(), 0.0, {}};
  for (const auto& [kind, value] : run_guarded([&] { return read_snapshot_entry(path); })) {
    if (kind == "time") entry.time = std::strtod(value.c_str(), nullptr);
    if (kind == "field") entry.fields.push_back(value);
  }
  // As they are written: the temperature first.
  const auto temperature = std::find(entry.fields.begin(), entry.fields.end(), "temperature");
  if (temperature == entry.fields.end()) throw IoError("it holds no temperature");
  std::rotate(entry.fields.begin(), temperature, temperature + 1);
  return entry;
}

/// What a snapshot has unlike the case, in words; empty: it fits. Reads all of the temperature.
std::string difference_from(const Grid& grid, const std::string& unit, const std::filesystem::path& path) {
  const Facts needed{{"nx", std::to_string(grid.nx())}, {"ny", std::to_string(grid.ny())}, {"unit", unit}};
  const Facts found = read_snapshot_shape(path);
  for (std::size_t n = 0; n < needed.size(); ++n) {
    if (found.at(n) == needed[n]) continue;
    return fmt::format("{} {}; the case has {}", needed[n].first, found.at(n).second, needed[n].second);
  }
  const SnapshotReader file(path);
  if (file.axisymmetric() != (grid.coordinates() == Coordinates::axisymmetric)) {
    return file.axisymmetric() ? "axisymmetric coordinates; the case has cartesian ones"
                               : "cartesian coordinates; the case has axisymmetric ones";
  }
  for (const bool along_x : {true, false}) {
    const Axis& axis = along_x ? grid.x() : grid.y();
    const double rounding = 1e-6 * std::max(std::abs(axis.begin()), std::abs(axis.end()));
    const std::vector<double> centers = file.centers(along_x);
    if (std::ssize(centers) != axis.size()) throw IoError("it has not one coordinate for each cell");
    for (std::int64_t i = 0; i < axis.size(); ++i) {
      const double center = centers[static_cast<std::size_t>(i)];
      if (std::abs(center - axis.center(i)) <= rounding) continue;
      return fmt::format("the centre of {} {} at {:.9g} m; the case has it at {:.9g} m",
                         along_x ? "column" : "row", i, center, axis.center(i));
    }
  }
  return {};
}

}  // namespace

SnapshotWriter::SnapshotWriter(const Decomposition& decomposition, const Grid& grid, const Field& mask,
                               SnapshotOptions options)
    : decomposition_(&decomposition), grid_(&grid), mask_(&mask), options_(std::move(options)) {}

void SnapshotWriter::continue_after(std::int64_t step) {
  agree<IoError>(decomposition_->comm(), [&] {
    if (decomposition_->comm().is_root()) continue_list(step);
  });
}

void SnapshotWriter::continue_list(std::int64_t last_step) {
  options_.require_folder();
  make_subfolder(options_.folder);
  const std::filesystem::path list = options_.folder / "snapshots.xdmf";
  if (std::filesystem::exists(list)) written_ = listed_in(read_text(list, longest_list));
  std::erase_if(written_, [&](const XdmfEntry& entry) {
    const std::int64_t step = step_of(entry.file);
    return step < 0 || step > last_step || !std::filesystem::exists(options_.folder / entry.file);
  });
  list_again(last_step);
  // The list goes first: it never names a file that is gone.
  if (std::filesystem::exists(list) || !written_.empty())
    replace_text(list, xdmf_text(*grid_, written_), Durability::survives_machine);
  remove_parts(options_.folder);
  std::vector<std::filesystem::path> later;
  for (const auto& entry : std::filesystem::directory_iterator(options_.folder)) {
    if (step_of(entry.path().filename()) > last_step) later.push_back(entry.path());
  }
  for (const auto& path : later) remove_file(path);
}

/// Takes the snapshots that the list has lost from the folder.
void SnapshotWriter::list_again(std::int64_t last_step) {
  std::set<std::string> lost;
  for (const auto& file : std::filesystem::directory_iterator(options_.folder)) {
    const std::string name = file.path().filename();
    if (step_of(name) >= 0 && step_of(name) <= last_step) lost.insert(name);
  }
  for (const auto& entry : written_) lost.erase(entry.file);
  if (lost.empty()) return;
  std::size_t found = 0;
  for (const auto& name : lost) {
    try {
      written_.push_back(entry_of(options_.folder / name));
      ++found;
    } catch (const IoError& e) {
      options_.warn(fmt::format("'{}' is not listed in snapshots.xdmf: {}", name, e.what()));
    }
  }
  std::sort(written_.begin(), written_.end(),
            [](const auto& a, const auto& b) { return step_of(a.file) < step_of(b.file); });
  options_.warn(
      fmt::format("snapshots.xdmf had lost snapshots; {} of {} are listed again", found, lost.size()));
}

void SnapshotWriter::write(std::int64_t step, double time, const Field& temperature,
                           const std::vector<SnapshotField>& others) {
  const Communicator& comm = decomposition_->comm();
  std::vector<SnapshotField> fields{{"temperature", "temperature", options_.temperature_unit, &temperature}};
  fields.insert(fields.end(), others.begin(), others.end());
  XdmfEntry entry{step_name(step) + ".nc", time, {}};
  for (const auto& field : fields) entry.fields.push_back(field.name);
  const std::filesystem::path path = options_.folder / (entry.file + ".part");
  try {
    agree<IoError>(comm, [&] {
      if (!comm.is_root()) return;
      options_.require_folder();
      create_snapshot(path, *grid_, {options_.title, step, time, options_.provenance}, fields);
    });
    std::vector<FieldRows> rows;
    for (const auto& field : fields) rows.emplace_back(*field.field, *mask_);
    write_snapshot_fields(*decomposition_, path, entry.fields, rows);
    agree<IoError>(comm, [&] { File::open_to_read(path).sync(); });
    agree<IoError>(comm, [&] {
      if (comm.is_root()) publish(entry);
    });
  } catch (const IoError&) {
    std::error_code ignored;  // the failure that brought us here is the one to report
    if (comm.is_root()) std::filesystem::remove(path, ignored);
    throw;
  }
}

void read_snapshot(const Decomposition& decomposition, const Grid& grid, const std::filesystem::path& path,
                   const std::string& unit, const Field& mask, Field& temperature) {
  std::string difference;
  agree<IoError>(decomposition.comm(), [&] {
    if (!decomposition.comm().is_root()) return;
    const auto seconds = static_cast<unsigned>(20 + File::open_to_read(path).size() / 100'000'000);
    const Facts found = run_guarded(
        [&] {
          return Facts{{"difference", difference_from(grid, unit, path)}};
        },
        seconds);
    difference = found.front().second;
  });
  difference = decomposition.comm().broadcast(std::move(difference));
  if (!difference.empty()) throw OtherDomain(fmt::format("'{}' has {}", path.string(), difference));
  ParallelHdf5File file(decomposition, path, ParallelHdf5File::Access::read);
  FieldFiller filler(temperature, mask);
  file.read("temperature", [&](int j0, int j1, const double* cells) { filler.set(j0, j1, cells); });
  file.close();
  filler.finish();
}

void SnapshotWriter::publish(const XdmfEntry& entry) {
  options_.require_folder();
  std::erase_if(written_, [&](const XdmfEntry& old) { return old.file == entry.file; });
  written_.push_back(entry);
  // The list goes first: should the program be killed in between, no snapshot is left out of it for ever.
  replace_text(options_.folder / "snapshots.xdmf", xdmf_text(*grid_, written_), Durability::survives_machine);
  rename_file(options_.folder / (entry.file + ".part"), options_.folder / entry.file);
  sync_folder(options_.folder);
}

}  // namespace isotherm
