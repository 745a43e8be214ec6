#include "io/report/run_report.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

#include "io/csv_table.hpp"
#include "io/field_file.hpp"
#include "io/file_system.hpp"
#include "io/json.hpp"
#include "io/report/html.hpp"

namespace isotherm {
namespace {

using Path = std::filesystem::path;

constexpr std::int64_t longest_text = std::int64_t{1} << 26;
constexpr std::size_t most_pictures = 40;
constexpr std::size_t most_picture_bytes = std::size_t{24} << 20;

std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_float()) return fmt::format("{:.6g}", json.get<double>());
  return json_text(json);
}

double number(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_number() ? json.at(key).get<double>() : 0.0;
}

/// A text as it stood before it was written between double quotes.
std::string unquoted(const std::string& text) {
  std::string out;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] == '\\' && k + 1 < text.size()) ++k;
    out += text[k];
  }
  return out;
}

std::string title_line(const Path& folder, const std::string& case_text) {
  std::string title = folder.filename().string();
  if (case_text.starts_with("title: ")) {
    title = case_text.substr(7, case_text.find('\n') - 7);
    if (title.size() >= 2 && title.front() == '"') title = unquoted(title.substr(1, title.size() - 2));
    if (title.empty()) title = folder.filename().string();
  }
  return title;
}

std::string facts(const Json& summary) {
  std::vector<std::pair<std::string, std::string>> rows;
  const auto add = [&](const char* key, const char* name) {
    if (summary.contains(key)) rows.emplace_back(name, text_of(summary.at(key)));
  };
  add("reason", "ended because");
  add("method", "method");
  add("steps", "steps");
  rows.emplace_back("simulated time", fmt::format("{:.6g} s", number(summary, "time")));
  rows.emplace_back("wall time", fmt::format("{:.3g} s on {:.0f} ranks", number(summary, "wall_seconds"),
                                             number(summary, "ranks")));
  rows.emplace_back("rate", fmt::format("{:.3g} million cell updates per second",
                                        number(summary, "updates_per_second") / 1e6));
  add("temperature_sha256", "fingerprint of the temperature");
  return html_table(rows);
}

/// PNG files by increasing step; evenly thinned where there are too many to carry.
std::vector<Path> pictures_of(const Path& folder) {
  std::vector<Path> all;
  std::error_code none;
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "pictures", none)) {
    if (entry.path().extension() != ".png" || step_in_name(entry.path()) < 0) continue;
    all.push_back(entry.path());
    bytes += entry.file_size(none);
  }
  std::sort(all.begin(), all.end(),
            [](const Path& a, const Path& b) { return step_in_name(a) < step_in_name(b); });
  std::size_t keep = std::min(all.size(), most_pictures);
  if (bytes > most_picture_bytes)
    keep = std::clamp<std::size_t>(most_picture_bytes * all.size() / bytes, 2, keep);
  std::vector<Path> kept;
  for (std::size_t n = 0; n < keep; ++n)
    kept.push_back(all[keep == 1 ? 0 : n * (all.size() - 1) / (keep - 1)]);
  return kept;
}

std::string data_uri(const std::string& png) {
  return "data:image/png;base64," + base64(png);
}

std::string picture_section(const Path& folder, const std::string& last_picture) {
  const std::vector<Path> files = pictures_of(folder);
  if (files.empty()) {
    if (last_picture.empty()) return {};
    return "<h2>The last state</h2>\n<img alt=\"the last state\" src=\"" + data_uri(last_picture) + "\">\n";
  }
  std::string out = "<h2>Pictures over time</h2>\n";
  const std::size_t last = files.size() - 1;
  if (last > 0) {
    out += fmt::format(
        "<input id=\"when\" type=\"range\" min=\"0\" max=\"{0}\" value=\"{0}\" "
        "aria-label=\"time\">\n",
        last);
  }
  for (std::size_t n = 0; n < files.size(); ++n) {
    out += fmt::format("<img class=\"frame\" alt=\"step {}\" {}src=\"{}\">\n", step_in_name(files[n]),
                       n == last ? "" : "hidden ", data_uri(read_text(files[n], longest_text)));
  }
  if (last == 0) return out;
  return out +
         "<script>const when=document.getElementById('when'),frames=document.querySelectorAll('img.frame');\n"
         "when.addEventListener('input',()=>frames.forEach((f,n)=>f.hidden=n!=when.value));</script>\n";
}

/// A chart of some columns over time; nothing where the table lacks them all.
std::string chart(const CsvTable& table, const std::string& title, const std::vector<std::string>& names) {
  const std::vector<double>* time = table.find("time");
  std::vector<Series> series;
  for (const std::string& name : names) {
    const std::vector<double>* values = table.find(name);
    if (values != nullptr && time != nullptr) series.push_back({name, *time, *values});
  }
  return series.empty() || table.rows() < 2 ? "" : line_chart(title, "time in s", series);
}

std::vector<std::string> columns_beside_time(const CsvTable& table) {
  std::vector<std::string> names;
  for (const std::string& name : table.names) {
    if (name != "step" && name != "time") names.push_back(name);
  }
  return names;
}

/// The walls and sources that ever move heat.
std::vector<std::string> powers_of(const CsvTable& table) {
  std::vector<std::string> names;
  for (const std::string& name : table.names) {
    if (name != "source_power" && !name.starts_with("wall_")) continue;
    const std::vector<double>& values = *table.find(name);
    if (std::any_of(values.begin(), values.end(), [](double v) { return v != 0.0; })) names.push_back(name);
  }
  return names;
}

std::string charts_section(const Path& folder, const CsvTable& diagnostics, const std::string& unit) {
  std::string charts = chart(diagnostics, "Temperature in " + unit, {"t_max", "t_mean", "t_min"});
  const CsvTable probes = read_csv(folder / "probes.csv");
  charts += chart(probes, "Probes in " + unit, columns_beside_time(probes));
  charts += chart(diagnostics, "Power into the body", powers_of(diagnostics));
  charts += chart(diagnostics, "Heat content", {"heat"});
  charts += chart(diagnostics, "Error of the energy balance", {"balance"});
  const std::set<Path> shown{"diagnostics.csv", "probes.csv"};
  std::set<Path> others;  // in the order of their names
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv" && !shown.contains(entry.path().filename()))
      others.insert(entry.path());
  }
  for (const Path& path : others) {
    const CsvTable table = read_csv(path);
    charts += chart(table, path.stem().string(), columns_beside_time(table));
  }
  return charts.empty() ? "" : "<h2>Over time</h2>\n<div class=\"charts\">\n" + charts + "</div>\n";
}

std::string energy_section(const CsvTable& table, const std::string& heat_unit) {
  const auto* heat = table.find("heat");
  const auto* balance = table.find("balance");
  if (heat == nullptr || balance == nullptr || heat->empty()) return {};
  const double change = heat->back() - heat->front();
  double largest = 0.0;
  for (const double h : *heat) largest = std::max(largest, std::abs(h));
  const auto shown = [&](double value) { return fmt::format("{:.9g} {}", value, heat_unit); };
  return "<h2>Energy balance</h2>\n" +
         html_table(
             {{"heat content in the first row", shown(heat->front())},
              {"heat content at the end", shown(heat->back())},
              {"change", shown(change)},
              {"came in through walls and sources", shown(change - balance->back() + balance->front())},
              {"left unexplained since the start", shown(balance->back())},
              {"relative to the largest heat content",
               fmt::format("{:.2g}", largest > 0.0 ? balance->back() / largest : 0.0)}});
}

std::string timing_section(const Json& summary) {
  if (!summary.contains("phases")) return {};
  double total = 0.0;
  for (const auto& [name, seconds] : summary.at("phases").items()) total += seconds.get<double>();
  std::string out = "<h2>Where the time went</h2>\n<table>\n";
  for (const auto& [name, value] : summary.at("phases").items()) {
    const auto seconds = value.get<double>();
    out += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{:.3g} s</td><td><span class=\"bar\" "
        "style=\"width:{:.0f}px\"></span></td></tr>\n",
        html_text(name), seconds, total > 0.0 ? 400.0 * seconds / total : 0.0);
  }
  return out + "</table>\n";
}

std::string provenance_section(const Json& summary) {
  if (!summary.contains("provenance")) return {};
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& [key, value] : summary.at("provenance").items()) rows.emplace_back(key, text_of(value));
  return "<h2>Provenance</h2>\n" + html_table(rows);
}

}  // namespace

std::string run_report(const Path& folder, const std::string& last_picture) {
  const std::string case_text = read_text(folder / "case.yaml", longest_text);
  const Json summary = read_json_object(folder / "summary.json");
  const CsvTable diagnostics = read_csv(folder / "diagnostics.csv");
  const bool celsius = case_text.find("temperature: degC") != std::string::npos;
  const bool axisymmetric = case_text.find("coordinates: axisymmetric") != std::string::npos;
  const std::string title = title_line(folder, case_text);
  const std::string status = summary.value("status", "running");
  std::string body = fmt::format("<h1>{} <span class=\"state{}\">{}</span></h1>\n", html_text(title),
                                 status == "failed" ? " bad" : "", html_text(status));
  body += facts(summary);
  body += picture_section(folder, last_picture);
  body += charts_section(folder, diagnostics, celsius ? "\u00b0C" : "K");
  body += energy_section(diagnostics, axisymmetric ? "J" : "J/m");
  body += timing_section(summary);
  body += provenance_section(summary);
  body += "<h2>The case, all defaults filled in</h2>\n<pre>" + html_text(case_text) + "</pre>\n";
  return html_page(title, body);
}

}  // namespace isotherm
