#include "io/study_results.hpp"

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <limits>
#include <sstream>

#include "io/json.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_record = 1 << 20;
constexpr std::int64_t longest_table = std::int64_t{1} << 30;

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> found;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) found.push_back(field);
  return found;
}

double number(const Json& json) {
  return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void write_record(const std::filesystem::path& path, const CaseRecord& record, Durability durability) {
  const Json json{{"status", record.status},
                  {"exit_code", record.exit_code},
                  {"reason", record.reason},
                  {"attempts", record.attempts},
                  {"try_again", record.try_again},
                  {"steps", record.steps},
                  {"time", record.time},
                  {"cells", record.cells},
                  {"wall_seconds", record.wall_seconds},
                  {"cpu_seconds", record.cpu_seconds},
                  {"temperature_sha256", record.temperature_sha256},
                  {"collected", record.collected}};
  replace_text(path, json_text(json, 2) + "\n", durability);
}

std::optional<CaseRecord> read_record(const std::filesystem::path& path) {
  Json json;
  try {
    json = parse_json(read_text(path, longest_record));
  } catch (const IoError&) {
    return std::nullopt;
  }
  if (!json.is_object() || !json.contains("collected") || !json.contains("status")) return std::nullopt;
  CaseRecord record;
  try {
    record.status = json.at("status").get<std::string>();
    record.exit_code = json.at("exit_code").get<int>();
    record.reason = json.at("reason").get<std::string>();
    record.attempts = json.at("attempts").get<int>();
    record.try_again = json.value("try_again", false);
    record.steps = json.at("steps").get<std::int64_t>();
    record.time = number(json.at("time"));
    record.cells = json.at("cells").get<std::int64_t>();
    record.wall_seconds = number(json.at("wall_seconds"));
    record.cpu_seconds = number(json.at("cpu_seconds"));
    record.temperature_sha256 = json.at("temperature_sha256").get<std::string>();
    for (const auto& [name, value] : json.at("collected").items()) record.collected[name] = number(value);
  } catch (const Json::exception&) {
    return std::nullopt;  // damaged: the case is run again
  }
  return record;
}

std::string csv_text(const StudyTable& table) {
  std::string text = "hash";
  for (const auto* names : {&table.parameters, &table.collect}) {
    for (const std::string& name : *names) text.append(",").append(cell(name));
  }
  text += ",status,reason,steps,time,cost,temperature_sha256\n";
  for (const auto& [hash, parameters, record] : table.rows) {
    text += hash;
    for (const std::string& value : parameters) text.append(",").append(cell(value));
    for (const std::string& name : table.collect) {
      const auto found = record.collected.find(name);
      text += ",";
      if (found != record.collected.end()) text += fmt::format("{:.17g}", found->second);
    }
    std::string reason = record.reason;
    std::ranges::replace(reason, '\n', ' ');  // a row is a line
    text += fmt::format(",{},{},{},{:.17g},{},{}\n", record.status, cell(reason), record.steps, record.time,
                        record.steps * record.cells, record.temperature_sha256);
  }
  return text;
}

std::map<std::string, double> last_row_of(const std::filesystem::path& csv) {
  if (!std::filesystem::exists(csv)) return {};
  std::istringstream lines(read_text(csv, longest_table));
  std::string header;
  std::string last;
  std::getline(lines, header);
  for (std::string line; std::getline(lines, line);) last = line;
  const auto names = fields(header);
  const auto values = fields(last);
  std::map<std::string, double> row;
  for (std::size_t n = 0; n < std::min(names.size(), values.size()); ++n) {
    row[names[n]] = std::strtod(values[n].c_str(), nullptr);
  }
  return row;
}

}  // namespace isotherm
