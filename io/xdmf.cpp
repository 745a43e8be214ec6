#include "io/xdmf.hpp"

#include <fmt/format.h>
#include <regex>
#include <sstream>

namespace isotherm {
namespace {

/// The cell centres: by origin and spacing where they are equally spaced, else one by one.
std::string mesh(const Grid& grid) {
  const Axis& x = grid.x();
  const Axis& y = grid.y();
  if (x.is_uniform() && y.is_uniform()) {
    return fmt::format(
        "        <Topology TopologyType=\"3DCoRectMesh\" Dimensions=\"1 {} {}\"/>\n"
        "        <Geometry GeometryType=\"ORIGIN_DXDYDZ\">\n"
        "          <DataItem Format=\"XML\" Dimensions=\"3\">0 {} {}</DataItem>\n"
        "          <DataItem Format=\"XML\" Dimensions=\"3\">1 {} {}</DataItem>\n"
        "        </Geometry>\n",
        y.size(), x.size(), y.center(0), x.center(0), y.width(0), x.width(0));
  }
  const auto centers = [](const Axis& axis) {
    std::string text;
    for (std::int64_t i = 0; i < axis.size(); ++i)
      text += fmt::format("{}{}", i > 0 ? " " : "", axis.center(i));
    return fmt::format("          <DataItem Format=\"XML\" Dimensions=\"{}\">{}</DataItem>\n", axis.size(),
                       text);
  };
  return fmt::format("        <Topology TopologyType=\"3DRectMesh\" Dimensions=\"1 {} {}\"/>\n", y.size(),
                     x.size()) +
         "        <Geometry GeometryType=\"VXVYVZ\">\n" + centers(x) + centers(y) +
         "          <DataItem Format=\"XML\" Dimensions=\"1\">0</DataItem>\n        </Geometry>\n";
}

std::string snapshot(const Grid& grid, const std::string& mesh_text, const XdmfEntry& entry) {
  std::string text =
      fmt::format("      <Grid Name=\"{}\" GridType=\"Uniform\">\n        <Time Value=\"{}\"/>\n", entry.file,
                  entry.time);
  text += mesh_text;
  for (const auto& field : entry.fields) {
    text += fmt::format(
        "        <Attribute Name=\"{0}\" AttributeType=\"Scalar\" Center=\"Node\">\n"
        "          <DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"1 {1} {2}\">"
        "{3}:/{0}</DataItem>\n        </Attribute>\n",
        field, grid.ny(), grid.nx(), entry.file);
  }
  return text + "      </Grid>\n";
}

}  // namespace

std::string xdmf_text(const Grid& grid, const std::vector<XdmfEntry>& entries) {
  std::string text =
      "<?xml version=\"1.0\" ?>\n<!DOCTYPE Xdmf SYSTEM \"Xdmf.dtd\" []>\n<Xdmf Version=\"3.0\">\n  <Domain>\n"
      "    <Grid Name=\"snapshots\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
  const std::string mesh_text = mesh(grid);
  for (const auto& entry : entries) text += snapshot(grid, mesh_text, entry);
  return text + "    </Grid>\n  </Domain>\n</Xdmf>\n";
}

std::vector<XdmfEntry> parse_xdmf(const std::string& text) {
  static const std::regex grid_line("\\s*<Grid Name=\"(step-[0-9]+\\.nc)\" GridType=\"Uniform\">");
  static const std::regex time_line("\\s*<Time Value=\"([^\"]+)\"/>");
  static const std::regex field_line("\\s*<Attribute Name=\"([A-Za-z0-9_]+)\".*");
  std::vector<XdmfEntry> entries;
  std::istringstream lines(text);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 200) continue;  // coordinates
    if (std::regex_match(line, match, grid_line)) {
      entries.push_back({match[1], 0.0, {}});
    } else if (entries.empty()) {
      continue;
    } else if (std::regex_match(line, match, time_line)) {
      entries.back().time = std::strtod(match[1].str().c_str(), nullptr);
    } else if (std::regex_match(line, match, field_line)) {
      entries.back().fields.push_back(match[1]);
    }
  }
  return entries;
}

}  // namespace isotherm
