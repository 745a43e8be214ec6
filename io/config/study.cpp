#include "io/config/study.hpp"

#include <algorithm>
#include <set>

#include "io/config/document.hpp"
#include "io/config/keys.hpp"
#include "io/config/resolve.hpp"
#include "io/config/sampling.hpp"
#include "io/config/scalar.hpp"
#include "io/config/study_filter.hpp"
#include "io/config/study_values.hpp"
#include "io/config/suggest.hpp"
#include "io/io_error.hpp"

namespace isotherm {
namespace {

using namespace config;

constexpr std::size_t most_cases = 1'000'000;

Node parse_text(const std::string& text, const std::string& filename, Faults& faults) {
  return parse_document(std::make_shared<const SourceText>(SourceText{.name = filename, .text = text}),
                        faults);
}

/// Parameters that run together: rows of values, one column per key.
struct Axis {
  std::vector<std::string> keys;
  std::vector<std::vector<std::string>> rows;
};

/// A study's tree turned into a Study.
class StudyReader {
 public:
  StudyReader(const Node& root, const StudySources& sources, Faults& faults)
      : root_(root), sources_(sources), faults_(faults) {}

  Study read() {
    known_keys(root_,
               {"title", "base", "vary", "zip", "sample", "where", "collect", "ranks_per_case", "folder"},
               "");
    read_base();
    if (const Node* title = root_.find("title")) study_.title = title->text;
    read_vary();
    read_zip();
    read_sample();
    read_settings();
    read_collect();
    if (axes_.empty() && faults_.none()) {
      faults_.add(root_.mark, "", "nothing is varied", "add vary:, zip: or sample:");
    }
    make_cases();
    return std::move(study_);
  }

 private:
  void known_keys(const Node& node, const std::vector<std::string>& known, const std::string& path) {
    for (const Node::Key& key : node.keys) {
      if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
      std::string list;
      for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
      faults_.add(key.mark, path + key.text, "is not a known key of a study", "known here are " + list,
                  nearest(key.text, known));
    }
  }

  void read_base() {
    const Node* base = root_.find("base");
    if (base == nullptr || !base->is_scalar() || base->text.empty()) {
      faults_.add(base != nullptr ? base->mark : root_.mark, "base", "the base case is missing",
                  "write base: case.yaml");
      return;
    }
    study_.base = base->text;
    try {
      study_.base_text = sources_.read_base(base->text);
    } catch (const IoError& error) {
      faults_.add(base->mark, "base", error.what(), "name a case file, seen from the study file's folder");
      return;
    }
    base_root_ = parse_text(study_.base_text, study_.base, faults_);
    unit_ = temperature_unit(base_root_);
  }

  /// Takes a parameter in; faults one that no case has, or that stands twice.
  void add_key(const Node::Key& key, Axis& axis) {
    if (find_row(key.text) == nullptr) {
      const std::size_t dot = key.text.rfind('.');
      const Row* above = dot == std::string::npos ? nullptr : find_row(key.text.substr(0, dot));
      const bool in_section = above != nullptr && !above->group.empty();
      faults_.add(key.mark, key.text, "is not a known key of a case",
                  "lists are addressed by index, such as boundaries.top.0.flux",
                  nearest_key(dot == std::string::npos ? key.text : key.text.substr(dot + 1),
                              in_section ? key.text.substr(0, dot) : "",
                              group(in_section ? above->group : "case"), {}));
    }
    for (const std::string& other : seen_) {
      if (other == key.text) {
        faults_.add(key.mark, key.text, "is varied twice", "keep one of the two");
      } else if (other.starts_with(key.text + ".")) {
        faults_.add(key.mark, key.text, "would take the place of " + other + ", which is varied before it",
                    "keep one of the two, or vary the section before what is in it");
      }
    }
    seen_.insert(key.text);
    axis.keys.push_back(key.text);
  }

  const Node* parameters(const char* name) {
    const Node* node = root_.find(name);
    if (node == nullptr || !node->good) return nullptr;
    if (node->is_map() && !node->keys.empty()) return node;
    faults_.add(node->mark, name, "needs a map of keys and values", "write key: [value, ...] below it");
    return nullptr;
  }

  void read_vary() {
    const Node* vary = parameters("vary");
    for (std::size_t k = 0; vary != nullptr && k < vary->keys.size(); ++k) {
      Axis axis;
      add_key(vary->keys[k], axis);
      for (std::string& value : listed_values(vary->items[k], vary->keys[k].text, faults_)) {
        axis.rows.push_back({std::move(value)});
      }
      axes_.push_back(std::move(axis));
    }
  }

  void read_zip() {
    const Node* zip = parameters("zip");
    if (zip == nullptr) return;
    Axis axis;
    for (std::size_t k = 0; k < zip->keys.size(); ++k) {
      add_key(zip->keys[k], axis);
      const auto values = listed_values(zip->items[k], zip->keys[k].text, faults_);
      if (k == 0) axis.rows.resize(values.size());
      if (values.size() != axis.rows.size() && !values.empty()) {
        faults_.add(zip->items[k].mark, zip->keys[k].text,
                    "has " + std::to_string(values.size()) + " values, the first list of zip has " +
                        std::to_string(axis.rows.size()),
                    "give all lists of zip the same length");
        return;
      }
      for (std::size_t n = 0; n < values.size(); ++n) axis.rows[n].push_back(values[n]);
    }
    axes_.push_back(std::move(axis));
  }

  std::int64_t whole(const Node& in, const char* key, const std::string& path, std::int64_t fallback,
                     std::int64_t least, std::int64_t most) {
    const Node* node = in.find(key);
    if (node == nullptr) return fallback;
    const auto value = node->is_scalar() ? whole_number(node->text) : std::nullopt;
    if (value && *value >= least && *value <= most) return *value;
    faults_.add(node->mark, path + key, "'" + node->text + "' is no whole number in range",
                "write one from " + std::to_string(least) + " to " + std::to_string(most));
    return fallback;
  }

  std::string word(const Node& in, const char* key, const std::string& path,
                   const std::vector<std::string>& known) {
    const Node* node = in.find(key);
    if (node == nullptr) return known.front();
    if (node->is_scalar() && std::find(known.begin(), known.end(), node->text) != known.end())
      return node->text;
    faults_.add(node->mark, path + key, "'" + node->text + "' is not one of the choices",
                "write " + known[0] + " or " + known[1], nearest(node->text, known));
    return known.front();
  }

  void read_sample() {
    const Node* sample = parameters("sample");
    if (sample == nullptr) return;
    known_keys(*sample, {"method", "count", "seed", "ranges"}, "sample.");
    const std::string method = word(*sample, "method", "sample.", {"latin-hypercube", "sobol"});
    if (sample->find("count") == nullptr) {
      faults_.add(sample->mark, "sample.count", "is missing", "write how many cases are drawn");
    }
    const auto count = whole(*sample, "count", "sample.", 1, 1, static_cast<std::int64_t>(most_cases));
    const auto seed = whole(*sample, "seed", "sample.", 0, 0, std::int64_t{1} << 62U);
    const Node* ranges = sample->find("ranges");
    if (ranges == nullptr || !ranges->is_map() || ranges->keys.empty()) {
      faults_.add(sample->mark, "sample.ranges", "is missing", "write ranges: {key: [low, high], ...}");
      return;
    }
    Axis axis;
    std::vector<Spread> spreads;
    for (std::size_t k = 0; k < ranges->keys.size(); ++k) {
      add_key(ranges->keys[k], axis);
      if (const auto found = spread(ranges->items[k], ranges->keys[k].text, faults_))
        spreads.push_back(*found);
    }
    if (method == "sobol" && axis.keys.size() > most_sobol_dimensions) {
      faults_.add(ranges->mark, "sample.ranges", "sobol draws at most 21 parameters", "use latin-hypercube");
    }
    if (!faults_.none()) return;
    const auto draw = method == "sobol" ? sobol : latin_hypercube;
    for (const auto& point : draw(count, spreads.size(), static_cast<std::uint64_t>(seed))) {
      std::vector<std::string> row;
      for (std::size_t d = 0; d < spreads.size(); ++d) row.push_back(spreads[d].at(point[d]));
      axis.rows.push_back(std::move(row));
    }
    axes_.push_back(std::move(axis));
  }

  void read_settings() {
    study_.ranks_per_case = static_cast<int>(whole(root_, "ranks_per_case", "", 1, 1, 1'000'000));
    study_.folder =
        word(root_, "folder", "", {"full", "reduced"}) == "full" ? CaseFolder::full : CaseFolder::reduced;
  }

  void read_collect() {
    const Node* collect = root_.find("collect");
    if (collect == nullptr) return;
    if (!collect->is_list()) {
      faults_.add(collect->mark, "collect", "needs a list", "write [probes.NAME, diagnostics.t_max]");
      return;
    }
    const std::vector<std::string> known = sources_.figures(study_.base, study_.base_text);
    for (const Node& item : collect->items) {
      if (!known.empty() && std::find(known.begin(), known.end(), item.text) == known.end()) {
        faults_.add(item.mark, "collect", "'" + item.text + "' is nothing that the base case writes",
                    "write TABLE.COLUMN: of diagnostics, probes, flows or regions",
                    nearest(item.text, known));
      }
      study_.collect.push_back(item.text);
    }
  }

  std::vector<CaseFilter> read_filters() {
    const Node* where = root_.find("where");
    std::vector<CaseFilter> filters;
    if (where == nullptr) return filters;
    if (where->is_list()) {
      for (const Node& condition : where->items) filters.emplace_back(condition, study_.keys, faults_);
    } else {
      filters.emplace_back(*where, study_.keys, faults_);
    }
    return filters;
  }

  std::vector<std::optional<double>> numbers_of(const std::vector<std::string>& values) const {
    std::vector<std::optional<double>> numbers;
    for (std::size_t k = 0; k < values.size(); ++k) {
      const Row* row = find_row(study_.keys[k]);
      numbers.push_back(number_of(values[k], row != nullptr ? row->dimension : Dimension::none, unit_));
    }
    return numbers;
  }

  /// The product of all axes, the last one running fastest, without what `where` leaves out.
  void make_cases() {
    std::size_t count = 1;
    for (const Axis& axis : axes_) {
      study_.keys.insert(study_.keys.end(), axis.keys.begin(), axis.keys.end());
      if (count <= most_cases) count *= axis.rows.size();
    }
    if (count > most_cases) {
      faults_.add(root_.mark, "", "the study has more than a million cases", "vary less");
    }
    const std::vector<CaseFilter> filters = read_filters();
    if (!faults_.none()) return;
    for (std::size_t n = 0; n < count; ++n) {
      std::vector<std::string> values = case_number(n, count);
      const auto numbers = numbers_of(values);
      const auto keeps = [&](const CaseFilter& filter) { return filter.keeps(numbers); };
      if (std::all_of(filters.begin(), filters.end(), keeps)) study_.cases.push_back(std::move(values));
    }
    if (study_.cases.empty()) faults_.add(root_.mark, "where", "leaves no case", "ask for less");
  }

  std::vector<std::string> case_number(std::size_t n, std::size_t count) const {
    std::vector<std::string> values;
    for (const Axis& axis : axes_) {
      count /= axis.rows.size();
      const auto& row = axis.rows[n / count % axis.rows.size()];
      values.insert(values.end(), row.begin(), row.end());
    }
    return values;
  }

  const Node& root_;
  const StudySources& sources_;
  Faults& faults_;
  Study study_;
  Node base_root_;
  TemperatureUnit unit_ = TemperatureUnit::kelvin;
  std::vector<Axis> axes_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> Study::overrides(std::size_t n) const {
  std::vector<std::string> made;
  for (std::size_t k = 0; k < keys.size(); ++k) made.push_back(keys[k] + "=" + cases[n][k]);
  return made;
}

Study load_study(const std::string& text, const std::string& filename, const StudySources& sources) {
  Faults faults;
  const Node root = parse_text(text, filename, faults);
  if (!root.is_map()) {
    faults.add(root.mark, "", "a study is a map of keys and values", "start with base: case.yaml");
    faults.throw_if_any();
  }
  if (root.find("base") == nullptr && root.find("domain") != nullptr) {
    faults.add(root.mark, "", "this is a case, not a study",
               "isotherm run runs it; a study names it: write base: " + filename);
    faults.throw_if_any();
  }
  Study study = StudyReader(root, sources, faults).read();
  faults.throw_if_any();
  return study;
}

bool is_study(const std::string& text, const std::string& filename) {
  Faults faults;
  const Node root = parse_text(text, filename, faults);
  return root.is_map() && root.find("base") != nullptr;
}

}  // namespace isotherm
