#include "io/inspect.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/checkpoint_folder.hpp"
#include "io/config/methods.hpp"
#include "io/field_file.hpp"
#include "io/guarded.hpp"
#include "io/hdf5/snapshot_info.hpp"
#include "io/json.hpp"
#include "io/manifest.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_text = std::int64_t{1} << 24;

std::string line(const std::string& key, const std::string& value) {
  return fmt::format("  {:<20} {}\n", key, value);
}

/// Smallest and largest of a field of a verified checkpoint, voids left out.
std::string range_of(const Manifest& manifest, const FieldEntry& field, const std::filesystem::path& path) {
  const File file = File::open_to_read(path);
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  std::vector<double> row(static_cast<std::size_t>(manifest.nx));
  for (std::int64_t j = 0; j < manifest.ny; ++j) {
    const auto bytes = row.size() * sizeof(double);
    file.read(row.data(), bytes, field.offset + j * static_cast<std::int64_t>(bytes));
    for (const double value : row) {
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return fmt::format("{:.9g} to {:.9g}", low, high);
}

std::string name_of_method(const std::vector<std::int64_t>& number) {
  for (const config::MethodName& known : config::method_names) {
    if (number == std::vector{static_cast<std::int64_t>(known.method)}) return std::string(known.name);
  }
  return "unknown";
}

std::string indented(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += "    " + text.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return result;
}

Inspection describe_checkpoint(std::filesystem::path path, bool with_case) {
  if (path.extension() == ".bin") path.replace_extension(".json");
  Inspection result{fmt::format("checkpoint {}\n", path.string()), true};
  try {
    const Manifest manifest = Manifest::from_text(read_manifest_text(path), path);
    std::int64_t bytes = 0;
    for (const auto& file : manifest.files) bytes += file.bytes;
    result.text += line("step", std::to_string(manifest.state.step)) +
                   line("time", fmt::format("{:.17g} s", manifest.state.time)) +
                   line("cells", fmt::format("{} x {}", manifest.nx, manifest.ny));
    if (const auto method = manifest.state.integers.find("method"); method != manifest.state.integers.end())
      result.text += line("method", name_of_method(method->second));
    verify_files(manifest, path);
    result.text += line("state", fmt::format("verified: all {} bytes match their checksums", bytes));
    for (const auto& file : manifest.files) {
      for (const auto& field : file.fields) {
        result.text += line(field.name, range_of(manifest, field, place_of(file, path)));
      }
    }
    if (with_case) result.text += "  case\n" + indented(manifest.state.case_text);
  } catch (const IoError& error) {
    result.text += line("state", fmt::format("DAMAGED: {}", error.what()));
    result.sound = false;
  }
  return result;
}

Inspection describe_snapshot(const std::filesystem::path& path) {
  Inspection result{fmt::format("snapshot {}\n", path.string()), true};
  try {
    for (const auto& [key, value] : run_guarded([&] { return read_snapshot_facts(path); })) {
      result.text += line(key, value);
    }
  } catch (const IoError& error) {
    result.text += line("state", fmt::format("DAMAGED: {}", error.what()));
    result.sound = false;
  }
  return result;
}

/// The plain values of a JSON file of a run folder; nothing when it is missing.
Inspection describe_json(const std::filesystem::path& path, const std::vector<std::string>& keys) {
  Inspection result;
  if (!std::filesystem::exists(path)) return result;
  result.text = path.filename().string() + "\n";
  const Json json = parse_json(read_text(path, longest_text));
  if (!json.is_object()) {
    result.text += line("state", "DAMAGED: it is not a JSON object");
    result.sound = false;
  }
  for (const auto& key : keys) {
    // Lists and maps are no value of ours; to print them could go as deep as the file likes.
    if (!json.contains(key) || json.at(key).is_null() || !json.at(key).is_primitive()) continue;
    const Json& value = json.at(key);
    result.text += line(key, value.is_string() ? value.get<std::string>() : json_text(value));
  }
  return result;
}

Inspection describe_run(const std::filesystem::path& folder) {
  const auto holds = [&](const char* name) { return std::filesystem::exists(folder / name); };
  if (!holds("case.yaml") && !holds("status.json") && !holds("summary.json") && !holds("checkpoints")) {
    throw IoError(folder.string() + " is no run folder: nothing in it is of a run");
  }
  Inspection result{fmt::format("run folder {}\n", folder.string()), true};
  const auto add = [&](const Inspection& part) {
    result.text += part.text;
    result.sound = result.sound && part.sound;
  };
  add(describe_json(folder / "status.json",
                    {"state", "step", "steps_total", "time", "end", "eta_seconds", "updated"}));
  add(describe_json(folder / "summary.json", {"status", "reason", "exit_code", "steps", "time",
                                              "wall_seconds", "ranks", "method", "temperature_sha256"}));
  for (const auto& name : list_checkpoints(folder / "checkpoints")) {
    const Inspection checkpoint = describe_checkpoint(name.main_file, false);
    // A run that goes on removes old ones, also while they are looked at.
    if (checkpoint.sound || std::filesystem::exists(name.main_file)) add(checkpoint);
  }
  std::error_code ignored;
  std::int64_t snapshots = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "snapshots", ignored)) {
    if (entry.path().extension() == ".nc") ++snapshots;
  }
  result.text += fmt::format("snapshots: {}\n", snapshots);
  return result;
}

}  // namespace

Inspection describe_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) throw IoError("look at", path, ENOENT);
  require_no_case(path);
  if (std::filesystem::is_directory(status)) return describe_run(path);
  if (path.extension() == ".nc") return describe_snapshot(path);
  return describe_checkpoint(path, true);
}

}  // namespace isotherm
