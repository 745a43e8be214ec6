#pragma once
// The heat problem: what is solved, without saying how. No MPI, no files, no time loop.
// The equation is (1) of physics/README.md; units are SI, temperatures in the case's unit.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "physics/geometry.hpp"
#include "physics/shape.hpp"
#include "physics/value.hpp"

namespace isotherm {

/// The unit of every plain temperature of a case, of T in its expressions and of its outputs.
enum class TemperatureUnit { kelvin, celsius };

/// What has to be added to a temperature of the case to have it in kelvin.
constexpr double kelvin_offset(TemperatureUnit unit) {
  return unit == TemperatureUnit::celsius ? 273.15 : 0.0;
}

/// What a material does when it melts: between two temperatures, or at one.
struct Melting {
  double latent_heat = 0.0;  ///< J/kg
  double begins = 0.0;       ///< all solid up to here
  double ends = 0.0;         ///< all liquid from here on; not less than `begins`
  /// Of the liquid; between the two temperatures values mix by the share that is liquid.
  Value conductivity_x;
  Value conductivity_y;
  Value specific_heat;
};

/// A material. Conductivity and specific heat may depend on place or on T; density on place.
struct Material {
  std::string name;
  Value conductivity_x;            ///< k_x, W/(m K), positive; as a function of T also zero
  Value conductivity_y;            ///< k_y, likewise
  Value density;                   ///< rho, kg/m3, positive
  Value specific_heat;             ///< c, J/(kg K), positive
  std::optional<Melting> melting;  ///< then conductivity and specific heat above are the solid's

  /// Whether heat flow or enthalpy is not linear in T.
  bool is_nonlinear() const;
};

/// Heat exchange with an ambient: h (T_inf - T_s), into the body.
struct Convection {
  Value coefficient;  ///< h, W/(m2 K), not negative
  Value ambient;      ///< T_inf
};

/// Radiation between a grey surface and large surroundings: emissivity sigma (T_amb^4 - T_s^4), into the
/// body, temperatures in kelvin.
struct Radiation {
  Value emissivity;  ///< 0 to 1
  Value ambient;     ///< in the case's unit
};

/// One, and what a formula may exceed it by rounding.
inline constexpr double largest_emissivity = 1.0 + 1e-12;

/// Stefan-Boltzmann constant, W/(m2 K4) (CODATA 2018, exact to its digits).
inline constexpr double stefan_boltzmann = 5.670374419e-8;

/// What holds on a wall. Exactly one of insulated, periodic, temperature; or any of flux, convection and
/// radiation together, which add.
struct WallCondition {
  bool insulated = false;
  bool periodic = false;
  std::optional<Value> temperature;  ///< T on the surface
  std::optional<Value> flux;         ///< W/m2, positive into the body
  std::optional<Convection> convection;
  std::optional<Radiation> radiation;

  bool depends_on_time() const;
  /// Whether the heat that crosses is not linear in T.
  bool is_nonlinear() const;
};

/// A condition on the part [from, to) of a side, in absolute coordinates along it (m).
struct Stretch {
  double from = 0.0;
  double to = 0.0;
  WallCondition condition;
};

/// A painted region: a material, or a void whose walls carry a condition.
struct Region {
  std::string name;                     ///< empty when the case gives none
  std::optional<std::size_t> material;  ///< index into HeatProblem::materials; nullopt: a void
  WallCondition wall;                   ///< of a void's walls
  Shape shape = Everywhere{};
  std::size_t entry = 0;  ///< its place in the case's list, where an image in colours is one entry
};

/// A heat source in a shape; one of the two values is set. Negative values are sinks.
struct Source {
  std::string name;
  std::optional<Value> power_density;  ///< q_vol, W/m3
  std::optional<Value> power;          ///< total of the shape: W/m in the plane, W axisymmetric
  Shape shape = Everywhere{};
};

/// Start temperature: a value, or a file (a checkpoint or snapshot of this program).
struct InitialTemperature {
  Value temperature;
  std::string file;      ///< empty: use `temperature`
  std::string checksum;  ///< of the file; empty: any
};

/// A thin layer that resists between two parts of the body.
struct Contact {
  std::array<std::string, 2> between;               ///< names of regions or of materials
  std::array<std::vector<std::size_t>, 2> regions;  ///< the regions of either name, increasing
  double resistance = 0.0;                          ///< R, m2 K/W

  /// Whether it lies between two regions, in either order.
  bool joins(std::size_t region_a, std::size_t region_b) const;
};

enum class FaceConductivity { harmonic, arithmetic };

/// The domain [x0, x0 + lx) x [y0, y0 + ly) and its cells.
struct Domain {
  Point origin;
  double lx = 0.0;
  double ly = 0.0;
  std::int64_t nx = 0;
  std::int64_t ny = 0;
  Coordinates coordinates = Coordinates::cartesian;
  std::vector<double> edges_x;  ///< nx + 1 cell edges of a graded axis, m; empty: equal cells
  std::vector<double> edges_y;
};

/// Everything that decides the solution except the time integration.
struct HeatProblem {
  TemperatureUnit unit = TemperatureUnit::kelvin;
  Domain domain;
  std::vector<Material> materials;
  std::vector<Region> regions;  ///< painted in order, the last one that contains a centre wins
  InitialTemperature initial;
  std::array<std::vector<Stretch>, 4> boundaries;  ///< by Side; each tiles its side
  std::vector<Source> sources;
  std::vector<Contact> contacts;  ///< where several join two regions, the last one holds
  FaceConductivity face_conductivity = FaceConductivity::harmonic;

  /// Index of the region that owns the point: the last one that contains it; -1 when none does.
  int region_at(Point point) const;
  /// The regions of this name; where no region has it, those of the material of this name.
  std::vector<std::size_t> regions_named(const std::string& name) const;
  /// Index of the contact between two regions, -1 if there is none.
  int contact_between(std::size_t region_a, std::size_t region_b) const;
  /// The stretch of a side that holds at a coordinate along it (m).
  const Stretch& stretch_at(Side side, double along) const;
  bool periodic_in_x() const;
  bool periodic_in_y() const;
  /// Whether a material or a wall of the case is not linear in T.
  bool is_nonlinear() const;
  /// Whether a wall of the case radiates: temperatures must then lie above 0 K.
  bool radiates() const;
  /// Whether a material of the case melts.
  bool melts() const;
};

/// Finds the regions of many points, row by row: the points of one y share the list of what reaches it, so
/// that thousands of inclusions cost little.
class RegionFinder {
 public:
  explicit RegionFinder(const HeatProblem& problem) : problem_(&problem) {}
  /// HeatProblem::region_at.
  int operator()(Point point);

 private:
  const HeatProblem* problem_;
  std::optional<double> y_;
  std::vector<std::size_t> reaching_;  ///< the regions that reach y_, the last first
};

}  // namespace isotherm
