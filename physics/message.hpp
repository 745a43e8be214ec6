#pragma once
// Texts made of numbers and words, without a library for it.

#include <sstream>
#include <string>

namespace isotherm {

/// The parts one after another, numbers with nine digits at most.
template <class... Parts>
std::string message(const Parts&... parts) {
  std::ostringstream text;
  text.precision(9);
  (text << ... << parts);
  return text.str();
}

}  // namespace isotherm
