#pragma once
// What the user is told about a case that cannot be used.

#include <stdexcept>
#include <string>
#include <vector>

namespace isotherm {

/// One mistake in a case, with everything needed to mend it.
struct CaseFault {
  std::string file;         ///< file name, or the whole `--set key=value`
  int line = 0;             ///< 1-based; 0 for `--set`
  int column = 0;           ///< 1-based, in characters
  std::string key;          ///< full path such as boundaries.top.0.flux; empty for the text as such
  std::string message;      ///< what is wrong
  std::string nearest;      ///< the nearest valid key or value, or empty
  std::string remedy;       ///< what to write instead, or empty
  std::string unit;         ///< SI unit of the key's values, or empty
  std::string range;        ///< values that the key takes, in words, or empty
  std::string source_line;  ///< the line as it stands in the file
};

/// `file:line:column: warning: key: message` and the source line.
std::string format_warning(const CaseFault& fault);

/// The faults for machines: a JSON array of objects with file, line, column, key, message, nearest, remedy,
/// unit and range.
std::string faults_json(const std::vector<CaseFault>& faults);

/// `file:line:column: error: key: message`, then the source line, a caret and the remedy.
std::string format(const CaseFault& fault);

/// All mistakes of one pass over a case. what() is the formatted text of all of them.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(std::vector<CaseFault> faults);
  const std::vector<CaseFault>& faults() const { return faults_; }

 private:
  std::vector<CaseFault> faults_;
};

}  // namespace isotherm
