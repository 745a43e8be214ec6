#include "io/config/document.hpp"

#include <sstream>
#include <unordered_set>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace isotherm::config {

namespace {

/// Thrown to leave the YAML parser after a fault that makes the rest meaningless.
struct GiveUp {};

/// Builds the tree from the parser's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const SourceText> source, Faults& faults)
      : source_(std::move(source)), faults_(faults) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ < 2) return;
    fail(mark, "a second document starts here",
         "keep one document per file: remove '---' or '...' and what follows");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse(mark, "?", anchor);
    place(Node{.kind = Node::Kind::nothing, .mark = at(mark)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    faults_.add(at(mark), path(), "YAML aliases (*name) are not allowed", "write the value out");
    place(Node{.kind = Node::Kind::nothing, .mark = at(mark), .good = false});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse(mark, tag, anchor);
    if (tag == "!" && !is_closed(static_cast<std::size_t>(mark.pos)))
      fail(mark, "a quote is opened here and never closed",
           "close it, or write \\\" for one inside the text");
    place(Node{.kind = Node::Kind::scalar, .mark = at(mark), .text = value, .quoted = tag == "!"});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map that is still open; a map alternates between keys and values.
  struct Level {
    Node node;
    std::unordered_set<std::string> seen{};
    std::string key{};  // the latest key
    bool has_key = false;
    bool skip = false;  // the value of a duplicate or unusable key
  };

  /// Whether the quote at a position of the text has an end, which the parser takes for granted at the end of
  /// the text.
  bool is_closed(std::size_t position) const {
    const std::string& text = source_->text;
    const char quote = position < text.size() ? text[position] : ' ';
    if (quote != '"' && quote != '\'') return true;
    for (std::size_t i = position + 1; i < text.size(); ++i) {
      const bool pair = quote == '\'' && text[i] == quote && i + 1 < text.size() && text[i + 1] == quote;
      if (pair || (quote == '"' && text[i] == '\\')) {
        ++i;
      } else if (text[i] == quote) {
        return true;
      }
    }
    return false;
  }

  Mark at(const YAML::Mark& mark) const { return {source_, mark.line, mark.column}; }

  /// The full key of what is being read.
  std::string path() const {
    std::string keys;
    for (const Level& level : levels_) {
      const std::string key = level.node.is_list() ? std::to_string(level.node.items.size()) : level.key;
      keys += (keys.empty() ? "" : ".") + key;
    }
    return keys;
  }

  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& message, const std::string& remedy) {
    faults_.add(at(mark), "", message, remedy);
    throw GiveUp{};
  }

  void refuse(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (++nodes_ > most_nodes) {
      fail(mark, "more than " + std::to_string(most_nodes) + " values", "move bulk data to a file");
    }
    if (anchor != 0)
      faults_.add(at(mark), path(), "YAML anchors (&name) are not allowed", "remove the anchor");
    if (!tag.empty() && tag != "?" && tag != "!") {
      faults_.add(at(mark), path(), "YAML tags are not allowed: " + tag, "remove the tag");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse(mark, tag, anchor);
    if (static_cast<int>(levels_.size()) >= deepest) {
      fail(mark, "more than " + std::to_string(deepest) + " levels of lists and maps",
           "a case needs no such depth");
    }
    levels_.push_back({.node = Node{.kind = kind, .mark = at(mark)}});
  }

  void close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    place(std::move(node));
  }

  void place(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.is_map() && !level.has_key) {
      take_key(level, node);
      return;
    }
    level.has_key = false;
    // What is missing is missed where its key stands, not where the next one does.
    if (node.kind == Node::Kind::nothing && level.node.is_map() && !level.skip) {
      const Mark& key = level.node.keys.back().mark;
      if (node.mark.line != key.line) node.mark = key;
    }
    if (!level.skip) level.node.items.push_back(std::move(node));
    level.skip = false;
  }

  void take_key(Level& level, const Node& key) {
    level.has_key = true;
    level.key = key.text;
    if (!key.is_scalar()) {
      faults_.add(key.mark, "", "a key must be a plain word", "write key: value");
      level.skip = true;
    } else if (!level.seen.insert(key.text).second) {
      faults_.add(key.mark, path(), "is given twice", "keep one of the two");
      level.skip = true;
    } else {
      level.node.keys.push_back({key.text, key.mark});
    }
  }

  std::shared_ptr<const SourceText> source_;
  Faults& faults_;
  Node root_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

/// Length of the valid UTF-8 sequence that starts here, or 0.
std::size_t utf8_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
  const unsigned lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead >= 0xF5) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(i + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool above_unicode = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || above_unicode ? 0 : length;
}

/// Refuses what is no text before the YAML parser sees it.
void check_bytes(const std::shared_ptr<const SourceText>& source, Faults& faults) {
  const std::string& text = source->text;
  Mark mark{source, 0, -source->column_offset};
  if (text.size() > largest_text) {
    faults.add(mark, "", "the text has " + std::to_string(text.size()) + " bytes, at most 1 MiB is read",
               "move bulk data to a file");
    faults.throw_if_any();
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text, i);
    const bool control = (byte < 32 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 127;
    if (length == 0 || control) {
      faults.add(mark, "", "the text holds a byte that is no text (" + std::to_string(byte) + ")",
                 "save the case as plain UTF-8 text");
      faults.throw_if_any();
    }
    mark.column += static_cast<int>(length);
    if (byte == '\n') mark = {source, mark.line + 1, 0};
    i += length;
  }
}

}  // namespace

Node parse_document(const std::shared_ptr<const SourceText>& source, Faults& faults) {
  check_bytes(source, faults);
  TreeBuilder builder(source, faults);
  try {
    std::istringstream stream(source->text.substr(static_cast<std::size_t>(source->column_offset)));
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const GiveUp&) {
    faults.throw_if_any();
  } catch (const YAML::Exception& error) {
    const Mark mark{source, std::max(0, error.mark.line), std::max(0, error.mark.column)};
    const bool tab = source->text.find('\t') != std::string::npos;
    faults.add(mark, "", "this is not YAML: " + error.msg,
               tab ? "indent with spaces: YAML takes no tabs"
                   : "check indentation, brackets, quotes and colons near here");
    faults.throw_if_any();
  }
  return builder.take();
}

}  // namespace isotherm::config
