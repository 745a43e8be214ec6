#include "io/csv_table.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

#include "io/file_system.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_table = std::int64_t{1} << 32;

template <class Take>
void split(std::string_view line, const Take& take) {
  for (std::size_t begin = 0;;) {
    const std::size_t comma = line.find(',', begin);
    take(line.substr(begin, comma == std::string_view::npos ? comma : comma - begin));
    if (comma == std::string_view::npos) return;
    begin = comma + 1;
  }
}

double number_of(std::string_view text) {
  double value = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

const std::vector<double>* CsvTable::find(const std::string& name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &columns[static_cast<std::size_t>(found - names.begin())];
}

CsvTable read_csv(const std::filesystem::path& path) {
  CsvTable table;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return table;
  const std::string text = read_text(path, longest_table);
  std::string_view rest = text;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (table.names.empty()) {
      split(line, [&](std::string_view name) { table.names.emplace_back(name); });
      table.columns.resize(table.names.size());
      continue;
    }
    std::size_t column = 0;
    split(line, [&](std::string_view value) {
      if (column < table.columns.size()) table.columns[column++].push_back(number_of(value));
    });
    for (; column < table.columns.size(); ++column) table.columns[column].push_back(number_of(""));
  }
  return table;
}

}  // namespace isotherm
