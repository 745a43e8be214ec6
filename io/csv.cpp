#include "io/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <string_view>
#include <utility>

#include "io/checkpoint_folder.hpp"

namespace isotherm {
namespace {

std::string header_of(const std::vector<std::string>& columns) {
  return fmt::format("{}\n", fmt::join(columns, ","));
}

/// The step of a row that is whole; nullopt of any other line.
std::optional<std::int64_t> step_of(std::string_view line, std::size_t columns) {
  std::int64_t step = 0;
  const auto [after, error] = std::from_chars(line.data(), line.data() + line.size(), step);
  const bool whole = error == std::errc() && (columns == 1 || *after == ',') &&
                     std::count(line.begin(), line.end(), ',') == static_cast<std::ptrdiff_t>(columns) - 1;
  return whole ? std::optional(step) : std::nullopt;
}

/// Where rows up to a step go that are not to be continued: a name that is free.
std::filesystem::path name_aside(const std::filesystem::path& path, std::int64_t step) {
  const std::string name = path.stem().string() + ".until-" + step_name(step);
  std::filesystem::path aside = path;
  aside.replace_filename(name + path.extension().string());
  for (int n = 2; std::filesystem::exists(aside); ++n)
    aside.replace_filename(fmt::format("{}-{}{}", name, n, path.extension().string()));
  return aside;
}

/// Whether the first row behind the header is whole and of a step up to `last`.
bool has_row(const File& file, const std::string& header, std::int64_t last, std::size_t columns) {
  constexpr std::int64_t longest_row = std::int64_t{1} << 20;
  const auto header_bytes = static_cast<std::int64_t>(header.size());
  const std::int64_t rest = std::clamp<std::int64_t>(file.size() - header_bytes, 0, longest_row);
  std::string row(static_cast<std::size_t>(rest), '\0');
  file.read(row.data(), row.size(), header_bytes);
  const auto step = step_of(std::string_view(row).substr(0, row.find('\n')), columns);
  return step && *step <= last;
}

/// Opens the file, after setting aside one of other columns, or of other definitions and with rows to keep.
File open_table(const std::filesystem::path& path, const std::vector<std::string>& columns,
                std::optional<std::int64_t> continue_after, bool redefined,
                std::filesystem::path& set_aside) {
  if (!continue_after) return File::create(path);
  const std::string header = header_of(columns);
  File file = File::open_to_update(path);
  std::string first(std::min<std::size_t>(header.size(), static_cast<std::size_t>(file.size())), '\0');
  file.read(first.data(), first.size(), 0);
  const bool of_others = redefined && has_row(file, header, *continue_after, columns.size());
  if (header.starts_with(first) && !of_others) return file;
  set_aside = name_aside(path, *continue_after);
  rename_file(path, set_aside);
  return File::create(path);
}

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, const std::vector<std::string>& columns,
                 std::optional<std::int64_t> continue_after, bool redefined)
    : columns_(columns.size()), file_(open_table(path, columns, continue_after, redefined, set_aside_)) {
  const std::string header = header_of(columns);
  if (file_.size() < static_cast<std::int64_t>(header.size())) {
    start(header);
  } else {
    cut_after(*continue_after, header.size());
  }
}

void CsvFile::start(const std::string& header) {
  file_.truncate(0);
  file_.write(header, 0);
  end_ = static_cast<std::int64_t>(header.size());
}

void CsvFile::cut_after(std::int64_t step, std::size_t header_bytes) {
  constexpr std::int64_t piece = std::int64_t{1} << 20;  // rows are far shorter
  end_ = static_cast<std::int64_t>(header_bytes);
  std::string buffer;
  bool found_end = false;
  std::int64_t unknown = 0;  // lines since the last row
  for (std::int64_t at = end_; !found_end;) {
    buffer.resize(static_cast<std::size_t>(std::min(piece, file_.size() - at)));
    file_.read(buffer.data(), buffer.size(), at);
    std::size_t begin = 0;
    while (!found_end) {
      const std::size_t end = buffer.find('\n', begin);
      if (end == std::string::npos) break;
      const auto found = step_of(std::string_view(buffer).substr(begin, end - begin), columns_);
      found_end = found && *found > step;
      begin = end + 1;
      unknown += found ? 0 : 1;
      if (!found || found_end) continue;
      end_ = at + static_cast<std::int64_t>(begin);
      damaged_ += std::exchange(unknown, 0);
    }
    found_end = found_end || begin == 0;
    at += static_cast<std::int64_t>(begin);
  }
  file_.truncate(end_);
}

void CsvFile::write(std::int64_t step, std::span<const double> values) {
  std::string row = std::to_string(step);
  for (const double value : values) {
    char number[40];
    std::snprintf(number, sizeof number, ",%.17g", value);
    row += number;
  }
  row += '\n';
  try {
    file_.write(row, end_);
  } catch (const IoError&) {
    file_.truncate(end_);
    throw;
  }
  end_ += static_cast<std::int64_t>(row.size());
}

}  // namespace isotherm
