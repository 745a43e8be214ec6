#include "io/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/file_system.hpp"
#include "io/json.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_manifest = std::int64_t{1} << 30;

/// The first line has one form only, so that it is compared byte by byte with what it should be.
std::string first_line(std::int64_t bytes, std::uint64_t hash) {
  return fmt::format(
      "{{\"isotherm checkpoint\": {}, \"bytes\": {:>12}, \"hash of the other lines\": \"{:016x}\",\n",
      Manifest::format_version, bytes, hash);
}

const std::size_t first_line_length = first_line(0, 0).size();

std::string hex(const std::vector<std::int64_t>& words) {
  std::string text;
  for (const auto word : words) text += fmt::format("{:016x}", static_cast<std::uint64_t>(word));
  return text;
}

std::uint64_t from_hex(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

std::vector<std::int64_t> words_from_hex(std::string_view text) {
  std::vector<std::int64_t> words;
  for (; text.size() >= 16; text.remove_prefix(16)) {
    words.push_back(static_cast<std::int64_t>(from_hex(text.substr(0, 16))));
  }
  return words;
}

/// JSON has no word for a number that is not finite.
Json number_to_json(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

double number_from_json(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  const auto word = json.get<std::string>();
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  return word == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

Json state_to_json(const CheckpointState& state) {
  Json integers = Json::object();
  for (const auto& [name, values] : state.integers) integers[name] = values;
  Json numbers = Json::object();
  for (const auto& [name, values] : state.numbers) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number_to_json(value));
    numbers[name] = std::move(list);
  }
  return {{"step", state.step},
          {"time", number_to_json(state.time)},
          {"integers", std::move(integers)},
          {"numbers", std::move(numbers)},
          {"case", state.case_text}};
}

CheckpointState state_from_json(const Json& json) {
  CheckpointState state;
  state.step = json.at("step").get<std::int64_t>();
  state.time = number_from_json(json.at("time"));
  state.case_text = json.at("case").get<std::string>();
  for (const auto& [name, values] : json.at("integers").items()) {
    state.integers[name] = values.get<std::vector<std::int64_t>>();
  }
  for (const auto& [name, values] : json.at("numbers").items()) {
    auto& list = state.numbers[name];
    for (const auto& value : values) list.push_back(number_from_json(value));
  }
  return state;
}

Json file_to_json(const FileEntry& file) {
  Json fields = Json::array();
  for (const auto& field : file.fields) {
    fields.push_back({{"name", field.name}, {"offset", field.offset}, {"checksums", hex(field.checksums)}});
  }
  return {{"name", file.name},
          {"bytes", file.bytes},
          {"first_byte", file.first_byte},
          {"rest", fmt::format("{:016x}", file.rest)},
          {"fields", std::move(fields)}};
}

FileEntry file_from_json(const Json& json) {
  FileEntry file;
  file.name = json.at("name").get<std::string>();
  file.bytes = json.at("bytes").get<std::int64_t>();
  file.first_byte = json.at("first_byte").get<std::int64_t>();
  file.rest = from_hex(json.at("rest").get<std::string>());
  for (const auto& field : json.at("fields")) {
    file.fields.push_back({field.at("name").get<std::string>(), field.at("offset").get<std::int64_t>(),
                           words_from_hex(field.at("checksums").get<std::string>())});
  }
  return file;
}

Json manifest_to_json(const Manifest& manifest) {
  Json files = Json::array();
  for (const auto& file : manifest.files) files.push_back(file_to_json(file));
  return {{"nx", manifest.nx},
          {"ny", manifest.ny},
          {"rows_per_checksum", manifest.blocks().rows_per_block()},
          {"state", state_to_json(manifest.state)},
          {"files", std::move(files)}};
}

/// Whether every field lies inside its file, behind the one before: what is read can then be relied on.
bool is_consistent(const Manifest& manifest) {
  if (manifest.nx < 1 || manifest.ny < 1 || manifest.files.empty()) return false;
  constexpr std::int64_t most_cells = std::int64_t{1} << 59;  // whose bytes still fit into 63 bits
  if (manifest.nx > most_cells / manifest.ny) return false;
  const std::int64_t field_bytes = manifest.nx * manifest.ny * static_cast<std::int64_t>(sizeof(double));
  for (const auto& file : manifest.files) {
    if (file.name.empty() || std::filesystem::path(file.name).filename() != file.name) return false;
    std::int64_t at = file.first_byte;
    if (at < 0 || file.bytes < at) return false;
    for (const auto& field : file.fields) {
      if (field.offset < at || field.offset > file.bytes - field_bytes ||
          static_cast<std::int64_t>(field.checksums.size()) != manifest.blocks().count()) {
        return false;
      }
      at = field.offset + field_bytes;
    }
  }
  return true;
}

/// In the user block of an HDF5 file the manifest is followed by that format's signature.
bool is_followed_by_hdf5(const File& file, std::int64_t at) {
  constexpr std::string_view signature = "\211HDF\r\n\032\n";
  if (file.size() < at + static_cast<std::int64_t>(signature.size())) return false;
  std::string found(signature.size(), '\0');
  file.read(found.data(), found.size(), at);
  return found == signature;
}

IoError damaged(const std::filesystem::path& path, std::string_view how) {
  return IoError(fmt::format("'{}' is not a checkpoint or is damaged: {}", path.string(), how));
}

}  // namespace

bool Manifest::has_field(std::string_view name) const {
  return std::any_of(files.begin(), files.end(), [&](const FileEntry& file) {
    return std::any_of(file.fields.begin(), file.fields.end(),
                       [&](const FieldEntry& field) { return field.name == name; });
  });
}

std::string Manifest::to_text(std::int64_t bytes) const {
  std::string lines = json_text(manifest_to_json(*this), 1);
  lines.front() = ' ';  // the brace is in the first line
  const auto least = static_cast<std::int64_t>(first_line_length + lines.size() + 1);
  lines.append(static_cast<std::size_t>(std::max<std::int64_t>(0, bytes - least)), ' ');
  lines += '\n';
  return first_line(static_cast<std::int64_t>(first_line_length + lines.size()), hash_of(lines)) + lines;
}

Manifest Manifest::from_text(std::string_view text, const std::filesystem::path& path) {
  try {
    const Json json = parse_json(text);
    Manifest manifest;
    manifest.nx = json.at("nx").get<std::int64_t>();
    manifest.ny = json.at("ny").get<std::int64_t>();
    manifest.state = state_from_json(json.at("state"));
    for (const auto& entry : json.at("files")) manifest.files.push_back(file_from_json(entry));
    if (!is_consistent(manifest)) throw damaged(path, "its description contradicts itself");
    return manifest;
  } catch (const Json::exception&) {
    throw damaged(path, "its description is incomplete");
  }
}

std::string read_manifest_text(const std::filesystem::path& path) {
  const File file = File::open_to_read(path);
  std::string text(first_line_length, '\0');
  file.read(text.data(), text.size(), 0);
  std::int64_t bytes = 0;
  const auto number = text.find("\"bytes\":");
  if (number != std::string::npos) {
    const auto digits = text.find_first_not_of(' ', number + 8);
    if (digits != std::string::npos) std::from_chars(text.data() + digits, text.data() + text.size(), bytes);
  }
  if (bytes < static_cast<std::int64_t>(first_line_length) ||
      bytes > std::min(longest_manifest, file.size())) {
    throw damaged(path, "its first line");
  }
  text.resize(static_cast<std::size_t>(bytes));
  file.read(text.data(), text.size(), 0);
  const std::string_view lines = std::string_view(text).substr(first_line_length);
  if (!text.starts_with(first_line(bytes, hash_of(lines))))
    throw damaged(path, "the checksum of its description");
  if (file.size() != bytes && !is_followed_by_hdf5(file, bytes))
    throw damaged(path, "bytes behind its description");
  return text;
}

Manifest read_manifest(const Communicator& comm, const std::filesystem::path& path) {
  std::string text;
  agree<IoError>(comm, [&] {
    if (comm.is_root()) text = read_manifest_text(path);
  });
  text = comm.broadcast(std::move(text));
  return Manifest::from_text(text, path);  // the same text: the same verdict on all ranks
}

}  // namespace isotherm
