#pragma once
// `where:` of a study: which cases are kept.

#include <optional>
#include <string>
#include <vector>

#include "io/config/node.hpp"

namespace isotherm::config {

/// A condition in the study's parameters. A parameter is written as its full key, or as the last parts of it
/// when no other parameter ends so.
class CaseFilter {
 public:
  /// Faults a text that names no parameter or cannot be parsed.
  CaseFilter(const Node& condition, const std::vector<std::string>& keys, Faults& faults);

  /// Whether a case with these numbers (one per key) is kept. A case that lacks a number which is asked for
  /// is kept: nothing is known against it.
  bool keeps(const std::vector<std::optional<double>>& numbers) const;

 private:
  /// Plain text, or the number of the parameter.
  struct Piece {
    std::string text;
    std::optional<std::size_t> parameter{};
  };
  std::string with(const std::vector<std::optional<double>>& numbers) const;
  std::vector<Piece> pieces_;
};

}  // namespace isotherm::config
