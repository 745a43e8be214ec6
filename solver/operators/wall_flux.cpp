// Walls of cases that are not linear: the surface temperature is found by Newton's method.

#include <algorithm>
#include <cmath>
#include <limits>

#include "solver/operators/walls.hpp"

namespace isotherm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int most_iterations = 100;
constexpr double close_enough = 1e-14;  // of the temperature in kelvin, or of its size

/// What enters the surface from outside, W/m2, as a function of its temperature.
class Surroundings {
 public:
  Surroundings(const WallFace& face, double t) : face_(&face), wall_(face.condition), t_(t) {
    if (wall_->flux) flux_ = at(*wall_->flux, 0.0);
    if (wall_->convection) {
      ambient_ = at(wall_->convection->ambient, 0.0);
      varies_ = wall_->convection->coefficient.depends_on_temperature();
      if (!varies_) coefficient_ = not_negative(at(wall_->convection->coefficient, 0.0));
    }
    if (wall_->radiation) {
      radiance_ = stefan_boltzmann * emissivity(at(wall_->radiation->emissivity, 0.0));
      radiant_ambient_ = at(wall_->radiation->ambient, 0.0) + face.kelvin_offset;
      if (!(radiant_ambient_ >= 0.0)) radiant_ambient_ = nan;
    }
  }

  double at(const Value& value, double T) const { return value(face_->at.x, face_->at.y, t_, T); }
  double flux() const { return flux_; }
  bool only_flux() const { return !wall_->convection && !wall_->radiation; }

  double operator()(double T_s) const {
    const double kelvin = T_s + face_->kelvin_offset;
    double q = flux_ + coefficient(T_s) * (ambient_ - T_s);
    // Odd below 0 K, where only iterates come, so that it always falls.
    if (radiance_ > 0.0) q += radiance_ * (fourth(radiant_ambient_) - fourth(kelvin));
    return std::isnan(radiance_) ? nan : q;
  }
  /// How fast it falls with the surface temperature, W/(m2 K).
  double fall(double T_s) const {
    const double kelvin = std::abs(T_s + face_->kelvin_offset);
    double slope = coefficient(T_s) + 4.0 * radiance_ * kelvin * kelvin * kelvin;
    if (varies_) {
      const double step = 1e-6 * (std::abs(T_s) + 1.0);
      const double rise = (coefficient(T_s + step) - coefficient(T_s - step)) / (2.0 * step);
      slope -= rise * (ambient_ - T_s);
    }
    return std::max(slope, 0.0);
  }

 private:
  static double not_negative(double value) { return value >= 0.0 ? value : nan; }
  static double emissivity(double value) { return value <= largest_emissivity ? not_negative(value) : nan; }
  static double fourth(double T) { return T * std::abs(T) * T * T; }
  double coefficient(double T_s) const {
    return varies_ ? not_negative(at(wall_->convection->coefficient, T_s)) : coefficient_;
  }

  const WallFace* face_;
  const WallCondition* wall_;
  double t_;
  double flux_ = 0.0;
  double coefficient_ = 0.0;
  double ambient_ = 0.0;
  double radiance_ = 0.0;
  double radiant_ambient_ = 0.0;
  bool varies_ = false;
};

/// The surface temperature: conduction to the cell's centre takes away what the surroundings give. Newton's
/// method inside a bracket that grows until it holds the root, and is halved where Newton's steps shrink
/// slowly, as at a cusp of a coefficient.
double balance(const WallFace& face, const Surroundings& outside, const PropertyView& table, double T) {
  const double U = table.potential(T, face.axis);
  const auto excess = [&](double T_s) {
    return face.half * (table.potential(T_s, face.axis) - U) - outside(T_s);  // rises with T_s
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto size = [&](double at) { return std::max(std::abs(at), std::abs(at + face.kelvin_offset)); };
  double low = -infinity;
  double high = infinity;
  double T_s = T;
  double reach = 0.01 * (std::abs(T + face.kelvin_offset) + 1e-3);
  double step = infinity;
  for (int n = 0; n < most_iterations; ++n) {
    const double f = excess(T_s);
    if (std::isnan(f)) return nan;
    if (f == 0.0) return T_s;
    (f < 0.0 ? low : high) = T_s;
    const double slope = face.half * table.conductivity(T_s, face.axis) + outside.fall(T_s);
    double next = T_s - f / slope;
    const bool slow = std::isfinite(high - low) && std::abs(next - T_s) > 0.5 * step;
    if (!(next > low && next < high) || !std::isfinite(next) || slow) {
      reach *= 2.0;
      next = std::isinf(low) ? high - reach : std::isinf(high) ? low + reach : 0.5 * (low + high);
    }
    step = std::abs(next - T_s);
    T_s = next;
    if (step <= close_enough * size(T_s)) return T_s;
  }
  return high - low <= 1e-9 * size(T_s) ? T_s : nan;
}

}  // namespace

WallFlux wall_flux(const WallFace& face, double t, double T) {
  const PropertyView table = face.table->view();
  const double G = face.area * face.half;
  const double U = table.potential(T, face.axis);
  if (face.condition->temperature) {
    const double T_s = (*face.condition->temperature)(face.at.x, face.at.y, t);
    return {G * (table.potential(T_s, face.axis) - U), G, T_s};
  }
  const Surroundings outside(face, t);
  if (outside.only_flux()) {
    const double U_s = U + outside.flux() / face.half;
    return {face.area * outside.flux(), 0.0, face.table->temperature_of_potential(U_s, face.axis)};
  }
  const double T_s = balance(face, outside, table, T);
  const double inward = face.half * table.conductivity(T_s, face.axis);
  const double outward = outside.fall(T_s);
  const double slope = inward + outward > 0.0 ? G * outward / (inward + outward) : 0.0;
  // Of the two differences of temperature, the one that rounding harms less.
  const double power =
      inward > outward ? face.area * outside(T_s) : G * (table.potential(T_s, face.axis) - U);
  return {power, slope, T_s};
}

double surface_temperature(const WallFace& face, double t, double T) {
  if (face.table != nullptr) return wall_flux(face, t, T).surface;
  if (face.condition->temperature) return (*face.condition->temperature)(face.at.x, face.at.y, t);
  const WallAction action = wall_action(face, t);
  return T + std::fma(action.conductance, action.ambient - T, action.power) / (face.area * face.half);
}

}  // namespace isotherm
