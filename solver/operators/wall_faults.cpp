// What makes no sense at a wall.

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "physics/message.hpp"
#include "solver/operators/walls.hpp"

namespace isotherm {
namespace {

constexpr double any = std::numeric_limits<double>::max();

bool is_void_wall(const WallFace& face) {
  return wall_group_names[face.group] == "void";
}

std::string place(const WallFace& face, double t) {
  return message(" at (", face.at.x, " m, ", face.at.y, " m), t = ", t, " s");
}

/// Where a key of the case says what is wrong.
std::string key(const WallFace& face) {
  return (is_void_wall(face) ? "regions: " : "") + wall_name(face) + ": ";
}

/// What is wrong with a coefficient that only the surface's own temperature makes wrong.
std::string balance_fault(const WallFace& face, double t, double T) {
  return key(face) + "no surface temperature balances its heat" + place(face, t) +
         message(", with its cell at ", T, ": is convection.coefficient negative near it?");
}

}  // namespace

std::string wall_name(const WallFace& face) {
  return is_void_wall(face) ? "a void's wall" : "boundaries." + std::string(wall_group_names[face.group]);
}

std::string value_fault(const WallFace& face, double t, double T_s) {
  const WallCondition& wall = *face.condition;
  std::string found;
  const auto look = [&](const Value& value, const char* name, double least, double most, const char* must) {
    const double v = value(face.at.x, face.at.y, t, T_s);
    if (!found.empty() || (std::isfinite(v) && v >= least && v <= most)) return;
    const std::string wrong = std::isfinite(v) ? message(name, " is ", v) : message(name, " is not finite");
    found = key(face) + wrong + place(face, t);
    if (value.depends_on_temperature()) found += message(", T = ", T_s);
    if (std::isfinite(v)) found += must;
  };
  const double zero_kelvin = -face.kelvin_offset;
  if (wall.temperature) look(*wall.temperature, "temperature", -any, any, "");
  if (wall.flux) look(*wall.flux, "flux", -any, any, "");
  if (wall.convection) {
    look(wall.convection->coefficient, "convection.coefficient", 0.0, any, "; it must not be negative");
    look(wall.convection->ambient, "convection.ambient", -any, any, "");
  }
  if (wall.radiation) {
    look(wall.radiation->emissivity, "radiation.emissivity", 0.0, largest_emissivity,
         "; it must lie from 0 to 1");
    look(wall.radiation->ambient, "radiation.ambient", zero_kelvin, any, "; it must not lie below 0 K");
  }
  return found;
}

void Walls::check(double t) const {
  for (const WallFace& face : faces_) {
    std::string found = value_fault(face, t, typical_);
    if (found.empty() && face.table != nullptr && !std::isfinite(wall_flux(face, t, typical_).power)) {
      found = balance_fault(face, t, typical_);
    }
    if (!found.empty()) throw std::invalid_argument(found);
  }
}

void Walls::note_fault(std::size_t face, double t, double T) const {
  if (!fault_ || t < fault_->t) fault_ = Fault{face, t, T};
}

std::string Walls::take_fault() const {
  const auto noted = std::exchange(fault_, std::nullopt);
  if (!noted) return {};
  const WallFace& face = faces_[noted->face];
  const std::string found = value_fault(face, noted->t, noted->T);
  const bool varies =
      face.condition->convection && face.condition->convection->coefficient.depends_on_temperature();
  return found.empty() && varies ? balance_fault(face, noted->t, noted->T) : found;
}

}  // namespace isotherm
