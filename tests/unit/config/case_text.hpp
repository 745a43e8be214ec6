#pragma once
// A small valid case whose lines a test replaces one at a time.

#include <string>
#include <utility>
#include <vector>

namespace isotherm::test {

/// The lines of a valid case; line k of the text is entry k.
inline std::vector<std::string> valid_lines() {
  return {
      "title: A small case",
      "units: {temperature: K}",
      "domain: {size: [2, 1], cells: [32, 16]}",
      "materials: {steel: {conductivity: 15, density: 7900, specific_heat: 450}}",
      "regions: [{material: steel}]",
      "initial: {temperature: 300}",
      "boundaries:",
      "  left: {insulated: true}",
      "  right: {temperature: 400}",
      "  bottom: {flux: 10}",
      "  top: {convection: {coefficient: 5, ambient: 300}}",
      "sources: []",
      "time: {end: 10}",
      "numerics: {}",
      "stop: {}",
      "output: {}",
      "checkpoint: {}",
      "parallel: {}",
  };
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

inline std::string valid_case() {
  return joined(valid_lines());
}

/// The valid case with the line that starts with the same key as `line` replaced by it.
inline std::string with_line(const std::string& line) {
  std::vector<std::string> lines = valid_lines();
  const std::string key = line.substr(0, line.find(':') + 1);
  for (std::string& candidate : lines) {
    if (candidate.starts_with(key)) {
      candidate = line;
      return joined(lines);
    }
  }
  lines.push_back(line);
  return joined(lines);
}

}  // namespace isotherm::test
