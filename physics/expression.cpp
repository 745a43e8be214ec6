#include "physics/expression.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <muParser.h>
#include <numbers>
#include <vector>

namespace isotherm {

namespace {

/// The names that an expression may use, for messages: "x, y, t".
std::string names_of(const Variables& allowed) {
  std::vector<std::string> names;
  if (allowed.place) {
    names.emplace_back(allowed.axisymmetric ? "r" : "x");
    names.emplace_back(allowed.axisymmetric ? "z" : "y");
  }
  if (allowed.time) names.emplace_back("t");
  if (allowed.temperature) names.emplace_back("T");
  names.emplace_back("pi");
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// muParser takes a single '=' as an assignment, which would change the variable: refuse it.
void refuse_assignment(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    const bool doubled = i + 1 < text.size() && text[i + 1] == '=';
    const bool comparison = i > 0 && (text[i - 1] == '<' || text[i - 1] == '>' || text[i - 1] == '!');
    if (!doubled && !comparison) {
      throw ExpressionError("'=' assigns and is not allowed; equality is '=='", static_cast<int>(i));
    }
    if (doubled) ++i;
  }
}

/// The name that ends at a position of an expression; empty: none does.
std::string word_before(const std::string& text, std::size_t end) {
  end = std::min(end, text.size());
  std::size_t begin = end;
  while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) || text[begin - 1] == '_'))
    --begin;
  return text.substr(begin, end - begin);
}

/// muParser's words for its errors, made specific where a user can do something about it.
std::string message_of(const mu::Parser::exception_type& error, const mu::Parser& parser,
                       const Variables& allowed) {
  std::string token = error.GetToken();
  while (!token.empty() && token.back() == ' ') token.pop_back();
  const bool is_function = parser.GetFunDef().count(token) > 0;
  switch (error.GetCode()) {
    case mu::ecUNASSIGNABLE_TOKEN:
      if (is_function) return "the function '" + token + "' needs parentheses";
      return "'" + token + "' is not known here; allowed are " + names_of(allowed) +
             " and functions such as sin(x)";
    case mu::ecUNEXPECTED_EOF:
      return "the expression ends too early";
    case mu::ecEMPTY_EXPRESSION:
      return "the expression is empty";
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_FUN:
      return "an operator is missing before '" + token + "'";
    case mu::ecMISSING_PARENS:
      return "a parenthesis is missing";
    case mu::ecUNEXPECTED_PARENS:
      if (const auto word = word_before(error.GetExpr(), error.GetPos()); !word.empty()) {
        return "'" + word + "' is not a function" + (word == "if" ? "; write condition ? value : other" : "");
      }
      [[fallthrough]];
    default: {
      std::string text = error.GetMsg();
      const std::size_t position = text.find(" found at position");
      if (position != std::string::npos) text.resize(position);
      return text;
    }
  }
}

}  // namespace

/// The parser and the variables that it is bound to (muParser reads them by address).
struct Expression::Parsed {
  Parsed(std::string text_in, Variables allowed) : text(std::move(text_in)) {
    parser.ResetLocale();
    parser.DefineConst("pi", std::numbers::pi);
    if (allowed.place) {
      parser.DefineVar(allowed.axisymmetric ? "r" : "x", &x);
      parser.DefineVar(allowed.axisymmetric ? "z" : "y", &y);
    }
    if (allowed.time) parser.DefineVar("t", &t);
    if (allowed.temperature) parser.DefineVar("T", &T);
    parse(allowed);
  }

  void parse(const Variables& allowed) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) > 126; };
    const auto odd = std::find_if(text.begin(), text.end(), beyond_ascii);
    if (odd != text.end()) {
      throw ExpressionError("only ASCII characters are allowed in an expression",
                            static_cast<int>(odd - text.begin()));
    }
    const std::size_t quote = text.find('"');
    if (quote != std::string::npos) throw ExpressionError("texts have no value", static_cast<int>(quote));
    refuse_assignment(text);
    try {
      parser.SetExpr(text);
      for (const auto& [name, address] : parser.GetUsedVar()) {
        used_place = used_place || address == &x || address == &y;
        used_time = used_time || address == &t;
        used_temperature = used_temperature || address == &T;
      }
      parser.Eval();  // GetUsedVar only tokenizes; this parses in full
      if (parser.GetNumResults() != 1) {
        throw ExpressionError("one value is needed, not a list (decimal fractions use a point)",
                              static_cast<int>(text.find(',')));
      }
    } catch (const mu::Parser::exception_type& error) {
      const int column = std::clamp(error.GetPos(), 0, static_cast<int>(text.size()));
      throw ExpressionError(message_of(error, parser, allowed), column);
    }
  }

  std::string text;
  mu::Parser parser;
  double x = 1.0, y = 1.0, t = 1.0, T = 1.0;
  bool used_place = false, used_time = false, used_temperature = false;
};

Expression::Expression(std::string text, Variables allowed)
    : parsed_(std::make_shared<Parsed>(std::move(text), allowed)) {}

double Expression::operator()(double x, double y, double t, double T) const {
  Parsed& p = *parsed_;
  p.x = x;
  p.y = y;
  p.t = t;
  p.T = T;
  try {
    return p.parser.Eval();
  } catch (const mu::Parser::exception_type&) {
    return std::numeric_limits<double>::quiet_NaN();  // a domain error: the caller names the place
  }
}

const std::string& Expression::text() const {
  return parsed_->text;
}
bool Expression::uses_place() const {
  return parsed_->used_place;
}
bool Expression::uses_time() const {
  return parsed_->used_time;
}
bool Expression::uses_temperature() const {
  return parsed_->used_temperature;
}

}  // namespace isotherm
