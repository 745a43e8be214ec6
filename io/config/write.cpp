#include "io/config/write.hpp"

#include <array>

namespace isotherm::config {

namespace {

constexpr std::size_t line_length = 100;

std::string quoted(const std::string& text) {
  constexpr std::array<char, 17> hex{"0123456789ABCDEF"};
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 32 || byte == 127) {
      out += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string scalar_text(const Node& node) {
  const bool free = node.content == Content::text || node.content == Content::formula;
  return free ? quoted(node.text) : node.text;
}

std::string flow(const Node& node) {
  if (node.is_scalar()) return scalar_text(node);
  std::string out = node.is_map() ? "{" : "[";
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (node.is_map()) out += node.keys[i].text + ": ";
    out += flow(node.items[i]);
  }
  return out + (node.is_map() ? "}" : "]");
}

/// Appends the node after "key:" or "-": on the same line where it fits, else indented below.
void append(std::string& out, const Node& node, std::size_t indent, bool after_dash) {
  const std::string inline_text = flow(node);
  if (node.is_scalar() || node.items.empty() || indent + inline_text.size() <= line_length) {
    out += " " + inline_text + "\n";
    return;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const bool same_line = after_dash && i == 0;
    if (i == 0 && !after_dash) out += "\n";
    out += same_line ? " " : std::string(indent, ' ');
    out += node.is_map() ? node.keys[i].text + ":" : "-";
    append(out, node.items[i], indent + 2, node.is_list());
  }
}

}  // namespace

std::string write(const Node& root) {
  std::string out;
  for (std::size_t i = 0; i < root.items.size(); ++i) {
    out += root.keys[i].text + ":";
    append(out, root.items[i], 2, false);
  }
  return out;
}

}  // namespace isotherm::config
