#pragma once
// The numbers went wrong (exit code 76).

#include <stdexcept>

namespace isotherm {

/// Thrown on all ranks alike.
class NumericalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace isotherm
