#include "physics/value.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace isotherm {

Table::Table(std::vector<std::pair<double, double>> points, Outside outside)
    : points_(std::move(points)), outside_(outside) {
  if (points_.empty()) throw std::invalid_argument("a table needs at least one point");
  const auto not_increasing = [](const auto& a, const auto& b) { return !(a.first < b.first); };
  if (std::adjacent_find(points_.begin(), points_.end(), not_increasing) != points_.end()) {
    throw std::invalid_argument("the abscissae of a table must increase");
  }
}

double Table::operator()(double abscissa) const {
  const auto above = std::upper_bound(points_.begin(), points_.end(), abscissa,
                                      [](double s, const auto& point) { return s < point.first; });
  const bool before = above == points_.begin();
  const bool after = above == points_.end() && abscissa > points_.back().first;
  if (outside_ == Outside::refuse && (before || after)) return std::numeric_limits<double>::quiet_NaN();
  if (before) return points_.front().second;
  if (above == points_.end()) return points_.back().second;
  const auto& [s0, v0] = *(above - 1);
  const auto& [s1, v1] = *above;
  return v0 + (v1 - v0) * ((abscissa - s0) / (s1 - s0));
}

double Value::operator()(double x, double y, double t, double T) const {
  if (const auto* number = std::get_if<double>(&content_)) return *number;
  if (const auto* formula = std::get_if<Expression>(&content_)) return (*formula)(x, y, t, T);
  const auto& tabulated = std::get<TableIn>(content_);
  return tabulated.table(tabulated.of == TableOf::time ? t : T);
}

bool Value::depends_on_place() const {
  return expression() != nullptr && expression()->uses_place();
}

bool Value::depends_on_time() const {
  if (const auto* tabulated = std::get_if<TableIn>(&content_)) return tabulated->of == TableOf::time;
  return expression() != nullptr && expression()->uses_time();
}

bool Value::depends_on_temperature() const {
  if (const auto* tabulated = std::get_if<TableIn>(&content_)) return tabulated->of == TableOf::temperature;
  return expression() != nullptr && expression()->uses_temperature();
}

const Table* Value::table() const {
  const auto* tabulated = std::get_if<TableIn>(&content_);
  return tabulated == nullptr ? nullptr : &tabulated->table;
}

}  // namespace isotherm
