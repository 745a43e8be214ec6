#pragma once
// The names of `time.method`. A method is accepted by adding a line here.

#include <array>
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
};

}  // namespace isotherm::config
