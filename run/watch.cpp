#include "run/watch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/csv_table.hpp"
#include "io/field_file.hpp"
#include "io/file_system.hpp"
#include "io/folder_lock.hpp"
#include "io/json.hpp"
#include "io/picture/coarse.hpp"
#include "run/progress.hpp"

namespace isotherm {
namespace {

using Path = std::filesystem::path;

constexpr std::int64_t longest_status = 1 << 20;

double number(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_number() ? json.at(key).get<double>()
                                                        : std::numeric_limits<double>::quiet_NaN();
}

std::string text(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_string() ? json.at(key).get<std::string>() : "?";
}

Json read_status(const Path& folder) {
  const Path file = folder / "status.json";
  if (!std::filesystem::exists(file))
    throw IoError(folder.string() + " holds no status.json: no run was started there");
  return parse_json(read_text(file, longest_status));
}

bool is_running(const Json& status) {
  return text(status, "state") == "running";
}

std::string bar(double share, int columns) {
  const double shown = std::isnan(share) ? 0.0 : std::clamp(share, 0.0, 1.0);
  const int full = static_cast<int>(std::lround(shown * columns));
  return fmt::format("[{:#<{}}{:.<{}}]", "", full, "", columns - full);
}

/// The escape sequence that chooses a colour, of the letter or of what is behind it.
std::string escape(Color c, bool behind, bool true_color) {
  const int what = behind ? 48 : 38;
  if (true_color) return fmt::format("\x1b[{};2;{};{};{}m", what, c.r, c.g, c.b);
  const auto level = [](int v) { return (v * 5 + 127) / 255; };
  return fmt::format("\x1b[{};5;{}m", what, 16 + 36 * level(c.r) + 6 * level(c.g) + level(c.b));
}

/// Two values per character: the upper half block in one colour on another.
std::string heat_map(const CoarseField& field, const Screen& screen) {
  const ColorMap colors("inferno");
  constexpr std::string_view shades = " .:-=+*#%@";
  const auto value = [&](int row, int column) {
    return field.values[static_cast<std::size_t>(std::min(row, field.rows - 1) * field.columns + column)];
  };
  const auto share = [&](double v) {
    return field.high > field.low ? (v - field.low) / (field.high - field.low) : 0.5;
  };
  std::string out;
  for (int row = 0; row < field.rows; row += 2) {
    for (int column = 0; column < field.columns; ++column) {
      const double upper = value(row, column);
      const double lower = value(row + 1, column);
      if (!screen.colors) {
        const double s = std::clamp(share(upper), 0.0, 0.999);
        out += std::isnan(upper) ? ' '
                                 : shades[static_cast<std::size_t>(s * static_cast<double>(shades.size()))];
        continue;
      }
      const auto color = [&](double v) { return std::isnan(v) ? Color{128, 128, 128} : colors(share(v)); };
      out += escape(color(upper), false, screen.true_color) + escape(color(lower), true, screen.true_color) +
             "\u2580";
    }
    out += screen.colors ? "\x1b[0m\n" : "\n";
  }
  return out;
}

std::string map_section(const Path& folder, const Screen& screen) {
  Path file;
  try {
    file = files_with_fields(folder).back();
    const CoarseField field = coarse_field(file, screen.columns - 2, 2 * std::max(3, screen.rows - 9));
    return heat_map(field, screen) +
           fmt::format("step {}: {:.5g} (dark) to {:.5g} (bright)\n", field.step, field.low, field.high);
  } catch (const IoError& e) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return fmt::format("no picture: {}\n", e.what());
    return "no snapshot and no checkpoint yet\n";  // or one that was removed while we read it
  }
}

std::string table_section(const Path& folder, const Screen& screen) {
  const CsvTable table = read_csv(folder / "diagnostics.csv");
  const auto* t_max = table.find("t_max");
  const auto* t_min = table.find("t_min");
  const auto* t_mean = table.find("t_mean");
  if (t_max == nullptr || t_min == nullptr || t_mean == nullptr || table.rows() == 0) return {};
  std::string out =
      fmt::format("T {:.6g} to {:.6g}, mean {:.6g}\n", t_min->back(), t_max->back(), t_mean->back());
  const std::string label = "max ";
  return out + label + sparkline(*t_max, screen.columns - static_cast<int>(label.size()) - 1) + "\n";
}

std::string status_section(const Json& status, const Screen& screen) {
  const double step = number(status, "step");
  const double total = number(status, "steps_total");
  const double time = number(status, "time");
  const double start = number(status, "start");
  const double end = number(status, "end");
  const double share = !std::isnan(total) && total > 0.0 ? step / total : share_of_time(start, time, end);
  std::string out =
      bar(share, screen.columns - 12) + fmt::format(" {:3.0f} %\n", 100.0 * std::clamp(share, 0.0, 1.0));
  out += fmt::format("step {:.0f}{}, t = {} of {} s, {}", step,
                     std::isnan(total) ? "" : fmt::format(" of {:.0f}", total),
                     moment_in_words(time, start, end), moment_in_words(end, start, end),
                     rate_in_words(number(status, "updates_per_second")));
  const double left = number(status, "eta_seconds");
  if (is_running(status) && !std::isnan(left)) out += ", " + duration_in_words(left) + " left";
  return out + "\n";
}

/// A run that writes its status no more may have been killed on a host that we cannot look at.
std::string age_section(const Path& folder) {
  constexpr double usual = 60.0;  // s
  std::error_code unknown;
  const auto written = std::filesystem::last_write_time(folder / "status.json", unknown);
  if (unknown) return {};
  const double age =
      std::chrono::duration<double>(std::filesystem::file_time_type::clock::now() - written).count();
  return age < usual ? "" : "status.json is " + duration_in_words(age) + " old\n";
}

std::string study_section(const Json& status, const Screen& screen) {
  const double cases = number(status, "cases");
  const double done = number(status, "done");
  const double failed = number(status, "failed");
  const double share = cases > 0.0 ? (done + failed) / cases : 0.0;
  return bar(share, screen.columns - 12) +
         fmt::format(" {:3.0f} %\n{:.0f} of {:.0f} cases done, {:.0f} failed\n", 100.0 * share, done, cases,
                     failed);
}

}  // namespace

std::string sparkline(const std::vector<double>& values, int columns) {
  constexpr std::array<const char*, 8> bars{"\u2581", "\u2582", "\u2583", "\u2584",
                                            "\u2585", "\u2586", "\u2587", "\u2588"};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  const std::size_t shown = std::min(values.size(), static_cast<std::size_t>(std::max(1, columns)));
  std::string line;
  for (std::size_t n = 0; n < shown; ++n) {
    const double v = values[shown == 1 ? 0 : n * (values.size() - 1) / (shown - 1)];
    const double share = high > low ? (v - low) / (high - low) : 0.0;
    line += std::isfinite(v) ? bars[std::min<std::size_t>(7, static_cast<std::size_t>(8.0 * share))] : " ";
  }
  return line;
}

std::string duration_in_words(double seconds) {
  const auto s = std::llround(seconds);
  if (s >= 86400) return fmt::format("{} d {:02} h", s / 86400, s / 3600 % 24);
  if (s >= 3600) return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
  if (s >= 60) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} s", s);
}

Look look_at_run(const Path& folder, const Screen& screen) {
  Json status = read_status(folder);
  if (!status.is_object()) return {"status.json cannot be read\n", false};
  const bool is_study = status.contains("cases");
  std::string ended;  // without a word of its own in status.json
  if (is_running(status) && !is_study) ended = why_not_held(folder);
  if (!ended.empty()) status = read_status(folder);  // its last word may have come in between
  Look look;
  look.over = !is_running(status) || !ended.empty();
  look.text = fmt::format("{}: {} on {}, as of {}\n", folder.string(), text(status, "state"),
                          text(status, "host"), text(status, "updated"));
  if (is_running(status)) look.text += ended.empty() ? age_section(folder) : "no longer: " + ended + "\n";
  if (is_study) {
    look.text += study_section(status, screen);
  } else {
    look.text += status_section(status, screen) + table_section(folder, screen) + map_section(folder, screen);
  }
  return look;
}

}  // namespace isotherm
