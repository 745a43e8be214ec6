#include "io/config/error.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "io/json.hpp"

namespace isotherm {

namespace {

constexpr std::size_t columns = 80;      // of a terminal
constexpr std::size_t line_window = 76;  // characters of a long line that are shown

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The source line and a caret under the column, cut to a window around it.
std::string quote(const CaseFault& fault) {
  std::string shown;
  std::string pad;
  int column = 0;
  const int from = std::max(0, fault.column - 1 - static_cast<int>(line_window) * 3 / 4);
  for (const char c : fault.source_line) {
    if (!continues_character(c)) ++column;
    if (column <= from) continue;
    if (column > from + static_cast<int>(line_window)) break;
    const bool control = static_cast<unsigned char>(c) < 32 || c == 127;
    shown += control ? ' ' : c;
    if (!continues_character(c) && column < fault.column) pad += ' ';
  }
  return "    " + shown + "\n    " + pad + "^\n";
}

/// The text in lines that fit a terminal, the second one and those after it further in.
std::string folded(const std::string& text) {
  std::string lines;
  std::size_t column = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', text.find_first_not_of(' ', begin)), text.size());
    const std::string word = text.substr(begin, end - begin);  // with the blank before it
    if (column > 0 && column + word.size() > columns) {
      lines += "\n   ";
      column = 3;
    }
    lines += word;
    column += word.size();
    begin = end;
  }
  return lines + "\n";
}

std::string text_of(const std::vector<CaseFault>& faults) {
  std::string text;
  for (const CaseFault& fault : faults) text += format(fault);
  if (faults.size() > 1) text += std::to_string(faults.size()) + " errors\n";
  return text;
}

/// The text of a fault of that kind.
std::string format_as(const CaseFault& fault, const char* kind) {
  std::string text = fault.file;
  if (fault.line > 0) text += fmt::format(":{}:{}", fault.line, fault.column);
  text += fmt::format(": {}: ", kind);
  if (!fault.key.empty()) text += fault.key + ": ";
  text += fault.message + "\n";
  if (!fault.source_line.empty()) text += quote(fault);
  if (!fault.nearest.empty()) text += "  did you mean: " + fault.nearest + "\n";
  if (!fault.range.empty()) {
    text += "  range: " + fault.range + (fault.unit.empty() ? "" : ", in " + fault.unit) + "\n";
  }
  if (!fault.remedy.empty()) text += folded("  remedy: " + fault.remedy);
  return text;
}

}  // namespace

std::string format(const CaseFault& fault) {
  return format_as(fault, "error");
}

std::string format_warning(const CaseFault& fault) {
  return format_as(fault, "warning");
}

std::string faults_json(const std::vector<CaseFault>& faults) {
  Json all = Json::array();
  for (const CaseFault& fault : faults) {
    Json entry{{"file", fault.file},
               {"line", fault.line},
               {"column", fault.column},
               {"key", fault.key},
               {"message", fault.message}};
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty()) entry[key] = value;
    };
    add("nearest", fault.nearest);
    add("unit", fault.unit);
    add("range", fault.range);
    add("remedy", fault.remedy);
    all.push_back(std::move(entry));
  }
  return json_text(all, 2);
}

ConfigError::ConfigError(std::vector<CaseFault> faults)
    : std::runtime_error(text_of(faults)), faults_(std::move(faults)) {}

}  // namespace isotherm
