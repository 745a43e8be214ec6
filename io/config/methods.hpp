#pragma once
// The names of `time.method`. A method is accepted by adding a line here.

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "solver/time/settings.hpp"

namespace isotherm::config {

struct MethodName {
  std::string_view name;
  Method method;
};

inline constexpr std::array method_names{
    MethodName{"auto", Method::automatic},
    MethodName{"forward-euler", Method::forward_euler},
    MethodName{"rkl2", Method::rkl2},
    MethodName{"backward-euler", Method::backward_euler},
    MethodName{"crank-nicolson", Method::crank_nicolson},
    MethodName{"tr-bdf2", Method::tr_bdf2},
    MethodName{"steady", Method::steady},
};

/// The method that a checkpoint names by its number; throws std::out_of_range when there is none.
inline Method method_of_number(std::int64_t number) {
  for (const MethodName& known : method_names) {
    if (static_cast<std::int64_t>(known.method) == number) return known.method;
  }
  throw std::out_of_range("no method has this number");
}

}  // namespace isotherm::config
