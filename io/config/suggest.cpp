#include "io/config/suggest.hpp"

#include <algorithm>
#include <cctype>

namespace isotherm::config {

namespace {

constexpr std::size_t longest_word = 64;  // longer words are no typing mistakes

int tolerated(std::string_view word) {
  return word.size() < 4 ? 1 : word.size() < 8 ? 2 : 3;
}

/// The only candidate that begins with the word, as `temperature` does with `temp`; else empty.
std::string begun(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t least_letters = 3;
  std::string found;
  if (word.size() < least_letters) return found;
  for (const std::string& candidate : candidates) {
    if (!candidate.starts_with(word)) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

}  // namespace

int distance(std::string_view a, std::string_view b) {
  // Optimal string alignment (Damerau 1964), three rows of the table.
  std::vector<int> before(b.size() + 1);
  std::vector<int> above(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return {};
  std::string best;
  int least = tolerated(word) + 1;
  for (const std::string& candidate : candidates) {
    const int d = distance(word, candidate);
    if (d < least && d < static_cast<int>(std::max(word.size(), candidate.size()))) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

std::string nearest_key(std::string_view key, const std::string& section_path, const Group& section,
                        const std::vector<std::string>& present) {
  std::vector<std::string> absent;
  std::vector<std::string> given;
  for (const Row& row : section.rows) {
    const bool is_given = std::find(present.begin(), present.end(), row.key) != present.end();
    (is_given ? given : absent).push_back(row.key);
  }
  const std::string prefix = section_path.empty() ? "" : section_path + ".";
  const std::string near_absent = nearest(key, absent);
  const std::string near_given = nearest(key, given);
  std::string near = near_absent.empty() ? near_given : near_absent;
  if (!near_absent.empty() && !near_given.empty() && distance(key, near_given) < distance(key, near_absent)) {
    near = near_given;
  }
  if (!near.empty() && distance(key, near) == 1) return prefix + near;
  std::vector<std::string> elsewhere;
  for (const KeyPath& known : all_keys()) {
    if (known.row->key == key) return known.path;
    elsewhere.push_back(known.row->key);
  }
  if (!near.empty()) return prefix + near;
  const std::string whole = begun(key, absent);
  if (!whole.empty()) return prefix + whole;
  const std::string far = nearest(key, elsewhere);
  if (far.empty()) return {};
  return all_keys()[static_cast<std::size_t>(std::find(elsewhere.begin(), elsewhere.end(), far) -
                                             elsewhere.begin())]
      .path;
}

}  // namespace isotherm::config
