#include <algorithm>
#include <set>
#include <utility>

#include "io/config/checks.hpp"
#include "io/config/suggest.hpp"

namespace isotherm::config {

namespace {

void check_rectangle(const Node& box, Faults& faults) {
  const Node& min = box.at("min");
  const Node& max = box.at("max");
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (min.items[axis].number < max.items[axis].number) continue;
    faults.add(max.items[axis].mark, max.items[axis].path,
               "is not larger than the minimum of " + min.items[axis].text + " m",
               "write min: [left, bottom], max: [right, top]");
  }
}

void check_polygon(const Node& corners, Faults& faults) {
  if (corners.items.size() < 3) {
    faults.add(corners.mark, corners.path, "has fewer than three corners",
               "write [[x, y], [x, y], [x, y], ...]");
    return;
  }
  double area2 = 0.0;
  const Node& o = corners.items[0];
  for (std::size_t i = 2; i < corners.items.size(); ++i) {
    const Node& a = corners.items[i - 1];
    const Node& b = corners.items[i];
    area2 += (a.items[0].number - o.items[0].number) * (b.items[1].number - o.items[1].number) -
             (b.items[0].number - o.items[0].number) * (a.items[1].number - o.items[1].number);
  }
  if (area2 == 0.0)
    faults.add(corners.mark, corners.path, "encloses no area", "check the corners and their order");
}

void check_shape(const Node& node, Faults& faults) {
  const auto shapes = given(node, {"rectangle", "circle", "polygon", "where", "image"});
  if (shapes.size() > 1) {
    faults.add(node.mark, node.path, "has two shapes, " + shapes[0] + " and " + shapes[1],
               "keep one, or write two entries");
  }
  if (const Node* box = node.sound("rectangle")) check_rectangle(*box, faults);
  if (const Node* corners = node.sound("polygon")) check_polygon(*corners, faults);
  const Node* image = node.sound("image");
  if (image == nullptr || !image->is_map()) return;
  const auto corners = given(*image, {"min", "max"});
  if (corners.size() == 2) check_rectangle(*image, faults);
  if (corners.size() == 1) {
    faults.add(image->mark, image->path, "has only one corner", "write min and max, or none of them");
  }
}

/// The colours of an image, if it has any.
const Node* colors_of(const Node& node) {
  const Node* image = node.find("image");
  return image != nullptr && image->is_map() ? image->find("colors") : nullptr;
}

void check_material(const Node* name, const Node& root, Faults& faults) {
  const Node* materials = root.find("materials");
  if (name == nullptr || materials == nullptr || !materials->is_map()) return;
  if (materials->find(name->text) != nullptr) return;
  std::vector<std::string> known;
  std::string list;
  for (const Node::Key& key : materials->keys) {
    known.push_back(key.text);
    list += (list.empty() ? "" : ", ") + key.text;
  }
  faults.add(name->mark, name->path, "there is no material '" + name->text + "'", "materials are " + list,
             nearest(name->text, known));
}

/// A name means one region or all of a material, not both.
void check_region_name(const Node& region, const Node& root, Faults& faults) {
  const Node* name = region.sound("name");
  const Node* own = region.find("material");
  const Node* materials = root.find("materials");
  if (name == nullptr || materials == nullptr || materials->find(name->text) == nullptr) return;
  if (own != nullptr && own->text == name->text) return;
  faults.add(name->mark, name->path, "'" + name->text + "' is the name of a material",
             "choose a name that means this region alone");
}

void check_region(const Node& region, const Node& root, Faults& faults) {
  const auto kinds = given(region, {"material", "void"});
  const Node* colors = colors_of(region);
  if (colors != nullptr && !kinds.empty()) {
    faults.add(region.at(kinds[0]).mark, region.at(kinds[0]).path, "cannot be given beside colors",
               "keep one: the colours say which materials the pixels are");
  } else if (colors != nullptr) {
    for (const Node& name : colors->items) check_material(&name, root, faults);
  } else if (kinds.size() != 1) {
    faults.add(region.mark, region.path,
               kinds.empty() ? "needs a material or a void" : "cannot be a material and a void",
               "write {material: name, ...} or {void: {insulated: true}, ...}");
  }
  check_region_name(region, root, faults);
  check_material(region.sound("material"), root, faults);
  if (const Node* hole = region.sound("void")) check_wall(*hole, faults);
  check_shape(region, faults);
}

void check_source(const Node& source, Faults& faults) {
  if (given(source, {"power_density", "power"}).size() != 1) {
    faults.add(source.mark, source.path, "needs exactly one of power_density and power",
               "write {power_density: 5e7, rectangle: ...}");
  }
  if (const Node* colors = colors_of(source)) {
    faults.add(colors->mark, colors->path, "colours are materials, not sources",
               "leave colors out: the bright pixels of the image are the source's");
  }
  check_shape(source, faults);
}

}  // namespace

void check_part_name(const Node& name, const Node& root, Faults& faults) {
  std::vector<std::string> known;
  bool is_void = false;
  if (const Node* regions = root.find("regions")) {
    for (const Node& region : regions->items) {
      const Node* given_name = region.is_map() ? region.find("name") : nullptr;
      if (given_name == nullptr) continue;
      if (region.find("void") == nullptr) known.push_back(given_name->text);
      is_void = is_void || (region.find("void") != nullptr && given_name->text == name.text);
    }
  }
  if (const Node* materials = root.find("materials")) {
    for (const Node::Key& key : materials->keys) known.push_back(key.text);
  }
  if (std::find(known.begin(), known.end(), name.text) != known.end()) return;
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  if (is_void) {
    faults.add(name.mark, name.path, "'" + name.text + "' is a void, of which only the walls are known",
               "name a part of the body: " + list + "; what crosses the walls of voids is written by itself");
    return;
  }
  faults.add(name.mark, name.path, "there is no region and no material '" + name.text + "'",
             "known are " + list, nearest(name.text, known));
}

void check_between(const Node& between, const Node& root, Faults& faults) {
  if (between.items.size() != 2) {
    faults.add(between.mark, between.path, "needs two names", "write between: [die, lid]");
    return;
  }
  for (const Node& name : between.items) check_part_name(name, root, faults);
  if (between.items[0].text == between.items[1].text) {
    faults.add(between.items[1].mark, between.items[1].path, "is the same name again",
               "name two parts that touch; give regions of one material names of their own");
  }
}

void check_regions(const Node& root, Faults& faults) {
  const Node* materials = root.find("materials");
  if (materials != nullptr && materials->good && materials->items.empty()) {
    faults.add(materials->mark, materials->path, "is empty", "describe at least one material");
  }
  const Node* regions = root.find("regions");
  if (regions != nullptr && regions->good && regions->items.empty()) {
    faults.add(regions->mark, regions->path, "is empty", "write at least - {material: name}");
  }
  for (const Node& region : regions != nullptr ? regions->items : std::vector<Node>{}) {
    if (region.is_map() && region.good) check_region(region, root, faults);
  }
  const Node* sources = root.find("sources");
  for (const Node& source : sources != nullptr ? sources->items : std::vector<Node>{}) {
    if (source.is_map() && source.good) check_source(source, faults);
  }
  const Node* contacts = root.find("contacts");
  std::set<std::pair<std::string, std::string>> joined;
  for (const Node& contact : contacts != nullptr ? contacts->items : std::vector<Node>{}) {
    if (!contact.is_map() || !contact.good) continue;
    const Node& between = contact.at("between");
    check_between(between, root, faults);
    if (between.items.size() == 2 &&
        !joined.insert(std::minmax(between.items[0].text, between.items[1].text)).second)
      faults.add(between.mark, between.path, "joins the same two parts as an earlier contact",
                 "leave one of them out");
  }
  const Node* initial = root.sound("initial");
  if (initial != nullptr && given(*initial, {"temperature", "file"}).size() != 1) {
    faults.add(initial->mark, initial->path, "needs exactly one of temperature and file",
               "write {temperature: 20 degC}");
  }
}

}  // namespace isotherm::config
