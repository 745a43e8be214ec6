#pragma once
// YAML text to a Case, strictly. Pure functions on text, but for the files that a case may name: nothing
// else is read, nothing is communicated, and every rank that is given the same text comes to the same
// verdict.

#include <optional>
#include <string>
#include <vector>

#include "io/config/case.hpp"
#include "io/config/error.hpp"
#include "io/config/images.hpp"

namespace isotherm {

/// How the files are looked at that a case names; on all ranks alike, and perhaps collective.
struct CaseFiles {
  FileReader read = read_local_file;  ///< of images
  /// Of initial.file; none: not wanted.
  std::function<std::string(const std::string&)> fingerprint = nullptr;
};

/// The case that a YAML text describes, with `overrides` ("key=value", as after --set) applied. `filename` is
/// for messages, and its folder is where the files are that a case names. Throws ConfigError with all
/// mistakes of the pass, MissingInput. Collective if `files` is.
Case load_case(const std::string& text, const std::string& filename,
               const std::vector<std::string>& overrides = {}, const CaseFiles& files = {});

/// A problem that only the built case shows, "time.step: 5 s is not stable: take 1 s", as a fault at the
/// place of its key, with what stands after the last colon as its remedy; nullopt when the message does not
/// begin with a key that the case's text has. Pure.
std::optional<CaseFault> locate(const Case& the_case, const std::string& message);

/// A key that two resolved cases have different values for; a side without the key is empty.
struct CaseDifference {
  std::string key;
  std::string a;
  std::string b;
};

/// What differs between two texts of Case::resolved, in the order of the first. Throws ConfigError when a
/// text is no YAML.
std::vector<CaseDifference> differences(const std::string& resolved_a, const std::string& resolved_b);

/// Whether a run of case a may be continued with case b's value: title, a later time.end, stop, output,
/// checkpoint, parallel, numerics.time_block and strip_width.
bool may_change_on_continuation(const CaseDifference& difference);

}  // namespace isotherm
