#include "run/compare.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "io/checkpoint_folder.hpp"
#include "io/config/load.hpp"
#include "io/csv_table.hpp"
#include "io/field_file.hpp"
#include "io/file_system.hpp"
#include "io/json.hpp"

namespace isotherm {
namespace {

using Path = std::filesystem::path;
constexpr std::int64_t longest_text = std::int64_t{1} << 26;

bool is_case(const Path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// What differs, on one line where that fits.
std::string versus(const std::string& what, const std::string& a, const std::string& b) {
  constexpr std::size_t width = 80;
  const std::string line = fmt::format("{}: {} and {}", what, a, b);
  return line.size() <= width ? line : fmt::format("{}:\n  {}\n  {}", what, a, b);
}

/// The resolved case of a run folder, a file or a case file; empty: unknown.
std::string case_of(const Path& path) {
  if (is_case(path)) return load_case(read_text(path, longest_text), path.string()).resolved;
  if (!std::filesystem::is_directory(path)) return FieldFile(path).case_text();
  const Path file = path / "case.yaml";
  return std::filesystem::exists(file) ? read_text(file, longest_text) : std::string();
}

std::map<std::string, std::string> provenance_of(const Path& folder) {
  std::map<std::string, std::string> facts;
  const Json json = read_json_object(folder / "summary.json");
  if (!json.contains("provenance")) return facts;
  for (const auto& [key, value] : json.at("provenance").items()) {
    facts[key] = value.is_string() ? value.get<std::string>() : json_text(value);
  }
  return facts;
}

/// The files of one step that hold fields; empty paths where there are none.
struct State {
  Path snapshot;
  Path checkpoint;
};

/// By step.
std::map<std::int64_t, State> states_of(const Path& path) {
  std::map<std::int64_t, State> states;
  if (!std::filesystem::is_directory(path)) {
    State& only = states[FieldFile(path).step()];
    (path.extension() == ".nc" ? only.snapshot : only.checkpoint) = path;
    return states;
  }
  for (const auto& checkpoint : list_checkpoints(path / "checkpoints")) {
    states[checkpoint.step].checkpoint = checkpoint.main_file;
  }
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(path / "snapshots", none)) {
    const std::int64_t step = step_in_name(entry.path());
    if (step >= 0 && entry.path().extension() == ".nc") states[step].snapshot = entry.path();
  }
  return states;
}

/// The files of two states to compare: of the same kind, or else what there is.
std::vector<std::pair<Path, Path>> pairs_of(const State& a, const State& b) {
  std::vector<std::pair<Path, Path>> pairs;
  if (!a.snapshot.empty() && !b.snapshot.empty()) pairs.emplace_back(a.snapshot, b.snapshot);
  if (!a.checkpoint.empty() && !b.checkpoint.empty()) pairs.emplace_back(a.checkpoint, b.checkpoint);
  const auto any = [](const State& state) {
    return state.snapshot.empty() ? state.checkpoint : state.snapshot;
  };
  if (pairs.empty()) pairs.emplace_back(any(a), any(b));
  return pairs;
}

/// The comparison of two things, part by part.
class Comparer {
 public:
  Comparer(Path a, Path b, double tolerance) : a_(std::move(a)), b_(std::move(b)), tolerance_(tolerance) {}

  Comparison compare() {
    settings();
    if (is_case(a_) || is_case(b_)) return finish();  // of a case and a run the settings are what both have
    if (std::filesystem::is_directory(a_) && std::filesystem::is_directory(b_)) {
      build();
      for (const char* name : {"diagnostics.csv", "probes.csv", "flows.csv", "regions.csv"}) table(name);
    }
    states();
    return finish();
  }

 private:
  bool differ(double a, double b) const {
    if (std::isnan(a) && std::isnan(b)) return false;
    if (tolerance_ > 0.0) return !(std::abs(a - b) <= tolerance_);
    return std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b);
  }

  void say(const std::string& line, bool counts = true) {
    result_.text += line + "\n";
    if (counts) result_.same = false;
  }

  void settings() {
    const std::string a = case_of(a_);
    const std::string b = case_of(b_);
    if (a.empty() || b.empty()) {
      result_.text += "settings: not known of " + (a.empty() ? a_ : b_).string() + "\n";
      return;
    }
    const auto different = differences(a, b);
    for (const CaseDifference& d : different) {
      const auto shown = [](const std::string& value) {
        return value.empty() ? std::string("absent") : value;
      };
      say(versus("setting " + d.key, shown(d.a), shown(d.b)));
    }
    if (different.empty()) result_.text += "settings: the same\n";
  }

  void build() {
    auto a = provenance_of(a_);
    const auto b = provenance_of(b_);
    for (const auto& [key, value] : b) a.try_emplace(key, "absent");
    for (const auto& [key, value] : a) {
      const auto found = b.find(key);
      const std::string other = found == b.end() ? "absent" : found->second;
      if (value != other) say(versus("build or machine, " + key, value, other), false);
    }
  }

  /// Row by row of the same step; says what kind of rows only one has.
  void table(const std::string& name) {
    const CsvTable a = read_csv(a_ / name);
    const CsvTable b = read_csv(b_ / name);
    if (a.names.empty() && b.names.empty()) return;
    if (a.names != b.names) return say(name + ": other columns");
    std::array<std::size_t, 2> before{};
    std::array<std::size_t, 2> only{};
    std::size_t common = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.rows() || j < b.rows()) {
      const double none = std::numeric_limits<double>::infinity();
      const double step_a = i < a.rows() ? a.columns[0][i] : none;
      const double step_b = j < b.rows() ? b.columns[0][j] : none;
      if (step_a < step_b) {
        ++(j == 0 ? before : only)[0];
        ++i;
      } else if (step_b < step_a) {
        ++(i == 0 ? before : only)[1];
        ++j;
      } else {
        if (row_differs(name, a, i++, b, j++)) return;
        ++common;
      }
    }
    result_.text += fmt::format("{}: the same {} rows\n", name, common);
    for (std::size_t k = 0; k < 2; ++k) {
      const std::string holder = (k == 0 ? a_ : b_).string();
      const std::string other = (k == 0 ? b_ : a_).string();
      if (before[k] > 0)
        say(fmt::format("{}, rows before the first of {}, which began later: {}", name, other, before[k]));
      if (only[k] > 0)
        say(fmt::format("{}, rows only in {}, which {} lost or wrote at other intervals: {}", name, holder,
                        other, only[k]));
    }
  }

  bool row_differs(const std::string& name, const CsvTable& a, std::size_t i, const CsvTable& b,
                   std::size_t j) {
    for (std::size_t k = 0; k < a.names.size(); ++k) {
      const double x = a.columns[k][i];
      const double y = b.columns[k][j];
      if (!differ(x, y)) continue;
      say(versus(fmt::format("{}: first differs at step {:.0f}, {}, by {:.3g}", name, a.columns[0][i],
                             a.names[k], std::abs(x - y)),
                 fmt::format("{:.17g}", x), fmt::format("{:.17g}", y)));
      return true;
    }
    return false;
  }

  void states() {
    const auto a = states_of(a_);
    const auto b = states_of(b_);
    const bool files = !std::filesystem::is_directory(a_) && !std::filesystem::is_directory(b_);
    if (files && a.begin()->first != b.begin()->first) {
      say(fmt::format("step: {} and {}", a.begin()->first, b.begin()->first));
    }
    if (files) {
      for (const auto& name : fields(a_, b_)) result_.text += name + ": the same in all cells\n";
      return;
    }
    std::map<std::string, int> same_in;
    for (const auto& [step, state] : a) {
      const auto found = b.find(step);
      if (found == b.end()) continue;
      const bool same_before = result_.same;
      result_.same = true;
      std::set<std::string> same;
      for (const auto& [file_a, file_b] : pairs_of(state, found->second)) same.merge(fields(file_a, file_b));
      const bool same_here = std::exchange(result_.same, result_.same && same_before);
      for (const auto& name : same) ++same_in[name];
      if (same_here) continue;
      result_.text += fmt::format("  this is the first of the states of both, step {}\n", step);
      return;
    }
    if (same_in.empty()) return say("temperature: no step of which both hold a state");
    for (const auto& [name, states] : same_in)
      result_.text += fmt::format("{}: the same in {} {}\n", name, states, states == 1 ? "state" : "states");
  }

  /// Compares the fields of two files and returns the names of those that agree. One that a file lacks is a
  /// matter of its settings.
  std::set<std::string> fields(const Path& path_a, const Path& path_b) {
    const FieldFile a(path_a);
    const FieldFile b(path_b);
    std::set<std::string> same;
    if (a.nx() != b.nx() || a.ny() != b.ny()) {
      say(fmt::format("cells: {} x {} and {} x {}", a.nx(), a.ny(), b.nx(), b.ny()));
      return same;
    }
    const auto holds = [](const FieldFile& file, const std::string& name) {
      return std::ranges::find(file.fields(), name) != file.fields().end();
    };
    for (const auto& name : a.fields()) {
      if (!holds(b, name)) {
        lacking(name, path_a);
      } else if (field(a, b, name)) {
        same.insert(name);
      }
    }
    for (const auto& name : b.fields()) {
      if (!holds(a, name)) lacking(name, path_b);
    }
    return same;
  }

  /// Says once that only one of the two has a field.
  void lacking(const std::string& name, const Path& holder) {
    if (lacking_.insert(name).second)
      say(fmt::format("output, {}: only in {}", name, holder.string()), false);
  }

  /// Whether a field of two files agrees.
  bool field(const FieldFile& a, const FieldFile& b, const std::string& name) {
    std::int64_t count = 0;
    std::int64_t worst_i = 0;
    std::int64_t worst_j = 0;
    double worst = -1.0;
    const std::int64_t rows = ChecksumBlocks{a.nx(), a.ny()}.rows_per_block();
    for (std::int64_t j = 0; j < a.ny(); j += rows) {
      const Range some{j, std::min(j + rows, a.ny())};
      const auto cells_a = a.read(name, {0, a.nx()}, some);
      const auto cells_b = b.read(name, {0, a.nx()}, some);
      for (std::size_t n = 0; n < cells_a.size(); ++n) {
        if (!differ(cells_a[n], cells_b[n])) continue;
        ++count;
        const double by = std::isnan(cells_a[n] - cells_b[n]) ? HUGE_VAL : std::abs(cells_a[n] - cells_b[n]);
        if (by <= worst) continue;
        worst = by;
        worst_i = static_cast<std::int64_t>(n) % a.nx();
        worst_j = j + static_cast<std::int64_t>(n) / a.nx();
      }
    }
    if (count == 0) return true;
    say(fmt::format("{} at step {}:\n  {} of {} cells differ, at most by {:.3g} in cell [{}, {}]", name,
                    a.step(), count, a.nx() * a.ny(), worst, worst_i, worst_j));
    return false;
  }

  Comparison finish() {
    result_.text += result_.same ? "no difference that counts\n" : "they differ\n";
    return result_;
  }

  Path a_;
  Path b_;
  double tolerance_;
  Comparison result_;
  std::set<std::string> lacking_;
};

}  // namespace

Comparison compare(const Path& a, const Path& b, double tolerance) {
  return Comparer(a, b, tolerance).compare();
}

}  // namespace isotherm
