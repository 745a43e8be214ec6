// The keys about shapes and cell widths.

#include "io/config/keys.hpp"

namespace isotherm::config {

namespace {

constexpr Range positive{.least = 0.0, .least_excluded = true};

std::vector<Group> shape_groups() {
  const Row place{.key = "#", .forms = point, .help = "A corner.", .dimension = Dimension::length};
  return {
      {"rectangle",
       {{.key = "min",
         .forms = point,
         .help = "Lower left corner.",
         .dimension = Dimension::length,
         .required = true},
        {.key = "max",
         .forms = point,
         .help = "Upper right corner.",
         .dimension = Dimension::length,
         .required = true}}},
      {"circle",
       {{.key = "center",
         .forms = point,
         .help = "Centre.",
         .dimension = Dimension::length,
         .required = true},
        {.key = "radius",
         .forms = quantity,
         .help = "Radius.",
         .dimension = Dimension::length,
         .range = positive,
         .required = true}}},
      {"polygon", {place}},
      {"image",
       {{.key = "file",
         .forms = text,
         .help = "Name of a PNG file, relative to the folder of the case.",
         .required = true,
         .change = Change::free},
        {.key = "min",
         .forms = point,
         .help = "Lower left corner of the image; that of the domain if absent.",
         .dimension = Dimension::length},
        {.key = "max",
         .forms = point,
         .help = "Upper right corner of the image; that of the domain if absent.",
         .dimension = Dimension::length},
        {.key = "colors",
         .forms = named | colors,
         .help = "The material of each colour: {\"#ff0000\": copper}. All colours of the image.",
         .items = "colors"},
        {.key = "checksum",
         .forms = text,
         .help = "Checksum of the file's bytes; filled in by the program, so that a changed image is another "
                 "case."}}},
      {"colors", {{.key = "*", .forms = text, .help = "Name of a material."}}},
  };
}

std::vector<Group> grading_groups() {
  return {
      {"grading",
       {{.key = "x", .forms = section, .help = "Columns, left to right.", .group = "axis"},
        {.key = "y", .forms = section, .help = "Rows, bottom to top.", .group = "axis"}}},
      {"axis",
       {{.key = "ratio",
         .forms = quantity,
         .help = "Each cell is this many times as wide as the one before.",
         .range = positive},
        {.key = "edges",
         .forms = list,
         .help = "All cell edges, one more than cells, from side to side.",
         .items = "edges"},
        {.key = "segments",
         .forms = list,
         .help = "Parts of the axis, in order, each with its own cells.",
         .items = "segments"}}},
      {"edges", {{.key = "#", .forms = quantity, .help = "A cell edge.", .dimension = Dimension::length}}},
      {"segments", {{.key = "#", .forms = section, .help = "A part of the axis.", .group = "segment"}}},
      {"segment",
       {{.key = "to",
         .forms = quantity,
         .help = "Coordinate where the part ends; the next one begins there.",
         .dimension = Dimension::length,
         .required = true},
        {.key = "cells",
         .forms = integer,
         .help = "Cells of the part.",
         .range = {.least = 1.0, .most = 1e9},
         .required = true},
        {.key = "ratio",
         .forms = quantity,
         .help = "Each cell is this many times as wide as the one before.",
         .range = positive,
         .fallback = "1"}}},
  };
}

}  // namespace

std::vector<Group> geometry_groups() {
  std::vector<Group> all = shape_groups();
  for (Group& grading : grading_groups()) all.push_back(std::move(grading));
  return all;
}

}  // namespace isotherm::config
