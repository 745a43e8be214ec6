#include "io/config/study_values.hpp"

#include <cmath>
#include <fmt/format.h>

#include "io/config/scalar.hpp"

namespace isotherm::config {
namespace {

constexpr std::int64_t most_values = 100'000;
constexpr const char* values_remedy =
    "write [a, b, c], {linspace: [first, last, count]} or {logspace: [first, last, count]}";

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// Two ends with the same unit; nullopt after a fault.
std::optional<Spread> ends(const Node& low, const Node& high, bool logarithmic, const std::string& key,
                           Faults& faults) {
  Spread made{0.0, 0.0, {}, logarithmic};
  for (const Node* end : {&low, &high}) {
    const LeadingNumber number = leading_number(end->text);
    if (!end->is_scalar() || number.verdict != LeadingNumber::Verdict::ok) {
      faults.add(end->mark, key, "'" + end->text + "' is no number",
                 "write numbers, both with the same unit");
      return std::nullopt;
    }
    (end == &low ? made.low : made.high) = number.value;
    if (end == &low) made.unit = number.rest;
    if (number.rest != made.unit) {
      faults.add(end->mark, key, "the two ends have different units", "write both with the same unit");
      return std::nullopt;
    }
  }
  if (logarithmic && !(made.low > 0.0 && made.high > 0.0)) {
    faults.add(low.mark, key, "logarithmic values need positive ends", "write positive numbers");
    return std::nullopt;
  }
  return made;
}

std::vector<std::string> spaced_values(const Node& triple, bool logarithmic, const std::string& key,
                                       Faults& faults) {
  if (!triple.is_list() || triple.items.size() != 3) {
    faults.add(triple.mark, key, "needs three entries", "write [first, last, count]");
    return {};
  }
  const auto between = ends(triple.items[0], triple.items[1], logarithmic, key, faults);
  const auto count = whole_number(triple.items[2].text);
  if (!count || *count < 2 || *count > most_values) {
    faults.add(triple.items[2].mark, key, "the count must be a whole number from 2 to 100000",
               "write [first, last, count]");
    return {};
  }
  std::vector<std::string> values;
  for (std::int64_t n = 0; between && n < *count; ++n) {
    values.push_back(between->at(static_cast<double>(n) / static_cast<double>(*count - 1)));
  }
  return values;
}

}  // namespace

std::string yaml_line(const Node& node) {
  if (node.is_scalar()) {
    const bool plain =
        !node.quoted && node.text.find_first_of(",[]{}:#\"'&*!|>%@`\n\t\\") == std::string::npos;
    return plain ? node.text : quoted(node.text);
  }
  std::string out = node.is_map() ? "{" : "[";
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (node.is_map()) out += node.keys[i].text + ": ";
    out += yaml_line(node.items[i]);
  }
  return out + (node.is_map() ? "}" : "]");
}

std::vector<std::string> listed_values(const Node& node, const std::string& key, Faults& faults) {
  if (!node.good) return {};
  if (node.is_map()) {
    for (const char* name : {"linspace", "logspace"}) {
      const Node* triple = node.find(name);
      if (triple != nullptr && node.items.size() == 1) {
        return spaced_values(*triple, std::string(name) == "logspace", key, faults);
      }
    }
  }
  if (!node.is_list() || node.items.empty()) {
    faults.add(node.mark, key, "needs a list of values", values_remedy);
    return {};
  }
  std::vector<std::string> values;
  for (const Node& item : node.items) {
    if (item.kind == Node::Kind::nothing) faults.add(item.mark, key, "a value is missing", values_remedy);
    values.push_back(yaml_line(item));
  }
  return values;
}

std::string Spread::at(double fraction) const {
  double value = low + fraction * (high - low);
  if (logarithmic) value = std::exp(std::log(low) + fraction * (std::log(high) - std::log(low)));
  if (fraction <= 0.0) value = low;
  if (fraction >= 1.0) value = high;
  constexpr int digits = 15;  // what every double shows, so that 100 is not 100.00000000000004
  return shortest(std::stod(fmt::format("{:.{}g}", value, digits))) + (unit.empty() ? "" : " " + unit);
}

std::optional<Spread> spread(const Node& node, const std::string& key, Faults& faults) {
  const Node* log = node.is_map() && node.items.size() == 1 ? node.find("log") : nullptr;
  const Node& pair = log != nullptr ? *log : node;
  if (!pair.is_list() || pair.items.size() != 2) {
    faults.add(node.mark, key, "needs two ends", "write [low, high] or {log: [low, high]}");
    return std::nullopt;
  }
  return ends(pair.items[0], pair.items[1], log != nullptr, key, faults);
}

std::optional<double> number_of(const std::string& value, Dimension dimension, TemperatureUnit unit) {
  const LeadingNumber number = leading_number(value);
  if (number.verdict != LeadingNumber::Verdict::ok) return std::nullopt;
  if (number.rest.empty()) return number.value;
  const Converted converted = convert(number.value, number.rest, dimension, unit);
  return converted.verdict == UnitVerdict::ok ? std::optional(converted.value) : std::nullopt;
}

}  // namespace isotherm::config
