#pragma once
// A text that has one key of the table at its place, and nothing else of a case.

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "io/config/keys.hpp"
#include "io/config/load.hpp"

namespace isotherm::test {

/// The text; and the path of the section around the key as faults name it, with a dot at its end.
struct Placed {
  std::string text;
  std::string section;
};

/// `inner` at the place of a path of the table such as boundaries.top.#.flux, whose last part it replaces.
inline Placed placed(const std::string& path, const std::string& inner) {
  Placed placed{inner, ""};
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.pop_back();
  for (const std::string& part : parts) {
    placed.section += part == "#" ? "0." : part == "*" ? "a." : part + ".";
  }
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    placed.text = *part == "#" ? fmt::format("[{}]", placed.text)
                               : fmt::format("{{{}: {}}}", *part == "*" ? "a" : *part, placed.text);
  }
  return placed;
}

inline std::vector<CaseFault> faults_of(const std::string& text,
                                        const std::vector<std::string>& overrides = {}) {
  try {
    load_case(text, "case.yaml", overrides);
  } catch (const ConfigError& error) {
    return error.faults();
  }
  return {};
}

}  // namespace isotherm::test
