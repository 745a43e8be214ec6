// The keys about materials.

#include "io/config/keys.hpp"

namespace isotherm::config {

namespace {

constexpr Range positive{.least = 0.0, .least_excluded = true};
constexpr Variables of_place{.place = true, .time = false};
constexpr Variables of_place_and_temperature{.place = true, .time = false, .temperature = true};
constexpr Variables of_temperature{.place = false, .time = false, .temperature = true};
constexpr unsigned value = quantity | formula | table;

/// Conductivity and specific heat, of a material or of its liquid.
std::vector<Row> property_rows(Variables variables) {
  return {
      {.key = "conductivity",
       .forms = value | section,
       .help = "Thermal conductivity k; {x: ..., y: ...} where the directions differ.",
       .dimension = Dimension::conductivity,
       .range = positive,
       .required = true,
       .group = variables.place ? "conductivity" : "liquid_conductivity",
       .variables = variables},
      {.key = "specific_heat",
       .forms = value,
       .help = "Specific heat c.",
       .dimension = Dimension::specific_heat,
       .range = positive,
       .required = true,
       .variables = variables},
  };
}

std::vector<Row> material_rows() {
  std::vector<Row> rows = property_rows(of_place_and_temperature);
  const std::vector<Row> more{
      {{.key = "density",
        .forms = quantity | formula,
        .help = "Density rho.",
        .dimension = Dimension::density,
        .range = positive,
        .required = true,
        .variables = of_place},
       {.key = "latent_heat",
        .forms = quantity,
        .help = "Heat that melting takes up.",
        .dimension = Dimension::specific_enthalpy,
        .range = positive},
       {.key = "melting_temperature",
        .forms = quantity,
        .help = "The temperature at which the material melts.",
        .dimension = Dimension::temperature},
       {.key = "melting_interval",
        .forms = point,
        .help = "Where it melts from one temperature to another: solid below the first, liquid above "
                "the second.",
        .dimension = Dimension::temperature},
       {.key = "liquid",
        .forms = section,
        .help = "Properties of the liquid; left out, they are those of the solid.",
        .group = "liquid"}}};
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

std::vector<Row> conductivity_rows(Variables variables) {
  std::vector<Row> rows;
  for (const char* axis : {"x", "y"}) {
    rows.push_back({.key = axis,
                    .forms = value,
                    .help = std::string("Conductivity along ") + axis + ".",
                    .dimension = Dimension::conductivity,
                    .range = positive,
                    .required = true,
                    .variables = variables});
  }
  return rows;
}

}  // namespace

std::vector<Group> material_groups() {
  return {{"materials", {{.key = "*", .forms = section, .help = "A material.", .group = "material"}}},
          {"material", material_rows()},
          {"conductivity", conductivity_rows(of_place_and_temperature)},
          {"liquid", property_rows(of_temperature)},
          {"liquid_conductivity", conductivity_rows(of_temperature)}};
}

}  // namespace isotherm::config
