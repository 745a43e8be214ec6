#pragma once
// Cases to start from, kept in run/templates.

#include <string_view>

namespace isotherm {

extern const std::string_view template_plate;
extern const std::string_view template_chip;
extern const std::string_view template_wall;
extern const std::string_view template_steady;
extern const std::string_view template_study;

}  // namespace isotherm
