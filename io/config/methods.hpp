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
    MethodName{"rkl2", Method::rkl2},
    MethodName{"backward-euler", Method::backward_euler},
    MethodName{"crank-nicolson", Method::crank_nicolson},
    MethodName{"tr-bdf2", Method::tr_bdf2},
    MethodName{"steady", Method::steady},
};

}  // namespace isotherm::config
