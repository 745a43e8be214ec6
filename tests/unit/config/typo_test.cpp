// Every single-letter mistake in every key: all are refused, and nearly all name the key that was meant.

#include <gtest/gtest.h>
#include <set>

#include "tests/unit/config/placed_key.hpp"

namespace isotherm {
namespace {

using config::all_keys;
using config::Group;
using config::Row;

/// What one slip of a finger makes of a word: a letter left out, doubled or put in, replaced, or swapped with
/// the next.
std::set<std::string> slips(const std::string& word) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  std::set<std::string> made;
  for (std::size_t k = 0; k <= word.size(); ++k) {
    for (const char c : letters) {
      made.insert(word.substr(0, k) + c + word.substr(k));
      if (k < word.size()) made.insert(word.substr(0, k) + c + word.substr(k + 1));
    }
    if (k < word.size()) made.insert(word.substr(0, k) + word.substr(k + 1));
    if (k + 1 < word.size()) made.insert(word.substr(0, k) + word[k + 1] + word[k] + word.substr(k + 2));
  }
  made.erase("");
  made.erase(word);
  return made;
}

/// A map with these keys.
std::string map_of(const std::vector<std::string>& keys) {
  std::string inner;
  for (const std::string& key : keys) inner += fmt::format("{}{}: 1", inner.empty() ? "" : ", ", key);
  return fmt::format("{{{}}}", inner);
}

/// The valid keys at the place of a path.
std::set<std::string> neighbours(const std::string& path) {
  const std::string section = path.substr(0, path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
  std::set<std::string> keys;
  for (const auto& known : all_keys()) {
    if (known.path.starts_with(section) && known.path.find('.', section.size()) == std::string::npos) {
      keys.insert(known.row->key);
    }
  }
  return keys;
}

TEST(Slips, AreAllRefusedAndNearlyAllNamedRight) {
  constexpr std::size_t together =
      40;  // keys in one text: fewer than the faults after which the loader gives up
  std::size_t total = 0;
  std::size_t named = 0;
  for (const auto& known : all_keys()) {
    const std::string& key = known.row->key;
    if (key == "*" || key == "#") continue;
    const std::set<std::string> valid = neighbours(known.path);
    std::vector<std::string> wrong;
    for (const std::string& slip : slips(key)) {
      if (!valid.contains(slip) && slip != "table") wrong.push_back(slip);
    }
    for (std::size_t begin = 0; begin < wrong.size(); begin += together) {
      const std::vector<std::string> some(
          wrong.begin() + static_cast<std::ptrdiff_t>(begin),
          wrong.begin() + static_cast<std::ptrdiff_t>(std::min(begin + together, wrong.size())));
      const test::Placed placed = test::placed(known.path, map_of(some));
      const std::vector<CaseFault> faults = test::faults_of(placed.text);
      for (const std::string& slip : some) {
        ++total;
        const auto fault = std::find_if(faults.begin(), faults.end(),
                                        [&](const CaseFault& f) { return f.key == placed.section + slip; });
        ASSERT_NE(fault, faults.end()) << known.path << ": '" << slip << "' is not refused";
        if (fault->nearest == placed.section + key) ++named;
      }
    }
  }
  const double share = static_cast<double>(named) / static_cast<double>(total);
  RecordProperty("slips", static_cast<int>(total));
  std::printf("%zu slips, %.2f %% named right\n", total, 100.0 * share);
  EXPECT_GT(total, 50'000U);
  EXPECT_GE(share, 0.95);
}

}  // namespace
}  // namespace isotherm
