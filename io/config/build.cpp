#include "io/config/build.hpp"

#include <algorithm>

#include "io/config/grading.hpp"
#include "io/config/methods.hpp"
#include "io/config/scalar.hpp"

namespace isotherm::config {

namespace {

double number(const Node& parent, std::string_view key) {
  return parent.at(key).number;
}

std::int64_t whole(const Node& node) {
  return *whole_number(node.text);
}

Point build_point(const Node& node) {
  return {node.items[0].number, node.items[1].number};
}

std::string name_of_node(const Node& node) {
  const Node* name = node.find("name");
  return name != nullptr ? name->text : std::string{};
}

Value build_value(const Node& node, TableOf of = TableOf::time) {
  if (const Node* rows = node.find("table")) {
    std::vector<std::pair<double, double>> points;
    for (const Node& row : rows->items) points.emplace_back(row.items[0].number, row.items[1].number);
    const Node* outside = node.find("outside");
    const bool refuse = outside != nullptr && outside->text == "refuse";
    return Value(Table(std::move(points), refuse ? Table::Outside::refuse : Table::Outside::clamp), of);
  }
  if (node.content == Content::formula) return Value(Expression(node.text, node.variables));
  return {node.number};
}

std::optional<Value> build_optional(const Node& parent, std::string_view key) {
  const Node* node = parent.find(key);
  return node != nullptr ? std::optional(build_value(*node)) : std::nullopt;
}

/// The domain's box, unless the image has one of its own.
Image build_image(const Node& node, const Domain& domain, const Images& images) {
  Image image{
      images.at(node.path), domain.origin, {domain.origin.x + domain.lx, domain.origin.y + domain.ly}, 0};
  if (const Node* min = node.find("min")) image.min = build_point(*min);
  if (const Node* max = node.find("max")) image.max = build_point(*max);
  return image;
}

Shape build_shape(const Node& node, const Domain& domain, const Images& images) {
  if (const Node* image = node.find("image")) return build_image(*image, domain, images);
  if (const Node* box = node.find("rectangle")) {
    return Rectangle{build_point(box->at("min")), build_point(box->at("max"))};
  }
  if (const Node* disc = node.find("circle")) {
    return Circle{build_point(disc->at("center")), number(*disc, "radius")};
  }
  if (const Node* corners = node.find("polygon")) {
    Polygon polygon;
    for (const Node& corner : corners->items) polygon.vertices.push_back(build_point(corner));
    return polygon;
  }
  if (const Node* where = node.find("where")) return Where{Expression(where->text, where->variables)};
  return Everywhere{};
}

Domain build_domain(const Node& node) {
  Domain domain;
  domain.origin = build_point(node.at("origin"));
  const Point size = build_point(node.at("size"));
  domain.lx = size.x;
  domain.ly = size.y;
  domain.nx = whole(node.at("cells").items[0]);
  domain.ny = whole(node.at("cells").items[1]);
  const bool axisymmetric = node.at("coordinates").text == "axisymmetric";
  domain.coordinates = axisymmetric ? Coordinates::axisymmetric : Coordinates::cartesian;
  domain.edges_x = graded_edges(node, 0);
  domain.edges_y = graded_edges(node, 1);
  return domain;
}

/// The conductivity along x or y.
Value build_conductivity(const Node& properties, const char* axis) {
  const Node& k = properties.at("conductivity");
  const Node* along = k.find(axis);
  return build_value(along != nullptr ? *along : k, TableOf::temperature);
}

Material build_material(const std::string& name, const Node& node) {
  Material material{name,
                    build_conductivity(node, "x"),
                    build_conductivity(node, "y"),
                    build_value(node.at("density")),
                    build_value(node.at("specific_heat"), TableOf::temperature),
                    std::nullopt};
  const Node* latent = node.find("latent_heat");
  if (latent == nullptr) return material;
  Melting melting;
  melting.latent_heat = latent->number;
  if (const Node* interval = node.find("melting_interval")) {
    melting.begins = interval->items[0].number;
    melting.ends = interval->items[1].number;
  } else {
    melting.begins = melting.ends = number(node, "melting_temperature");
  }
  const Node* liquid = node.find("liquid");
  const Node& properties = liquid != nullptr ? *liquid : node;
  melting.conductivity_x = build_conductivity(properties, "x");
  melting.conductivity_y = build_conductivity(properties, "y");
  melting.specific_heat = build_value(properties.at("specific_heat"), TableOf::temperature);
  material.melting = std::move(melting);
  return material;
}

std::size_t material_index(const Node& materials, const std::string& name) {
  const auto same = [&](const Node::Key& key) { return key.text == name; };
  return static_cast<std::size_t>(std::find_if(materials.keys.begin(), materials.keys.end(), same) -
                                  materials.keys.begin());
}

/// One region; an image with colours is one for each colour.
void append_regions(std::vector<Region>& regions, const Node& node, const Node& materials,
                    const Domain& domain, const Images& images) {
  Region region{.name = name_of_node(node),
                .material = std::nullopt,
                .wall = {},
                .shape = build_shape(node, domain, images),
                .entry = regions.empty() ? 0 : regions.back().entry + 1};
  const Node* image = node.find("image");
  if (const Node* colors = image != nullptr ? image->find("colors") : nullptr) {
    for (const Node& material : colors->items) {
      region.material = material_index(materials, material.text);
      regions.push_back(region);
      ++std::get<Image>(region.shape).wanted;
    }
    return;
  }
  if (const Node* hole = node.find("void")) {
    region.wall = build_wall(*hole);
  } else {
    region.material = material_index(materials, node.at("material").text);
  }
  regions.push_back(std::move(region));
}

std::vector<Stretch> build_side(Side side, const Node& node, const Domain& domain) {
  const bool along_x = side == Side::bottom || side == Side::top;
  const double begin = along_x ? domain.origin.x : domain.origin.y;
  const double end = begin + (along_x ? domain.lx : domain.ly);
  if (node.is_map()) return {{begin, end, build_wall(node)}};
  std::vector<Stretch> stretches;
  for (const Node& item : node.items) {
    stretches.push_back({number(item, "from"), number(item, "to"), build_wall(item)});
  }
  return stretches;
}

std::vector<Contact> build_contacts(const Node& list, const HeatProblem& problem) {
  std::vector<Contact> contacts;
  for (const Node& node : list.items) {
    Contact contact;
    for (std::size_t n = 0; n < 2; ++n) {
      contact.between[n] = node.at("between").items[n].text;
      contact.regions[n] = problem.regions_named(contact.between[n]);
    }
    contact.resistance = number(node, "resistance");
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

HeatProblem build_problem(const Node& root, const Images& images) {
  HeatProblem problem;
  const bool celsius = root.at("units").at("temperature").text == "degC";
  problem.unit = celsius ? TemperatureUnit::celsius : TemperatureUnit::kelvin;
  problem.domain = build_domain(root.at("domain"));
  const Node& materials = root.at("materials");
  for (std::size_t i = 0; i < materials.items.size(); ++i) {
    problem.materials.push_back(build_material(materials.keys[i].text, materials.items[i]));
  }
  for (const Node& region : root.at("regions").items)
    append_regions(problem.regions, region, materials, problem.domain, images);
  const Node& initial = root.at("initial");
  if (const Node* file = initial.find("file")) problem.initial.file = file->text;
  if (const Node* checksum = initial.find("checksum")) problem.initial.checksum = checksum->text;
  if (const Node* start = initial.find("temperature")) problem.initial.temperature = build_value(*start);
  for (const Side side : all_sides) {
    auto& stretches = problem.boundaries[static_cast<std::size_t>(side)];
    const Node* conditions = root.at("boundaries").find(name_of(side));
    if (conditions != nullptr) {
      stretches = build_side(side, *conditions, problem.domain);
    } else {  // the axis r = 0: its faces have no area
      WallCondition axis;
      axis.insulated = true;
      stretches = {{problem.domain.origin.y, problem.domain.origin.y + problem.domain.ly, axis}};
    }
  }
  for (const Node& node : root.at("sources").items) {
    problem.sources.push_back({name_of_node(node), build_optional(node, "power_density"),
                               build_optional(node, "power"), build_shape(node, problem.domain, images)});
  }
  problem.contacts = build_contacts(root.at("contacts"), problem);
  const bool arithmetic = root.at("numerics").at("face_conductivity").text == "arithmetic";
  problem.face_conductivity = arithmetic ? FaceConductivity::arithmetic : FaceConductivity::harmonic;
  return problem;
}

TimeSettings build_time(const Node& node) {
  TimeSettings time;
  time.start = number(node, "start");
  time.end = node.find("end") != nullptr ? number(node, "end") : time.start;
  if (node.at("step").content == Content::number) time.step = number(node, "step");
  for (const MethodName& known : method_names) {
    if (known.name == node.at("method").text) time.method = known.method;
  }
  time.tolerance = number(node, "tolerance");
  time.safety = number(node, "safety");
  return time;
}

StopSettings build_stop(const Node& node) {
  StopSettings stop;
  if (const Node* steady = node.find("steady")) {
    stop.steady = SteadySettings{number(*steady, "tolerance"), whole(steady->at("every"))};
  }
  const Node& walltime = node.at("walltime");
  if (walltime.content == Content::number) stop.walltime = walltime.number;
  stop.walltime_auto = walltime.content == Content::word && walltime.text == "auto";
  return stop;
}

Interval build_every(const Node& node) {
  return *parse_interval(node.at("every").text).interval;
}

PictureSettings build_pictures(const Node& node) {
  PictureSettings pictures;
  pictures.every = build_every(node);
  pictures.flux = node.at("field").text == "flux";
  pictures.style.colors = node.at("colors").text;
  const Node& range = node.at("range");
  if (range.is_list()) pictures.style.range = {range.items[0].number, range.items[1].number};
  pictures.style.isotherms = static_cast<int>(whole(node.at("isotherms")));
  pictures.width = static_cast<int>(whole(node.at("width")));
  return pictures;
}

OutputSettings build_output(const Node& node) {
  OutputSettings output;
  output.diagnostics = build_every(node.at("diagnostics"));
  output.snapshots = build_every(node.at("snapshots"));
  output.pictures = build_pictures(node.at("pictures"));
  output.skip_errors = node.at("on_error").text == "skip";
  const Node& probes = node.at("probes");
  for (std::size_t i = 0; i < probes.items.size(); ++i) {
    ProbeSettings probe;
    probe.name = probes.keys[i].text;
    if (const Node* cell = probes.items[i].find("cell")) {
      probe.is_cell = true;
      probe.i = whole(cell->items[0]);
      probe.j = whole(cell->items[1]);
    } else {
      probe.at = build_point(probes.items[i]);
    }
    output.probes.push_back(std::move(probe));
  }
  const Node& flows = node.at("flows");
  for (std::size_t i = 0; i < flows.items.size(); ++i) {
    FlowSettings flow{flows.keys[i].text, {}, {}, {}};
    if (const Node* parts = flows.items[i].find("between")) {
      flow.between = {parts->items[0].text, parts->items[1].text};
    } else {
      flow.from = build_point(flows.items[i].at("from"));
      flow.to = build_point(flows.items[i].at("to"));
    }
    output.flows.push_back(std::move(flow));
  }
  for (const Node& name : node.at("means").items) output.means.push_back(name.text);
  for (const Node& field : node.at("fields").items) {
    if (field.text == "heat_flux") output.heat_flux = true;
    if (field.text == "max_temperature") output.max_temperature = true;
    if (field.text == "time_above") output.time_above = number(node, "threshold");
  }
  return output;
}

}  // namespace

WallCondition build_wall(const Node& node) {
  WallCondition wall;
  wall.insulated = node.find("insulated") != nullptr;
  wall.periodic = node.find("periodic") != nullptr;
  wall.temperature = build_optional(node, "temperature");
  wall.flux = build_optional(node, "flux");
  if (const Node* convection = node.find("convection")) {
    wall.convection =
        Convection{build_value(convection->at("coefficient")), build_value(convection->at("ambient"))};
  }
  if (const Node* radiation = node.find("radiation")) {
    wall.radiation =
        Radiation{build_value(radiation->at("emissivity")), build_value(radiation->at("ambient"))};
  }
  return wall;
}

Case build_case(const Node& root, const Images& images) {
  Case result;
  result.title = root.at("title").text;
  result.problem = build_problem(root, images);
  result.time = build_time(root.at("time"));
  result.changes = time_dependence(result.problem, result.time.start, result.time.end);
  const Node& numerics = root.at("numerics");
  const auto chosen = [&](const char* key) -> std::optional<int> {
    const Node& node = numerics.at(key);
    return node.content == Content::integer ? std::optional(static_cast<int>(whole(node))) : std::nullopt;
  };
  result.numerics.time_block = chosen("time_block");
  result.numerics.strip_width = chosen("strip_width");
  result.numerics.roll_back = numerics.at("on_violation").text == "roll-back";
  result.stop = build_stop(root.at("stop"));
  result.output = build_output(root.at("output"));
  const Node& checkpoint = root.at("checkpoint");
  result.checkpoint.every = build_every(checkpoint);
  result.checkpoint.keep = static_cast<int>(whole(checkpoint.at("keep")));
  const bool raw = checkpoint.at("format").text == "mpiio";
  result.checkpoint.format = raw ? CheckpointFormat::mpiio : CheckpointFormat::hdf5;
  const Node& decomposition = root.at("parallel").at("decomposition");
  if (decomposition.is_list()) {
    result.parallel.px = static_cast<int>(whole(decomposition.items[0]));
    result.parallel.py = static_cast<int>(whole(decomposition.items[1]));
  }
  const Node& watchdog = root.at("parallel").at("watchdog");
  result.parallel.watchdog =
      watchdog.content == Content::number ? std::optional(watchdog.number) : std::nullopt;
  return result;
}

}  // namespace isotherm::config
