#include "io/config/node.hpp"

#include <algorithm>
#include <stdexcept>

#include "io/config/keys.hpp"

namespace isotherm::config {

namespace {

constexpr std::size_t most_faults = 100;

std::string line_of(const std::string& text, int line) {
  std::size_t begin = 0;
  for (int i = 0; i < line && begin != std::string::npos; ++i) {
    begin = text.find('\n', begin);
    if (begin != std::string::npos) ++begin;
  }
  if (begin == std::string::npos || begin >= text.size()) return {};
  std::string found = text.substr(begin, text.find('\n', begin) - begin);
  while (!found.empty() && found.back() == '\r') found.pop_back();
  return found;
}

/// Number of UTF-8 characters in the first `bytes` bytes.
int characters(const std::string& line, int bytes) {
  const auto end = line.begin() + std::min<std::ptrdiff_t>(bytes, std::ssize(line));
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<int>(std::count_if(line.begin(), end, starts)) +
         std::max(0, bytes - static_cast<int>(line.size()));
}

}  // namespace

const Node& Node::at(std::string_view key) const {
  const Node* item = find(key);
  if (item == nullptr) throw std::logic_error(path + " has no " + std::string(key));
  return *item;
}

void Node::add(const std::string& key, const std::string& its_text) {
  Node item;
  item.kind = Kind::scalar;
  item.text = its_text;
  keys.push_back({key, mark});
  items.push_back(std::move(item));
}

void Faults::add(const Mark& mark, std::string key, std::string message, std::string remedy,
                 std::string nearest) {
  CaseFault fault;
  fault.key = std::move(key);
  fault.message = std::move(message);
  fault.remedy = std::move(remedy);
  fault.nearest = std::move(nearest);
  if (const Row* row = find_row(fault.key)) {
    fault.unit = info(row->dimension).unit;
    fault.range = range_in_words(row->range);
  }
  if (mark.source) {
    const SourceText& source = *mark.source;
    const int column = mark.column + (mark.line == 0 ? source.column_offset : 0);
    fault.file = source.name;
    fault.source_line = line_of(source.text, mark.line);
    fault.line = source.is_override ? 0 : mark.line + 1;
    fault.column = characters(fault.source_line, column) + 1;
  }
  faults_.push_back(std::move(fault));
  if (faults_.size() >= most_faults) throw_if_any();
}

void Faults::throw_if_any() {
  if (faults_.empty()) return;
  const auto earlier = [](const CaseFault& a, const CaseFault& b) {
    const bool a_set = a.line == 0;
    const bool b_set = b.line == 0;
    return std::tie(a_set, a.line, a.column) < std::tie(b_set, b.line, b.column);
  };
  std::stable_sort(faults_.begin(), faults_.end(), earlier);
  throw ConfigError(faults_);
}

}  // namespace isotherm::config
