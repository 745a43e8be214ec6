#pragma once
// The tree of a case's text, with the place of every node. Built by document.cpp, completed by resolve.cpp.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/config/error.hpp"
#include "physics/expression.hpp"

namespace isotherm::config {

/// A text that nodes come from: the case file, one `--set`, or a default of the table.
struct SourceText {
  std::string name{};  ///< as errors show it
  std::string text{};
  int column_offset = 0;  ///< where the YAML text starts in `text` (after the '=' of `--set key=value`)
  bool is_override = false;
};

/// A place in a source. Line and column are zero-based, in bytes, as the YAML parser counts.
struct Mark {
  std::shared_ptr<const SourceText> source{};
  int line = 0;
  int column = 0;
};

/// What a resolved scalar is.
enum class Content { text, word, number, integer, formula };

/// A scalar, a list or a map.
struct Node {
  enum class Kind { nothing, scalar, list, map };

  struct Key {
    std::string text;
    Mark mark;
  };

  Kind kind = Kind::nothing;
  Mark mark{};
  std::string text{};  ///< of a scalar; after resolving the canonical text
  bool quoted = false;
  std::vector<Key> keys{};    ///< of a map, beside `items`
  std::vector<Node> items{};  ///< of a list or a map

  // Filled in by resolve():
  Content content = Content::text;
  double number = 0.0;    ///< Content::number (SI, the case's temperature unit) and Content::integer
  Variables variables{};  ///< Content::formula: the names that it may use
  std::string path{};     ///< full key, such as boundaries.top.0.flux
  bool good = true;       ///< no fault was found here or below

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }

  /// Adds a text to a map; what was found in it before moves.
  void add(const std::string& key, const std::string& its_text);
  /// The item under a key of a map, or nullptr.
  const Node* find(std::string_view key) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i].text == key) return &items[i];
    }
    return nullptr;
  }
  Node* find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

  /// The item under a key that is there and without fault, or nullptr.
  const Node* sound(std::string_view key) const {
    const Node* item = find(key);
    return item != nullptr && item->good ? item : nullptr;
  }
  /// The item under a key that must be there.
  const Node& at(std::string_view key) const;
};

/// Collects the mistakes of one pass. Gives up (throws ConfigError) when there are absurdly many.
class Faults {
 public:
  void add(const Mark& mark, std::string key, std::string message, std::string remedy = {},
           std::string nearest = {});
  bool none() const { return faults_.empty(); }
  std::size_t count() const { return faults_.size(); }
  const std::vector<CaseFault>& all() const { return faults_; }
  /// Throws ConfigError with all mistakes, in the order of the text, if there are any.
  void throw_if_any();

 private:
  std::vector<CaseFault> faults_;
};

}  // namespace isotherm::config
