// What depends on temperature: melting, properties as functions of T, walls that radiate.

#include <algorithm>

#include "io/config/checks.hpp"
#include "io/config/resolve.hpp"
#include "physics/expression.hpp"

namespace isotherm::config {

namespace {

/// What a resolved value depends on.
struct Dependence {
  bool place = false;
  bool temperature = false;
};

Dependence dependence(const Node& node) {
  if (node.find("table") != nullptr) return {false, true};
  Dependence all;
  for (const Node& item : node.items) {
    const Dependence one = dependence(item);
    all = {all.place || one.place, all.temperature || one.temperature};
  }
  if (!node.is_scalar() || node.content != Content::formula) return all;
  const Expression expression(node.text, node.variables);
  return {expression.uses_place(), expression.uses_temperature()};
}

void check_properties(const Node& material, Faults& faults) {
  for (const char* key : {"conductivity", "specific_heat"}) {
    const Node* property = material.sound(key);
    if (property == nullptr) continue;
    const Dependence on = dependence(*property);
    const bool melts = material.find("latent_heat") != nullptr;
    if (!on.place || (!on.temperature && !melts)) continue;
    faults.add(property->mark, property->path,
               melts ? "depends on place in a material that melts" : "depends on place and on temperature",
               "cut the region into several materials");
  }
}

void check_melting(const Node& material, Faults& faults) {
  const Node* latent = material.find("latent_heat");
  const auto at = given(material, {"melting_temperature", "melting_interval"});
  const Node* liquid = material.find("liquid");
  if (latent != nullptr && at.size() != 1) {
    faults.add(latent->mark, latent->path, "needs exactly one of melting_temperature and melting_interval",
               "write melting_temperature: 0 degC, or melting_interval: [0 degC, 2 degC]");
  }
  if (latent == nullptr && (!at.empty() || liquid != nullptr)) {
    const Node& orphan = at.empty() ? *liquid : *material.find(at.front());
    faults.add(orphan.mark, orphan.path, "means nothing without latent_heat",
               "give the material a latent_heat");
  }
  const Node* interval = material.sound("melting_interval");
  if (interval != nullptr && !(interval->items[0].number < interval->items[1].number)) {
    faults.add(interval->mark, interval->path, "does not rise from its first temperature to its second",
               "write [solid below, liquid above], or melting_temperature for one temperature");
  }
}

/// Every condition of a wall that may radiate.
template <class Visit>
void each_wall(const Node& root, Visit&& visit) {
  if (const Node* sides = root.find("boundaries")) {
    for (const Node& side : sides->items) {
      if (side.is_map()) visit(side);
      for (const Node& stretch : side.is_list() ? side.items : std::vector<Node>{}) visit(stretch);
    }
  }
  const Node* regions = root.find("regions");
  for (const Node& region : regions != nullptr ? regions->items : std::vector<Node>{}) {
    if (const Node* hole = region.find("void")) visit(*hole);
  }
}

void check_above_zero(const Node* value, double zero, Faults& faults) {
  if (value == nullptr || !value->good || value->content != Content::number || value->number > zero) return;
  faults.add(value->mark, value->path, "is not above 0 K, and a wall radiates",
             "write a temperature above 0 K; units.temperature says what plain numbers mean");
}

void check_radiation(const Node& root, Faults& faults) {
  bool radiates = false;
  each_wall(root, [&](const Node& wall) { radiates = radiates || wall.find("radiation") != nullptr; });
  if (!radiates) return;
  const double zero = temperature_unit(root) == TemperatureUnit::celsius ? -273.15 : 0.0;
  const auto check_ambient = [&](const Node* exchange) {
    if (exchange != nullptr) check_above_zero(exchange->find("ambient"), zero, faults);
  };
  each_wall(root, [&](const Node& wall) {
    check_above_zero(wall.find("temperature"), zero, faults);
    check_ambient(wall.find("convection"));
    check_ambient(wall.find("radiation"));
  });
  if (const Node* initial = root.sound("initial"))
    check_above_zero(initial->find("temperature"), zero, faults);
}

}  // namespace

void check_nonlinear(const Node& root, Faults& faults) {
  const Node* materials = root.find("materials");
  bool conducts_by_temperature = false;
  for (const Node& material : materials != nullptr ? materials->items : std::vector<Node>{}) {
    if (!material.is_map() || !material.good) continue;
    check_properties(material, faults);
    check_melting(material, faults);
    const Node* k = material.sound("conductivity");
    conducts_by_temperature = conducts_by_temperature || material.find("latent_heat") != nullptr ||
                              (k != nullptr && dependence(*k).temperature);
  }
  const Node* numerics = root.sound("numerics");
  const Node* rule = numerics != nullptr ? numerics->find("face_conductivity") : nullptr;
  if (rule != nullptr && conducts_by_temperature && rule->text == "arithmetic") {
    faults.add(rule->mark, rule->path,
               "arithmetic means nothing where the conductivity depends on temperature",
               "leave it out: the mean between the temperatures of the cells is taken");
  }
  check_radiation(root, faults);
}

}  // namespace isotherm::config
