#include "io/config/study_filter.hpp"

#include <algorithm>
#include <cctype>

#include "io/config/scalar.hpp"
#include "physics/expression.hpp"

namespace isotherm::config {
namespace {

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

/// Every name that stands for a parameter: its full key and each tail of it that no other key has.
std::vector<std::pair<std::string, std::size_t>> names_of(const std::vector<std::string>& keys) {
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    std::string tail = keys[k];
    while (true) {
      const auto ends_so = [&](const std::string& key) {
        return key == tail || (key.size() > tail.size() && key.ends_with("." + tail));
      };
      if (tail == keys[k] || std::count_if(keys.begin(), keys.end(), ends_so) == 1)
        names.emplace_back(tail, k);
      const std::size_t dot = tail.find('.');
      if (dot == std::string::npos) break;
      tail.erase(0, dot + 1);
    }
  }
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  return names;
}

}  // namespace

CaseFilter::CaseFilter(const Node& condition, const std::vector<std::string>& keys, Faults& faults) {
  const std::string& text = condition.text;
  const auto names = names_of(keys);
  std::string plain;
  bool uses_any = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts = at == 0 || !in_name(text[at - 1]);
    const auto here = std::find_if(names.begin(), names.end(), [&](const auto& name) {
      const std::size_t end = at + name.first.size();
      return starts && text.compare(at, name.first.size(), name.first) == 0 &&
             (end == text.size() || !in_name(text[end]));
    });
    if (here == names.end()) {
      plain += text[at++];
      continue;
    }
    pieces_.push_back({plain});
    pieces_.push_back({"", here->second});
    plain.clear();
    at += here->first.size();
    uses_any = true;
  }
  pieces_.push_back({plain});
  if (!condition.is_scalar() || !uses_any) {
    faults.add(condition.mark, "where", "'" + text + "' names no parameter of the study",
               "write a condition in the varied keys, such as \"" + (keys.empty() ? "key" : keys[0]) +
                   " < 10\"; the end of a key will do where no other key ends so");
    return;
  }
  try {
    const std::vector<std::optional<double>> ones(keys.size(), 1.0);
    const Expression parsed(with(ones), Variables{false, false, false, false});
  } catch (const ExpressionError& error) {
    faults.add(condition.mark, "where", "in the condition '" + text + "': " + error.what(),
               "write a condition in the varied keys");
  }
}

std::string CaseFilter::with(const std::vector<std::optional<double>>& numbers) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (piece.parameter) {
      text.append("(").append(shortest(numbers[*piece.parameter].value_or(0.0))).append(")");
    } else {
      text += piece.text;
    }
  }
  return text;
}

bool CaseFilter::keeps(const std::vector<std::optional<double>>& numbers) const {
  for (const Piece& piece : pieces_) {
    if (piece.parameter && !numbers[*piece.parameter]) return true;
  }
  return Expression(with(numbers), Variables{false, false, false, false})(0.0, 0.0, 0.0) != 0.0;
}

}  // namespace isotherm::config
