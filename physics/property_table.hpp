#pragma once
// Conductivity, specific heat, enthalpy and Kirchhoff's potential of a material as tables in T.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "physics/temperature_range.hpp"

namespace isotherm {

/// A stretch of temperatures from `T` on in which k and c are linear in T. All in units of the references of
/// PropertyTable, so that for constant k and c both H and U are T itself.
struct PropertySegment {
  double T = 0.0;
  double H = 0.0;  ///< enthalpy at T, K
  double c = 1.0;  ///< specific heat at T; infinite where the material melts at one temperature
  double dc = 0.0;
  std::array<double, 2> U{};  ///< integral of k dT at T, for x and y, K
  std::array<double, 2> k{1.0, 1.0};
  std::array<double, 2> dk{};
};

/// What loops over cells see of a table: trivially copyable. Temperatures in the case's unit.
class PropertyView {
 public:
  /// The lowest temperature that has this enthalpy.
  double temperature(double H) const {
    const PropertySegment& s = of_enthalpy(H);
    const double rest = H - s.H;
    return s.T + 2.0 * rest / (s.c + std::sqrt(s.c * s.c + 2.0 * s.dc * rest));
  }
  /// The enthalpy of a temperature, all solid where it melts.
  double enthalpy(double T) const {
    const PropertySegment& s = below(T);
    const double d = T - s.T;
    return s.H + d * (s.c + 0.5 * s.dc * d);
  }
  /// Kirchhoff's potential for heat flow along an axis (0: x, 1: y).
  double potential(double T, int axis) const {
    const PropertySegment& s = of_temperature(T);
    const auto a = static_cast<std::size_t>(axis);
    const double d = T - s.T;
    return s.U[a] + d * (s.k[a] + 0.5 * s.dk[a] * d);
  }
  /// Conductivity over its reference.
  double conductivity(double T, int axis) const {
    const PropertySegment& s = of_temperature(T);
    const auto a = static_cast<std::size_t>(axis);
    return s.k[a] + s.dk[a] * (T - s.T);
  }
  /// Potential, and dU/dH there: where that jumps, the larger side.
  struct Potential {
    double U;
    double slope;
  };
  Potential potential_and_slope(double T, int axis) const {
    const PropertySegment* s = &of_temperature(T);
    const auto a = static_cast<std::size_t>(axis);
    const double d = T - s->T;
    const double U = s->U[a] + d * (s->k[a] + 0.5 * s->dk[a] * d);
    double slope = (s->k[a] + s->dk[a] * d) / (s->c + s->dc * d);
    while (s != segments_ && s->T >= T) {  // at a corner: what holds below it
      --s;
      const double before = T - s->T;
      slope = std::max(slope, (s->k[a] + s->dk[a] * before) / (s->c + s->dc * before));
    }
    return {U, slope};
  }
  /// Conductivities in x and y over specific heat, both over their references: dU / dH at an enthalpy. Zero
  /// where the material melts at one temperature.
  std::array<double, 2> diffusivity(double H) const {
    const PropertySegment& s = of_enthalpy(H);
    const double rest = H - s.H;
    const double root = std::sqrt(s.c * s.c + 2.0 * s.dc * rest);  // c at the temperature of H
    const double d = 2.0 * rest / (s.c + root);
    return {(s.k[0] + s.dk[0] * d) / root, (s.k[1] + s.dk[1] * d) / root};
  }

 private:
  friend class PropertyTable;
  /// Where to begin to look for a segment: equal cells of the argument.
  struct Index {
    const int* first = nullptr;
    double begin = 0.0;
    double end = 0.0;
    double per_unit = 0.0;
  };
  /// The last segment whose start (T or H) is not above the argument.
  template <double PropertySegment::*start>
  const PropertySegment& find(const Index& index, double argument) const {
    int i = 0;
    if (argument >= index.begin && argument < index.end) {
      i = index.first[static_cast<int>((argument - index.begin) * index.per_unit)];
      while (i + 1 < count_ && segments_[i + 1].*start <= argument) ++i;
      return segments_[i];
    }
    int end = count_;
    while (end - i > 1) {
      const int middle = i + (end - i) / 2;
      (segments_[middle].*start <= argument ? i : end) = middle;
    }
    return segments_[i];
  }
  const PropertySegment& of_temperature(double T) const { return find<&PropertySegment::T>(by_T_, T); }
  const PropertySegment& of_enthalpy(double H) const { return find<&PropertySegment::H>(by_H_, H); }
  /// The first segment that ends at T or above.
  const PropertySegment& below(double T) const {
    const PropertySegment* s = &of_temperature(T);
    while (s != segments_ && s->T >= T) --s;
    return *s;
  }

  const PropertySegment* segments_ = nullptr;
  int count_ = 0;
  Index by_T_;
  Index by_H_;
};

struct PropertyStretch;
struct SampledProperties;

/// An end of the temperatures for which a material is known.
struct PropertyLimit {
  double T = 0.0;
  std::string reason;  ///< "the conductivity of steel is negative"; empty: none
};

/// The properties of one material, tabulated once: k and c linear between points so close that they deviate
/// from the case's values by less than `tolerance` of themselves; enthalpy and potential are their exact
/// integrals. Beyond the limits k and c stay as they are at the limit.
class PropertyTable {
 public:
  static constexpr double tolerance = 1e-6;

  /// Throws std::invalid_argument when the properties make no sense at the typical temperature, or depend on
  /// temperature and place at once.
  PropertyTable(const Material& material, const TemperatureRange& range);
  PropertyTable(PropertyTable&&) noexcept = default;
  PropertyTable& operator=(PropertyTable&&) noexcept = default;
  PropertyTable(const PropertyTable&) = delete;
  PropertyTable& operator=(const PropertyTable&) = delete;

  PropertyView view() const;
  /// k_x, k_y (W/(m K)) and c (J/(kg K)) that the table's values are multiples of; where one does not depend
  /// on T its reference is 1 and the table says 1.
  std::array<double, 2> conductivity_reference() const { return k_reference_; }
  double specific_heat_reference() const { return c_reference_; }
  /// Whether k, and c, come from the table at all.
  bool tabulates_conductivity() const { return tabulates_k_; }
  bool tabulates_heat() const { return tabulates_c_; }
  /// The temperature of a potential.
  double temperature_of_potential(double U, int axis) const;
  const PropertyLimit& lower() const { return lower_; }
  const PropertyLimit& upper() const { return upper_; }
  /// The share that is liquid at an enthalpy; 0 of a material that does not melt.
  double liquid_fraction(double H) const;
  /// How far a guess of the enthalpy should go at once: just beyond the first end of the melting on the way,
  /// where all slopes change; without one, all the way.
  double go(double H_from, double H_to) const;
  /// The largest k / c in the expected range over that of the references, the larger of x and y.
  double largest_diffusivity() const { return largest_diffusivity_; }
  /// Whether the potentials of x and y are the same function.
  bool is_isotropic() const { return isotropic_; }
  std::size_t size() const { return segments_.size(); }

 private:
  void set_references(const SampledProperties& sampled, const TemperatureRange& range);
  void assemble(const SampledProperties& sampled, const Material& material, const TemperatureRange& range);
  PropertySegment segment(const PropertyStretch& stretch) const;
  void integrate(double typical, double latent);
  void build_index(const TemperatureRange& range);
  std::vector<PropertySegment> segments_;
  std::vector<int> first_by_T_;
  std::vector<int> first_by_H_;
  PropertyView::Index by_T_;
  PropertyView::Index by_H_;
  std::array<double, 2> k_reference_{1.0, 1.0};
  double c_reference_ = 1.0;
  bool tabulates_k_ = false;
  bool tabulates_c_ = false;
  bool isotropic_ = true;
  bool melts_ = false;
  double T_solid_ = 0.0, T_liquid_ = 0.0, H_solid_ = 0.0, H_liquid_ = 0.0;
  PropertyLimit lower_;
  PropertyLimit upper_;
  double largest_diffusivity_ = 1.0;
};

}  // namespace isotherm
