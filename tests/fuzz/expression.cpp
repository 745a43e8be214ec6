// Any bytes as an expression: refused with an ExpressionError whose column lies in the text, or evaluated.

#include "physics/expression.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const isotherm::Variables allowed{(data[0] & 1) != 0, (data[0] & 2) != 0, (data[0] & 4) != 0,
                                    (data[0] & 8) != 0};
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const isotherm::Expression expression(text, allowed);
    const isotherm::Expression copy = expression;
    for (const double x : {0.0, 0.5, -1e300}) {
      (void)expression(x, 0.25, 1.0, 300.0);
      (void)copy(x, 0.25, 1.0, 300.0);
    }
  } catch (const isotherm::ExpressionError& error) {
    if (error.column() < 0 || error.column() > static_cast<int>(text.size())) std::abort();
  }
  return 0;
}
