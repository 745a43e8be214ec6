#pragma once
// A formula in x, y (r, z), t and T, parsed by muParser. The only code that includes muParser is
// expression.cpp.

#include <memory>
#include <stdexcept>
#include <string>

namespace isotherm {

/// An error inside the text of an expression.
class ExpressionError : public std::runtime_error {
 public:
  ExpressionError(const std::string& message, int column) : std::runtime_error(message), column_(column) {}
  /// Zero-based column in the expression's own text where the error was seen.
  int column() const { return column_; }

 private:
  int column_;
};

/// The variables that an expression may use; parsing refuses any other name.
struct Variables {
  bool place = true;          ///< x and y (r and z)
  bool time = true;           ///< t in seconds
  bool temperature = false;   ///< T in the case's temperature unit
  bool axisymmetric = false;  ///< place is named r, z (x, y are refused)
};

/// A parsed formula. Value type; copies share the parsed form. SI units.
/// Not safe for concurrent evaluation from several threads.
class Expression {
 public:
  /// Throws ExpressionError with a column when the text cannot be parsed.
  Expression(std::string text, Variables allowed);

  /// The value at a place (m), a time (s) and a temperature (the case's unit). May be non-finite:
  /// the caller decides what that means and names the place.
  double operator()(double x, double y, double t, double T = 0.0) const;

  const std::string& text() const;
  bool uses_place() const;
  bool uses_time() const;
  bool uses_temperature() const;

 private:
  struct Parsed;
  std::shared_ptr<Parsed> parsed_;
};

}  // namespace isotherm
