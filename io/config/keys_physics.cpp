// The keys about what is solved.

#include "io/config/keys.hpp"

namespace isotherm::config {

namespace {

constexpr Range positive{.least = 0.0, .least_excluded = true};
constexpr Range not_negative{.least = 0.0};
constexpr Variables of_place{.place = true, .time = false};
constexpr Variables of_time{.place = false, .time = true};
constexpr Variables of_place_and_time{.place = true, .time = true};
constexpr unsigned value = quantity | formula | table;

std::vector<Row> together(std::vector<Row> rows, const std::vector<Row>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

std::vector<Row> case_problem_rows() {
  return {
      {.key = "title",
       .forms = text,
       .help = "One line that says what the case is.",
       .fallback = "\"\"",
       .change = Change::free},
      {.key = "units",
       .forms = section,
       .help = "What plain numbers mean.",
       .fallback = "{}",
       .group = "units"},
      {.key = "domain",
       .forms = section,
       .help = "The rectangle and its cells.",
       .required = true,
       .group = "domain"},
      {.key = "materials",
       .forms = named,
       .help = "The materials, by name.",
       .required = true,
       .items = "materials"},
      {.key = "regions",
       .forms = list,
       .help = "Where each material is. Painted in order, the last one wins.",
       .required = true,
       .items = "regions"},
      {.key = "initial",
       .forms = section,
       .help = "The temperature at the start.",
       .required = true,
       .group = "initial"},
      {.key = "boundaries",
       .forms = section,
       .help = "What holds on the four sides.",
       .required = true,
       .group = "boundaries"},
      {.key = "sources",
       .forms = list,
       .help = "Heat sources and sinks.",
       .fallback = "[]",
       .items = "sources"},
      {.key = "contacts",
       .forms = list,
       .help = "Resistances between parts that touch. Where several join two regions, the last one holds.",
       .fallback = "[]",
       .items = "contacts"},
  };
}

/// The top level's keys that are about the run; described here so that the top level is one list.
std::vector<Row> case_run_rows() {
  return {
      {.key = "time",
       .forms = section,
       .help = "How long, and how time is stepped.",
       .required = true,
       .group = "time"},
      {.key = "numerics",
       .forms = section,
       .help = "Choices of the numerical method.",
       .fallback = "{}",
       .group = "numerics"},
      {.key = "stop",
       .forms = section,
       .help = "When to stop before the end.",
       .fallback = "{}",
       .group = "stop",
       .change = Change::free},
      {.key = "output",
       .forms = section,
       .help = "What is written for people.",
       .fallback = "{}",
       .group = "output",
       .change = Change::free},
      {.key = "checkpoint",
       .forms = section,
       .help = "The exact states that a run continues from.",
       .fallback = "{}",
       .group = "checkpoint",
       .change = Change::free},
      {.key = "parallel",
       .forms = section,
       .help = "How the work is shared out.",
       .fallback = "{}",
       .group = "parallel",
       .change = Change::free},
  };
}

std::vector<Row> domain_rows() {
  constexpr Range cells{.least = 1.0, .most = 1e9};
  return {
      {.key = "size",
       .forms = point,
       .help = "Width and height.",
       .dimension = Dimension::length,
       .range = positive,
       .required = true},
      {.key = "cells",
       .forms = counts,
       .help = "Number of cells across and up.",
       .range = cells,
       .required = true},
      {.key = "origin",
       .forms = point,
       .help = "Lower left corner.",
       .dimension = Dimension::length,
       .fallback = "[0, 0]"},
      {.key = "coordinates",
       .forms = word,
       .help = "The plane (x, y) per metre of depth; or a body of revolution: x is the radius r, y the "
               "height z, and a side at r = 0 is the axis.",
       .fallback = "cartesian",
       .words = {"cartesian", "axisymmetric"}},
      {.key = "grading", .forms = section, .help = "Cells of unequal widths, by axis.", .group = "grading"},
  };
}

std::vector<Row> shape_rows() {
  return {
      {.key = "rectangle",
       .forms = section,
       .help = "A rectangle, half-open [min, max).",
       .group = "rectangle"},
      {.key = "circle", .forms = section, .help = "A disc.", .group = "circle"},
      {.key = "polygon",
       .forms = list,
       .help = "A polygon: its corners in order, three or more.",
       .items = "polygon"},
      {.key = "where",
       .forms = condition,
       .help = "All points where an expression holds, such as \"x > y\".",
       .variables = of_place},
      {.key = "image",
       .forms = text | section,
       .help =
           "A PNG file laid over the domain or a box of it, its top row at the largest y. With colors its "
           "pixels are materials, else its bright pixels are the shape.",
       .group = "image"},
  };
}

std::vector<Row> wall_rows() {
  return {
      {.key = "temperature",
       .forms = value,
       .help = "Temperature of the surface.",
       .dimension = Dimension::temperature,
       .variables = of_place_and_time},
      {.key = "insulated", .forms = flag, .help = "No heat crosses."},
      {.key = "flux",
       .forms = value,
       .help = "Heat flux, positive into the body. Adds to convection and radiation.",
       .dimension = Dimension::heat_flux,
       .variables = of_place_and_time},
      {.key = "convection",
       .forms = section,
       .help = "Heat exchange with an ambient. Adds to flux and radiation.",
       .group = "convection"},
      {.key = "radiation",
       .forms = section,
       .help = "Heat radiated to large surroundings. Adds to flux and convection.",
       .group = "radiation"},
  };
}

std::vector<Row> side_rows() {
  return together(wall_rows(),
                  {{.key = "periodic",
                    .forms = flag,
                    .help = "The side is joined to the opposite one, which must be periodic too."}});
}

std::vector<Row> boundaries_rows() {
  std::vector<Row> rows;
  for (const char* side : {"left", "right", "bottom", "top"}) {
    rows.push_back({.key = side,
                    .forms = section | list,
                    .help = std::string("The ") + side +
                            " side: one condition, or a list of stretches that tile it." +
                            (std::string_view(side) == "left" ? " None where it is the axis r = 0." : ""),
                    .required = true,
                    .group = "side",
                    .items = "stretches"});
  }
  rows.front().unless_key = "domain.coordinates";
  rows.front().unless_word = "axisymmetric";
  return rows;
}

std::vector<Row> source_rows() {
  return together({{.key = "name", .forms = text, .help = "A name for messages and results."},
                   {.key = "power_density",
                    .forms = value,
                    .help = "Heat per volume; negative cools.",
                    .dimension = Dimension::power_density,
                    .variables = of_place_and_time},
                   {.key = "power",
                    .forms = value,
                    .help = "Total heat of the shape, per metre of depth; in W where axisymmetric.",
                    .dimension = Dimension::power_per_depth,
                    .variables = of_time}},
                  shape_rows());
}

/// Groups of a line or two each.
std::vector<Group> small_groups() {
  return {
      {"units",
       {{.key = "temperature",
         .forms = word,
         .help = "Unit of plain temperatures, of T in expressions and of all outputs.",
         .fallback = "K",
         .words = {"K", "degC"}}}},
      {"regions",
       {{.key = "#",
         .forms = section,
         .help = "A region: a material or a void, and where.",
         .group = "region"}}},
      {"initial",
       {{.key = "temperature",
         .forms = quantity | formula,
         .help = "Temperature at the start.",
         .dimension = Dimension::temperature,
         .variables = of_place},
        {.key = "file",
         .forms = text,
         .help =
             "A checkpoint or snapshot of this program, of the same domain and unit, to take the temperature "
             "from, relative to the folder of the case."},
        {.key = "checksum",
         .forms = text,
         .help =
             "Checksum of the temperature in the file; filled in by the program, so that a changed file is "
             "another case."}}},
      {"stretches", {{.key = "#", .forms = section, .help = "A stretch of the side.", .group = "stretch"}}},
      {"convection",
       {{.key = "coefficient",
         .forms = value,
         .help = "Heat transfer coefficient h; 1/R for a surface resistance R. T is that of the surface.",
         .dimension = Dimension::heat_transfer,
         .range = not_negative,
         .required = true,
         .variables = {.place = true, .time = true, .temperature = true}},
        {.key = "ambient",
         .forms = value,
         .help = "Temperature of the ambient.",
         .dimension = Dimension::temperature,
         .required = true,
         .variables = of_place_and_time}}},
      {"radiation",
       {{.key = "emissivity",
         .forms = value,
         .help = "Emissivity of the surface.",
         .range = {.least = 0.0, .most = 1.0},
         .required = true,
         .variables = of_place_and_time},
        {.key = "ambient",
         .forms = value,
         .help = "Temperature of the surroundings, above 0 K.",
         .dimension = Dimension::temperature,
         .required = true,
         .variables = of_place_and_time}}},
  };
}

std::vector<Group> groups_of_sources_and_contacts() {
  return {
      {"sources",
       {{.key = "#", .forms = section, .help = "A source: its power, and where.", .group = "source"}}},
      {"contacts",
       {{.key = "#",
         .forms = section,
         .help = "A contact: between what, and how much.",
         .group = "contact"}}},
      {"contact",
       {{.key = "between",
         .forms = list,
         .help = "Two names, of regions or of materials.",
         .required = true,
         .items = "names"},
        {.key = "resistance",
         .forms = quantity,
         .help = "Thermal resistance R of the contact.",
         .dimension = Dimension::surface_resistance,
         .range = positive,
         .required = true}}},
      {"names", {{.key = "#", .forms = text, .help = "Name of a region, or of a material."}}},
  };
}

}  // namespace

std::vector<Group> physics_groups() {
  const Row name{.key = "name", .forms = text, .help = "A name for messages and results."};
  const Row material{.key = "material", .forms = text, .help = "Name of a material."};
  const Row hole{.key = "void",
                 .forms = section,
                 .help = "Cut out; the walls of the hole carry this condition.",
                 .group = "wall"};
  const Row from{.key = "from",
                 .forms = quantity,
                 .help = "Start of the stretch: coordinate along the side.",
                 .dimension = Dimension::length,
                 .required = true};
  const Row to{.key = "to",
               .forms = quantity,
               .help = "End of the stretch: coordinate along the side.",
               .dimension = Dimension::length,
               .required = true};
  std::vector<Group> all{
      {"case", together(case_problem_rows(), case_run_rows())},
      {"domain", domain_rows()},
      {"region", together({name, material, hole}, shape_rows())},
      {"boundaries", boundaries_rows()},
      {"side", side_rows()},
      {"stretch", together({from, to}, side_rows())},
      {"wall", wall_rows()},
      {"source", source_rows()},
  };
  for (Group& of_material : material_groups()) all.push_back(std::move(of_material));
  for (Group& geometry : geometry_groups()) all.push_back(std::move(geometry));
  for (Group& small : small_groups()) all.push_back(std::move(small));
  for (Group& group : groups_of_sources_and_contacts()) all.push_back(std::move(group));
  return all;
}

}  // namespace isotherm::config
