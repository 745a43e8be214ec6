#pragma once
// What a quantity of a case can be: a number, a formula, or a table.

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "physics/expression.hpp"

namespace isotherm {

/// Piecewise linear function through points with strictly increasing abscissae.
class Table {
 public:
  enum class Outside { clamp, refuse };

  /// Throws std::invalid_argument when there are no points or the abscissae do not increase.
  explicit Table(std::vector<std::pair<double, double>> points, Outside outside = Outside::clamp);

  /// Linear between points; outside of them the end value (clamp) or a quiet NaN (refuse).
  double operator()(double abscissa) const;

  const std::vector<std::pair<double, double>>& points() const { return points_; }
  Outside outside() const { return outside_; }

 private:
  std::vector<std::pair<double, double>> points_;
  Outside outside_;
};

/// What a table's abscissa is.
enum class TableOf { time, temperature };

/// A quantity of a case in SI units (temperatures in the case's unit). Value type.
class Value {
 public:
  Value(double constant = 0.0) : content_(constant) {}  // NOLINT: a number is a value
  explicit Value(Expression expression) : content_(std::move(expression)) {}
  Value(Table table, TableOf of) : content_(TableIn{std::move(table), of}) {}

  /// The value at a place (m), a time (s) and a temperature (the case's unit).
  double operator()(double x, double y, double t, double T = 0.0) const;

  bool is_constant() const { return std::holds_alternative<double>(content_); }
  bool depends_on_place() const;
  bool depends_on_time() const;
  bool depends_on_temperature() const;

  /// The number of a constant value; throws std::bad_variant_access otherwise.
  double constant() const { return std::get<double>(content_); }
  /// The table of a tabulated value, or nullptr.
  const Table* table() const;
  /// The expression, or nullptr.
  const Expression* expression() const { return std::get_if<Expression>(&content_); }

 private:
  struct TableIn {
    Table table;
    TableOf of;
  };
  std::variant<double, Expression, TableIn> content_;
};

}  // namespace isotherm
