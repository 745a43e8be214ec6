#pragma once
// Pieces of a page that needs nothing from outside.

#include <string>
#include <string_view>
#include <vector>

namespace isotherm {

/// A text in which no character is markup. Pure.
std::string html_text(std::string_view text);

/// Bytes as base64 (RFC 4648). Pure.
std::string base64(std::string_view bytes);

/// A whole page: head with title and style, and that body. The page may load nothing (its content security
/// policy says so); scripts in it run. Pure.
std::string html_page(const std::string& title, const std::string& body);

/// A line in a chart.
struct Series {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
};

/// Lines over one axis as inline SVG: ticks at round numbers, a legend; NaN are gaps. Long series are thinned
/// to what the eye can tell, with their extremes kept. Pure.
std::string line_chart(const std::string& title, const std::string& x_label,
                       const std::vector<Series>& series);

/// A table of two columns. Pure.
std::string html_table(const std::vector<std::pair<std::string, std::string>>& rows);

}  // namespace isotherm
