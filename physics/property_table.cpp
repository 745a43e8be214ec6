#include "physics/property_table.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "physics/property_sampling.hpp"

namespace isotherm {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t index_cells = 2048;
constexpr double just_beyond = 1e-3;  // of the latent heat

void refuse_place(const Material& m) {
  const bool k_varies =
      m.melting || m.conductivity_x.depends_on_temperature() || m.conductivity_y.depends_on_temperature();
  const bool c_varies = m.melting || m.specific_heat.depends_on_temperature();
  const bool k_placed = m.conductivity_x.depends_on_place() || m.conductivity_y.depends_on_place();
  if ((k_varies && k_placed) || (c_varies && m.specific_heat.depends_on_place())) {
    throw std::invalid_argument("materials." + m.name +
                                ": what depends on T or melts cannot depend on place as well; cut the region "
                                "into several materials");
  }
}

/// A material whose conductivity or specific heat does not depend on T has 1 in its place here.
Material without_constants(Material m, bool table_k, bool table_c) {
  if (!table_k) m.conductivity_x = m.conductivity_y = Value(1.0);
  if (!table_c) m.specific_heat = Value(1.0);
  return m;
}

/// A reference for k: its value at the typical temperature, unless that is tiny.
double reference_of(const std::vector<PropertyStretch>& all, const TemperatureRange& range,
                    std::size_t axis) {
  double typical = 0.0;
  double most = 0.0;
  for (const PropertyStretch& s : all) {
    if (s.from == range.typical) typical = s.first.k[axis];
    if (s.to < range.least || s.from > range.most) continue;
    most = std::max({most, s.first.k[axis], s.last.k[axis]});
  }
  if (!(most > 0.0)) most = 1.0;
  return typical > 1e-3 * most ? typical : most;
}

/// What a segment adds to H and U up to the next one; `latent` of a material that melts at once.
struct Rise {
  double H;
  std::array<double, 2> U;
};

Rise rise(const PropertySegment& s, const PropertySegment& next, double latent) {
  const double width = next.T - s.T;
  if (std::isinf(s.c)) return {latent, {0.0, 0.0}};
  return {width * (s.c + 0.5 * s.dc * width),
          {width * (s.k[0] + 0.5 * s.dk[0] * width), width * (s.k[1] + 0.5 * s.dk[1] * width)}};
}

}  // namespace

PropertyTable::PropertyTable(const Material& material, const TemperatureRange& range) {
  if (!material.is_nonlinear()) {
    segments_.emplace_back();
    build_index(range);
    return;
  }
  refuse_place(material);
  tabulates_k_ = material.melting || material.conductivity_x.depends_on_temperature() ||
                 material.conductivity_y.depends_on_temperature();
  tabulates_c_ = material.melting || material.specific_heat.depends_on_temperature();
  const SampledProperties sampled =
      sample_properties(without_constants(material, tabulates_k_, tabulates_c_), range, tolerance);
  set_references(sampled, range);
  assemble(sampled, material, range);
  build_index(range);
}

void PropertyTable::set_references(const SampledProperties& sampled, const TemperatureRange& range) {
  const auto& all = sampled.stretches;
  for (std::size_t axis = 0; axis < 2; ++axis) k_reference_[axis] = reference_of(all, range, axis);
  for (const PropertyStretch& s : all) {
    if (s.from <= range.typical) c_reference_ = s.first.c;
  }
  for (const PropertyStretch& s : all) {
    if (s.to < range.least || s.from > range.most) continue;
    for (const PropertySample* end : {&s.first, &s.last}) {
      for (std::size_t axis = 0; axis < 2; ++axis) {
        largest_diffusivity_ =
            std::max(largest_diffusivity_, end->k[axis] / k_reference_[axis] * c_reference_ / end->c);
      }
    }
  }
  if (!sampled.lower_reason.empty()) lower_ = {all.front().from, sampled.lower_reason};
  if (!sampled.upper_reason.empty()) upper_ = {all.back().to, sampled.upper_reason};
}

PropertySegment PropertyTable::segment(const PropertyStretch& s) const {
  const double width = s.to - s.from;
  PropertySegment made;
  made.T = s.from;
  made.c = s.first.c / c_reference_;
  made.dc = (s.last.c - s.first.c) / c_reference_ / width;
  for (std::size_t a = 0; a < 2; ++a) {
    made.k[a] = s.first.k[a] / k_reference_[a];
    made.dk[a] = (s.last.k[a] - s.first.k[a]) / k_reference_[a] / width;
  }
  return made;
}

void PropertyTable::assemble(const SampledProperties& sampled, const Material& material,
                             const TemperatureRange& range) {
  const auto& stretches = sampled.stretches;
  const double latent = material.melting ? material.melting->latent_heat / c_reference_ : 0.0;
  const bool at_once = material.melting && material.melting->begins == material.melting->ends;
  const auto constant = [](PropertySegment s) {
    s.dc = 0.0;
    s.dk = {};
    return s;
  };
  segments_.push_back(constant(segment(stretches.front())));  // for all that lies below
  for (const PropertyStretch& s : stretches) {
    if (at_once && s.from == material.melting->begins) {
      segments_.push_back(constant(segment(s)));
      segments_.back().c = infinity;
    }
    segments_.push_back(segment(s));
  }
  segments_.push_back(constant(segment(
      {stretches.back().to, stretches.back().to + 1.0, stretches.back().last, stretches.back().last})));
  integrate(range.typical, latent);
  for (const PropertySegment& s : segments_) {
    isotropic_ = isotropic_ && s.U[0] == s.U[1] && s.k[0] == s.k[1] && s.dk[0] == s.dk[1];
  }
  if (!material.melting) return;
  melts_ = true;
  T_solid_ = material.melting->begins;
  T_liquid_ = material.melting->ends;
  H_solid_ = view().enthalpy(T_solid_);
  H_liquid_ = at_once ? H_solid_ + latent : view().enthalpy(T_liquid_);
}

/// Sums H and U up from the typical temperature, both ways, so that rounding is least where it matters; then
/// puts U to T at the typical temperature, and H to 0 at T = 0: or to T at the typical temperature where c
/// grows so much on the way there that what the body holds would round away what comes in.
void PropertyTable::integrate(double typical, double latent) {
  std::size_t start = 1;
  while (segments_[start].T < typical) ++start;
  for (std::size_t i = start; i + 1 < segments_.size(); ++i) {
    const Rise up = rise(segments_[i], segments_[i + 1], latent);
    segments_[i + 1].H = segments_[i].H + up.H;
    for (std::size_t a = 0; a < 2; ++a) segments_[i + 1].U[a] = segments_[i].U[a] + up.U[a];
  }
  for (std::size_t i = start; i-- > 0;) {
    const Rise up = rise(segments_[i], segments_[i + 1], latent);
    segments_[i].H = segments_[i + 1].H - up.H;
    for (std::size_t a = 0; a < 2; ++a) segments_[i].U[a] = segments_[i + 1].U[a] - up.U[a];
  }
  constexpr double in_proportion = 100.0;
  const double to_typical = -view().enthalpy(0.0);
  const bool zero_at_zero = std::abs(to_typical) <= in_proportion * std::abs(typical) + latent;
  const double H = zero_at_zero ? to_typical : typical;
  for (PropertySegment& s : segments_) {
    s.H += H;
    for (std::size_t a = 0; a < 2; ++a) s.U[a] += typical;
  }
}

void PropertyTable::build_index(const TemperatureRange& range) {
  const double span = range.most - range.least;
  const double margin = span > 0.0 ? 0.5 * span : 0.05 * std::abs(range.most) + 1e-9;
  const auto fill = [&](PropertyView::Index& index, std::vector<int>& first, double begin, double end,
                        double PropertySegment::*start) {
    index = {nullptr, begin, end, static_cast<double>(index_cells) / (end - begin)};
    first.assign(index_cells + 1, 0);
    int at = 0;
    for (std::size_t cell = 0; cell <= index_cells; ++cell) {
      // A little below the cell's edge, so that rounding of its number cannot skip a segment.
      const double edge = begin + (static_cast<double>(cell) - 1e-3) / index.per_unit;
      while (at + 1 < static_cast<int>(segments_.size()) &&
             segments_[static_cast<std::size_t>(at) + 1].*start <= edge) {
        ++at;
      }
      first[cell] = at;
    }
  };
  const double begin = range.least - margin;
  const double end = range.most + margin;
  fill(by_T_, first_by_T_, begin, end, &PropertySegment::T);
  const PropertyView bare = [&] {
    PropertyView v;
    v.segments_ = segments_.data();
    v.count_ = static_cast<int>(segments_.size());
    return v;
  }();
  fill(by_H_, first_by_H_, bare.enthalpy(begin), bare.enthalpy(end), &PropertySegment::H);
}

PropertyView PropertyTable::view() const {
  PropertyView view;
  view.segments_ = segments_.data();
  view.count_ = static_cast<int>(segments_.size());
  view.by_T_ = by_T_;
  view.by_T_.first = first_by_T_.data();
  view.by_H_ = by_H_;
  view.by_H_.first = first_by_H_.data();
  return view;
}

double PropertyTable::temperature_of_potential(double U, int axis) const {
  const auto a = static_cast<std::size_t>(axis);
  const auto above = std::upper_bound(segments_.begin() + 1, segments_.end(), U,
                                      [a](double u, const PropertySegment& s) { return u < s.U[a]; });
  const PropertySegment& s = *(above - 1);
  const double rest = U - s.U[a];
  if (rest == 0.0) return s.T;
  const double root = std::sqrt(std::max(0.0, s.k[a] * s.k[a] + 2.0 * s.dk[a] * rest));
  return s.T + 2.0 * rest / (s.k[a] + root);
}

double PropertyTable::go(double H_from, double H_to) const {
  if (!melts_) return H_to;
  const double beyond = just_beyond * (H_liquid_ - H_solid_);
  if (H_from < H_solid_) return std::min(H_to, H_solid_ + beyond);
  if (H_from > H_liquid_) return std::max(H_to, H_liquid_ - beyond);
  return std::clamp(H_to, H_solid_ - beyond, H_liquid_ + beyond);
}

double PropertyTable::liquid_fraction(double H) const {
  if (!melts_) return 0.0;
  if (T_solid_ == T_liquid_) return std::clamp((H - H_solid_) / (H_liquid_ - H_solid_), 0.0, 1.0);
  return std::clamp((view().temperature(H) - T_solid_) / (T_liquid_ - T_solid_), 0.0, 1.0);
}

}  // namespace isotherm
