// The keys about how a case is run.

#include "io/config/keys.hpp"
#include "io/config/methods.hpp"
#include "io/picture/color_map.hpp"

namespace isotherm::config {

namespace {

constexpr Range positive{.least = 0.0, .least_excluded = true};
constexpr Range at_least_one{.least = 1.0, .most = 1e15};

std::vector<std::string> method_words() {
  std::vector<std::string> words;
  for (const MethodName& known : method_names) words.emplace_back(known.name);
  return words;
}

std::vector<Row> time_rows() {
  return {
      {.key = "start",
       .forms = quantity,
       .help = "Time at the start.",
       .dimension = Dimension::time,
       .fallback = "0"},
      {.key = "end",
       .forms = quantity,
       .help = "Time at the end; method steady needs none.",
       .dimension = Dimension::time,
       .required = true,
       .unless_key = "method",
       .unless_word = "steady",
       .change = Change::only_later},
      {.key = "step",
       .forms = word | quantity,
       .help = "Time step; auto is the largest stable one times safety for explicit methods and follows the "
               "tolerance "
               "for tr-bdf2.",
       .dimension = Dimension::time,
       .range = positive,
       .fallback = "auto",
       .words = {"auto"}},
      {.key = "method",
       .forms = word,
       .help =
           "How time is stepped; auto chooses between forward-euler and tr-bdf2 (where a material melts "
           "backward-euler) by their cost; its explicit steps are at most 1/10,000 of the run where walls or "
           "sources change. steady solves for the state that the walls and sources of the "
           "start lead to.",
       .fallback = "auto",
       .words = method_words()},
      {.key = "tolerance",
       .forms = quantity,
       .help = "Relative tolerance of adaptive steps and of steady solves. Equations of equal implicit steps "
               "are solved to 1e-9, Newton's method to 1e-8, or to this where it is less.",
       .range = {.least = 1e-15, .most = 0.1},
       .fallback = "1e-6"},
      {.key = "safety",
       .forms = quantity,
       .help = "Factor on the automatic step.",
       .range = {.least = 0.0, .most = 1.0, .least_excluded = true},
       .fallback = "0.9"},
  };
}

std::vector<Row> output_rows() {
  return {
      {.key = "diagnostics",
       .forms = section,
       .help = "Rows of diagnostics.csv and probes.csv.",
       .fallback = "{every: 100 steps}",
       .group = "every"},
      {.key = "snapshots",
       .forms = section,
       .help = "Fields in snapshots/.",
       .fallback = "{every: never}",
       .group = "every"},
      {.key = "pictures",
       .forms = section,
       .help = "PNG images in pictures/.",
       .fallback = "{every: never}",
       .group = "pictures"},
      {.key = "probes",
       .forms = named,
       .help = "Named points whose temperature goes to probes.csv.",
       .fallback = "{}",
       .items = "probes"},
      {.key = "on_error",
       .forms = word,
       .help = "What happens when a table, a snapshot or a picture cannot be written: the run stops (exit "
               "code 74, "
               "the last checkpoint stands), or says so and goes on without.",
       .fallback = "stop",
       .words = {"stop", "skip"}},
      {.key = "flows",
       .forms = named,
       .help = "Named heat flows, which go to flows.csv. Those of contacts and of stretches always do.",
       .fallback = "{}",
       .items = "flows"},
      {.key = "means",
       .forms = list,
       .help = "Regions or materials whose mean, least and highest temperature go to regions.csv.",
       .fallback = "[]",
       .items = "names"},
      {.key = "fields",
       .forms = list,
       .help =
           "What snapshots hold besides the temperature. What cells remember of the run (max_temperature, "
           "time_above) is updated after every step.",
       .fallback = "[]",
       .items = "fields"},
      {.key = "threshold",
       .forms = quantity,
       .help = "Temperature of the field time_above.",
       .dimension = Dimension::temperature},
  };
}

std::vector<Row> picture_rows() {
  return {
      {.key = "every", .forms = interval, .help = "How often.", .required = true},
      {.key = "field",
       .forms = word,
       .help = "What is drawn: the temperature, or the size of the heat flux.",
       .fallback = "temperature",
       .words = {"temperature", "flux"}},
      {.key = "colors",
       .forms = word,
       .help = "Colour map; all but coolwarm grow evenly in lightness.",
       .fallback = "inferno",
       .words = ColorMap::names()},
      {.key = "range",
       .forms = word | point,
       .help = "Values of the first and the last colour, in the unit of the field; auto fits each picture.",
       .fallback = "auto",
       .words = {"auto"}},
      {.key = "isotherms",
       .forms = integer,
       .help = "About so many lines of equal value; 0 draws none.",
       .range = {.least = 0.0, .most = 100.0},
       .fallback = "10"},
      {.key = "width",
       .forms = integer,
       .help = "Pixels along the longer side of the domain.",
       .range = {.least = 64.0, .most = 16384.0},
       .fallback = "900"},
  };
}

std::vector<Row> checkpoint_rows() {
  return {
      {.key = "every",
       .forms = interval,
       .help = "How often.",
       .fallback = "10 min wall",
       .wall_clock = true},
      {.key = "keep",
       .forms = integer,
       .help = "Files kept, the newest included.",
       .range = {.least = 2.0, .most = 1e6},
       .fallback = "2"},
      {.key = "format",
       .forms = word,
       .help = "HDF5, or a raw file by MPI-IO.",
       .fallback = "hdf5",
       .words = {"hdf5", "mpiio"}},
  };
}

std::vector<Row> numerics_rows() {
  return {
      {.key = "face_conductivity",
       .forms = word,
       .help = "Mean of the conductivities at a face between cells.",
       .fallback = "harmonic",
       .words = {"harmonic", "arithmetic"}},
      {.key = "time_block",
       .forms = word | integer,
       .help = "Steps between two exchanges with neighbours; does not change results.",
       .range = {.least = 1.0, .most = 1024.0},
       .fallback = "auto",
       .words = {"auto"},
       .change = Change::free},
      {.key = "strip_width",
       .forms = word | integer,
       .help = "Most columns that the steps between two exchanges are swept over at a time, in a core's "
               "own cache; does not change results.",
       .range = {.least = 64.0, .most = 65536.0},
       .fallback = "auto",
       .words = {"auto"},
       .change = Change::free},
      {.key = "on_violation",
       .forms = word,
       .help =
           "What happens when the heat balance or the maximum principle is violated beyond round-off, or a "
           "temperature is not finite, and the same steps from the last checkpoint do not show it again, "
           "as after a bit flipped in memory: the run stops (exit code 76), or goes back to that "
           "checkpoint.",
       .fallback = "stop",
       .words = {"stop", "roll-back"},
       .change = Change::free}};
}

std::vector<Row> parallel_rows() {
  return {
      {.key = "decomposition",
       .forms = word | counts,
       .help = "Ranks across and up, or auto.",
       .range = {.least = 1.0, .most = 1e6},
       .fallback = "auto",
       .words = {"auto"}},
      {.key = "watchdog",
       .forms = word | quantity,
       .help = "When a rank is waited for this long, because it hangs or was stopped, the job ends with "
               "exit code 71 and names it.",
       .dimension = Dimension::time,
       .range = {.least = 0.5, .most = 1e9},
       .fallback = "10 min",
       .words = {"none"}},
  };
}

std::vector<Row> stop_rows() {
  return {
      {.key = "steady",
       .forms = section,
       .help = "Stop when nothing changes any more and walls and sources will not.",
       .group = "steady"},
      {.key = "walltime",
       .forms = word | quantity,
       .help = "Stop in time before this much wall-clock time is used; auto asks the environment and the "
               "batch system.",
       .dimension = Dimension::time,
       .range = positive,
       .fallback = "none",
       .words = {"none", "auto"}},
  };
}

std::vector<Group> small_groups() {
  return {
      {"steady",
       {{.key = "tolerance",
         .forms = quantity,
         .help = "Largest |dT/dt| that counts as steady.",
         .dimension = Dimension::temperature_rate,
         .range = positive,
         .required = true},
        {.key = "every",
         .forms = integer,
         .help = "Steps between two looks.",
         .range = at_least_one,
         .fallback = "100"}}},
      {"every", {{.key = "every", .forms = interval, .help = "How often.", .required = true}}},
      {"probes",
       {{.key = "*",
         .forms = point | section,
         .help = "A point [x, y], or {cell: [i, j]} for the plain value of a cell.",
         .dimension = Dimension::length,
         .group = "probe"}}},
      {"fields",
       {{.key = "#",
         .forms = word,
         .help = "A field.",
         .words = {"temperature", "heat_flux", "max_temperature", "time_above"}}}},
      {"flows",
       {{.key = "*",
         .forms = section,
         .help = "Through a line of the grid, or between two parts.",
         .group = "flow"}}},
      {"flow",
       {{.key = "from",
         .forms = point,
         .help = "Start of a line along x or y; the grid line nearest to it is taken.",
         .dimension = Dimension::length},
        {.key = "to",
         .forms = point,
         .help = "End of the line. The flow is positive towards larger x or y.",
         .dimension = Dimension::length},
        {.key = "between",
         .forms = list,
         .help = "Two names, of regions or of materials; positive from the first to the second.",
         .items = "names"}}},
      {"probe",
       {{.key = "cell",
         .forms = counts,
         .help = "Column and row of a cell, from 0 at the lower left.",
         .range = {.least = 0.0, .most = 1e9},
         .required = true}}},
  };
}

}  // namespace

std::vector<Group> run_groups() {
  std::vector<Group> all{{"time", time_rows()},         {"output", output_rows()},
                         {"pictures", picture_rows()},  {"checkpoint", checkpoint_rows()},
                         {"numerics", numerics_rows()}, {"stop", stop_rows()},
                         {"parallel", parallel_rows()}};
  for (Group& small : small_groups()) all.push_back(std::move(small));
  return all;
}

}  // namespace isotherm::config
