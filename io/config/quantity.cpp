#include "io/config/quantity.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "io/config/scalar.hpp"
#include "io/config/suggest.hpp"

namespace isotherm::config {

namespace {

/// One scalar on its way from text to content.
class ScalarReader {
 public:
  ScalarReader(Node& node, const Row& row, TemperatureUnit unit, Faults& faults)
      : node_(node), row_(row), unit_(unit), faults_(faults), text_(trimmed(node.text)) {}

  void read() {
    if (has(word) && std::find(row_.words.begin(), row_.words.end(), text_) != row_.words.end()) {
      return set(Content::word, text_);
    }
    if (has(text)) return free_text();
    if (text_.empty()) return fault("is empty", "write " + forms_in_words(row_));
    if (has(flag)) return read_flag();
    if (has(interval)) return read_interval();
    if (has(condition)) return read_formula();
    if (near_word()) return;
    if (has(integer)) return read_integer();
    if (has(quantity | formula)) return read_quantity();
    fault(has(word) ? "'" + text_ + "' is not one of the choices" : "a single value is not accepted here",
          "write " + forms_in_words(row_));
  }

 private:
  bool has(unsigned forms) const { return (row_.forms & forms) != 0; }

  void fault(const std::string& message, const std::string& remedy, const std::string& meant = {},
             int column = 0) {
    Mark mark = node_.mark;
    if (column > 0) mark.column += column;
    node_.good = false;
    faults_.add(mark, node_.path, message, remedy, meant);
  }

  void set(Content content, std::string canonical) {
    node_.content = content;
    node_.text = std::move(canonical);
    node_.quoted = false;
  }

  void free_text() {
    const bool control = std::any_of(node_.text.begin(), node_.text.end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
    if (control) return fault("must be one line of text", "write it on one line");
    if (text_.empty() && row_.fallback.empty()) return fault("is empty", "write " + forms_in_words(row_));
    node_.content = Content::text;
  }

  void read_flag() {
    if (text_ == "true" && !node_.quoted) return set(Content::word, "true");
    fault("can only be true", text_ == "false" ? "remove the key instead" : "write true");
  }

  void read_interval() {
    const ParsedInterval parsed = parse_interval(text_);
    if (!parsed.interval) return fault("'" + text_ + "' " + parsed.fault, "write " + forms_in_words(row_));
    if (parsed.interval->unit == Interval::Unit::wall && !row_.wall_clock) {
      return fault("wall-clock intervals are for checkpoints only", "write " + forms_in_words(row_));
    }
    set(Content::word, interval_text(*parsed.interval));
  }

  /// Faults a word that is nearly one of the choices.
  bool near_word() {
    const auto in_word = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    const bool is_word = std::isalpha(static_cast<unsigned char>(text_[0])) != 0 &&
                         std::all_of(text_.begin(), text_.end(), in_word);
    if (!has(word) || !is_word) return false;
    const std::string meant = nearest(text_, row_.words);
    if (meant.empty() && has(quantity)) return false;
    fault("'" + text_ + "' is not one of the choices", "write " + forms_in_words(row_), meant);
    return true;
  }

  void read_integer() {
    const auto whole = whole_number(text_);
    if (!whole) {
      const bool zero = leading_number(text_).verdict == LeadingNumber::Verdict::leading_zero;
      return fault(zero ? "a number must not start with 0" : "'" + text_ + "' is no whole number",
                   zero ? "remove the leading zero" : "write " + forms_in_words(row_));
    }
    node_.number = static_cast<double>(*whole);
    if (check_range(std::to_string(*whole))) set(Content::integer, std::to_string(*whole));
  }

  void read_quantity() {
    using Verdict = LeadingNumber::Verdict;
    if (is_infinite_word()) return fault("must be finite", "write " + forms_in_words(row_));
    const LeadingNumber number = leading_number(text_);
    const bool operator_follows = number.rest.find_first_of("+*<>=?&|^-,") == 0 || number.rest.find('/') == 0;
    if (number.verdict == Verdict::none || (operator_follows && number.verdict == Verdict::ok))
      return read_formula();
    if (number.verdict == Verdict::leading_zero)
      return fault("a number must not start with 0", "remove the leading zero");
    if (number.verdict == Verdict::out_of_range) {
      return fault("the number does not fit a 64-bit float",
                   "write a number between 1e-307 and 1e308 in size");
    }
    if (number.rest.empty()) return set_number(number.value);
    const Converted converted = convert(number.value, number.rest, row_.dimension, unit_);
    if (converted.verdict == UnitVerdict::ok) return set_number(converted.value);
    const DimensionInfo& wanted = info(row_.dimension);
    const std::string remedy = std::string("write ") + wanted.name + " such as " + wanted.example;
    if (converted.verdict == UnitVerdict::wrong_dimension) {
      return fault("'" + text_ + "' is not " + wanted.name, remedy);
    }
    if (number.rest.find_first_of("+*<>=?&|(") != std::string::npos) return read_formula();
    fault("unknown unit '" + number.rest + "'",
          remedy + "; between number and name of an expression an operator is needed");
  }

  bool is_infinite_word() const {
    std::string lower;
    for (const char c : text_) {
      if (c != '.' && c != '+' && c != '-')
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return lower == "inf" || lower == "infinity" || lower == "nan";
  }

  void set_number(double number) {
    node_.number = number;
    if (!std::isfinite(number)) return fault("must be finite", "write " + forms_in_words(row_));
    if (check_range(shortest(number))) set(Content::number, shortest(number));
  }

  bool check_range(const std::string& shown) {
    const Range& range = row_.range;
    const double number = node_.number;
    const bool low = range.least_excluded ? !(number > range.least) : number < range.least;
    if (!low && number <= range.most) return true;
    fault(shown + " is out of range", "must be " + range_in_words(range));
    return false;
  }

  /// An expression; one without variables becomes its number.
  void read_formula() {
    try {
      const Variables none{false, false, false, false};
      const Expression expression(text_, has(formula | condition) ? row_.variables : none);
      const bool varies = expression.uses_place() || expression.uses_time() || expression.uses_temperature();
      if (!varies && !has(condition)) return set_number(expression(0.0, 0.0, 0.0));
      node_.variables = row_.variables;
      set(Content::formula, text_);
    } catch (const ExpressionError& error) {
      const std::size_t indent = node_.text.find_first_not_of(" \t\r\n");
      const bool one_line = node_.text.find('\n') == std::string::npos;
      const int shift = one_line ? static_cast<int>(indent) + (node_.quoted ? 1 : 0) + error.column() : 0;
      fault(std::string("in the expression '") + text_ + "': " + error.what(),
            "write " + forms_in_words(row_), {}, shift);
    }
  }

  Node& node_;
  const Row& row_;
  TemperatureUnit unit_;
  Faults& faults_;
  std::string text_;
};

}  // namespace

void resolve_scalar(Node& node, const Row& row, TemperatureUnit unit, Faults& faults) {
  ScalarReader(node, row, unit, faults).read();
}

}  // namespace isotherm::config
