#include "io/config/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace isotherm {

namespace {

constexpr std::size_t line_window = 120;  // characters of a long line that are shown

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

std::string text_of(const std::vector<CaseFault>& faults) {
  std::string text;
  for (const CaseFault& fault : faults) text += format(fault);
  if (faults.size() > 1) text += std::to_string(faults.size()) + " errors\n";
  return text;
}

}  // namespace

std::string format(const CaseFault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += fmt::format(":{}:{}", fault.line, fault.column);
  text += ": error: ";
  if (!fault.key.empty()) text += fault.key + ": ";
  text += fault.message + "\n";
  if (!fault.source_line.empty()) text += quote(fault);
  if (!fault.nearest.empty()) text += "  did you mean: " + fault.nearest + "\n";
  if (!fault.remedy.empty()) text += "  remedy: " + fault.remedy + "\n";
  return text;
}

ConfigError::ConfigError(std::vector<CaseFault> faults)
    : std::runtime_error(text_of(faults)), faults_(std::move(faults)) {}

}  // namespace isotherm
