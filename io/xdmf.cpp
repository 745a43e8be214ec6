#include "io/xdmf.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
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
        "          <DataItem Format=\"XML\" Precision=\"8\" Dimensions=\"3\">0 {} {}</DataItem>\n"
        "          <DataItem Format=\"XML\" Precision=\"8\" Dimensions=\"3\">1 {} {}</DataItem>\n"
        "        </Geometry>\n",
        y.size(), x.size(), y.center(0), x.center(0), y.width(0), x.width(0));
  }
  const auto centers = [](const Axis& axis) {
    std::string text;
    for (std::int64_t i = 0; i < axis.size(); ++i)
      text += fmt::format("{}{}", i > 0 ? " " : "", axis.center(i));
    return fmt::format("          <DataItem Format=\"XML\" Precision=\"8\" Dimensions=\"{}\">{}</DataItem>\n",
                       axis.size(), text);
  };
  return fmt::format("        <Topology TopologyType=\"3DRectMesh\" Dimensions=\"1 {} {}\"/>\n", y.size(),
                     x.size()) +
         "        <Geometry GeometryType=\"VXVYVZ\">\n" + centers(x) + centers(y) +
         "          <DataItem Format=\"XML\" Precision=\"8\" Dimensions=\"1\">0</DataItem>\n        "
         "</Geometry>\n";
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

/// What stands between `start` and the next quotation mark; empty when the line does not begin so.
std::string value_behind(const std::string& line, const std::string& start) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  if (line.compare(indent, start.size(), start) != 0) return {};
  const std::size_t begin = indent + start.size();
  return line.substr(begin, line.find('"', begin) - begin);
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
  std::vector<XdmfEntry> entries;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (const auto file = value_behind(line, "<Grid Name=\""); file.ends_with(".nc")) {
      entries.push_back({file, 0.0, {}});
    } else if (entries.empty()) {
      continue;
    } else if (const auto time = value_behind(line, "<Time Value=\""); !time.empty()) {
      entries.back().time = std::strtod(time.c_str(), nullptr);
    } else if (const auto field = value_behind(line, "<Attribute Name=\""); !field.empty()) {
      entries.back().fields.push_back(field);
    }
  }
  return entries;
}

}  // namespace isotherm
