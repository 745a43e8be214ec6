#pragma once
// A study file: a base case and the values that are put into it. As strict as a case, with the same errors.

#include <functional>
#include <string>
#include <vector>

#include "io/config/error.hpp"

namespace isotherm {

/// What is left on disk of each case.
enum class CaseFolder {
  full,    ///< a run folder
  reduced  ///< its record with the figures of its end; no checkpoints
};

/// A study with all its cases written out.
struct Study {
  std::string title;
  std::string base;               ///< as written, seen from the study file's folder; the path of read_study()
  std::string base_text;          ///< what the base file holds
  std::vector<std::string> keys;  ///< the parameters: full keys of a case
  std::vector<std::vector<std::string>> cases;  ///< for each case a value for each key, as YAML text
  std::vector<std::string> collect;             ///< of figures: TABLE.COLUMN
  int ranks_per_case = 1;
  CaseFolder folder = CaseFolder::full;

  /// What load_case() takes to make case number n of the base.
  std::vector<std::string> overrides(std::size_t n) const;
};

/// What a study file needs to know from elsewhere.
struct StudySources {
  std::function<std::string(const std::string& base)> read_base;  ///< may throw IoError
  /// Names of what cases like the base write at their end; empty where the base alone is no valid case.
  std::function<std::vector<std::string>(const std::string& base, const std::string& base_text)> figures;
};

/// The study that a YAML text describes. Cases are ordered with the last key of `vary` running fastest, then
/// `zip`, then `sample`. Not collective. Throws ConfigError with all mistakes of the pass.
Study load_study(const std::string& text, const std::string& filename, const StudySources& sources);

/// Whether a text is meant as a study: it has `base` at its top. Throws ConfigError when it is no YAML.
bool is_study(const std::string& text, const std::string& filename);

}  // namespace isotherm
