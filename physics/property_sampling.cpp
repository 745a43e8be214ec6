#include "physics/property_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "physics/message.hpp"

namespace isotherm {
namespace {

constexpr int stretches_of_core = 32;
constexpr int stretches_beyond = 60;
constexpr double growth_beyond = 1.3;
constexpr double parts_of_stretch = 4096.0;   // at most
constexpr double parts_of_look = 128.0;       // at most, but for jumps
constexpr double width_of_jumps = 1e-9;       // of the temperature
constexpr int most_halvings_of_jumps = 5000;  // for formulas that jump everywhere
constexpr double growth_of_c = 1e9;           // over the start: beyond it a formula has a pole
constexpr double look_every = 0.25;           // K: narrower features of formulas may be missed
constexpr double looks_in_core = 1024.0;      // or in the expected range, where that is less
constexpr double looks_in_stretch = 1024.0;
constexpr double widest_looked_into = 1000.0;  // K, or four times the expected range, where that is more

/// Which of a material's values hold.
enum class Phase { solid, mushy, liquid };

/// The properties of a material as functions of T.
class Properties {
 public:
  explicit Properties(const Material& material) : material_(&material) {}

  Phase phase_between(double a, double b) const {
    const double middle = 0.5 * (a + b);
    if (!material_->melting || middle < material_->melting->begins) return Phase::solid;
    return middle < material_->melting->ends ? Phase::mushy : Phase::liquid;
  }

  PropertySample at(double T, Phase phase) const {
    const auto of = [T](const Value& value) { return value(0.0, 0.0, 0.0, T); };
    const Material& m = *material_;
    const PropertySample solid{of(m.specific_heat), {of(m.conductivity_x), of(m.conductivity_y)}};
    if (phase == Phase::solid) return solid;
    const Melting& melting = *m.melting;
    const PropertySample liquid{of(melting.specific_heat),
                                {of(melting.conductivity_x), of(melting.conductivity_y)}};
    if (phase == Phase::liquid) return liquid;
    const double width = melting.ends - melting.begins;
    const double share = (T - melting.begins) / width;
    const auto mix = [share](double a, double b) { return a + share * (b - a); };
    return {mix(solid.c, liquid.c) + melting.latent_heat / width,
            {mix(solid.k[0], liquid.k[0]), mix(solid.k[1], liquid.k[1])}};
  }

  /// What is wrong with the properties at a temperature, or an empty text.
  std::string fault(double T, Phase phase) const {
    const PropertySample s = at(T, phase);
    const std::string of = " of material " + material_->name;
    for (const double k : s.k) {
      if (!std::isfinite(k)) return "the conductivity" + of + " is not known";
      if (k < 0.0) return "the conductivity" + of + " is negative";
    }
    if (!std::isfinite(s.c)) return "the specific heat" + of + " is not known";
    if (phase != Phase::mushy && s.c > most_c_) return "the specific heat" + of + " grows without bounds";
    return s.c > 0.0 ? std::string{} : "the specific heat" + of + " is not positive";
  }

  /// Ends where c is much larger than at a temperature: near a pole of a formula.
  void end_at_poles(double T, Phase phase) {
    if (phase != Phase::mushy) most_c_ = growth_of_c * at(T, phase).c;
  }

  /// Temperatures where a value has a corner.
  std::vector<double> corners() const {
    std::vector<double> all;
    for (const Value* value : values()) {
      if (value->table() == nullptr) continue;
      for (const auto& point : value->table()->points()) all.push_back(point.first);
    }
    if (material_->melting) all.insert(all.end(), {material_->melting->begins, material_->melting->ends});
    return all;
  }

  /// Whether something may happen anywhere, not at corners only.
  bool have_formulas() const {
    return std::ranges::any_of(values(), [](const Value* value) {
      return value->table() == nullptr && value->depends_on_temperature();
    });
  }

 private:
  std::vector<const Value*> values() const {
    std::vector<const Value*> all{&material_->conductivity_x, &material_->conductivity_y,
                                  &material_->specific_heat};
    if (const auto& liquid = material_->melting) {
      all.insert(all.end(), {&liquid->conductivity_x, &liquid->conductivity_y, &liquid->specific_heat});
    }
    return all;
  }

  const Material* material_;
  double most_c_ = std::numeric_limits<double>::infinity();
};

double span_of(const TemperatureRange& range) {
  const double span = range.most - range.least;
  const double size = std::max(std::abs(range.least), std::abs(range.most));
  if (span > 1e-3 * size) return span;
  return size > 0.0 ? 0.01 * size : 1.0;
}

/// Corners, the expected range in equal parts, and points ever farther apart on both sides of it.
std::vector<double> base_points(const TemperatureRange& range, std::vector<double> points) {
  const double span = span_of(range);
  const double width = span / stretches_of_core;
  points.push_back(range.typical);
  for (int n = 0; n <= stretches_of_core; ++n) points.push_back(range.least + n * width);
  double reach = 0.0;
  double step = width;
  for (int n = 0; n < stretches_beyond; ++n) {
    reach += step;
    step *= growth_beyond;
    points.push_back(range.least - reach);
    points.push_back(range.least + span + reach);
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

/// Walks from the typical temperature in one direction.
class Walk {
 public:
  Walk(const Properties& properties, double tolerance, double span)
      : properties_(&properties),
        tolerance_(tolerance),
        finest_look_(std::min(look_every, span / looks_in_core)),
        widest_looked_into_(properties.have_formulas() ? std::max(widest_looked_into, 4.0 * span) : 0.0) {}

  /// From a to b (which may lie below a). False when the properties end on the way.
  bool go(double a, double b) {
    const Phase phase = properties_->phase_between(a, b);
    const double width = std::abs(b - a);
    looks_closely_ = width <= widest_looked_into_;
    look_ = looks_closely_ ? std::max(finest_look_, width / looks_in_stretch) : width;
    shortest_ = looks_closely_ ? look_ / parts_of_look : width / parts_of_stretch;
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      const double T = share == 1.0 ? b : a + share * (b - a);
      reason_ = properties_->fault(T, phase);
      if (reason_.empty()) continue;
      const double end = last_good(a, T, phase);
      if (end != a) divide(a, end, phase);
      return false;
    }
    divide(a, b, phase);
    return true;
  }

  std::vector<PropertyStretch>& stretches() { return stretches_; }
  const std::string& reason() const { return reason_; }

 private:
  /// The last temperature on the way from a good one to a bad one.
  double last_good(double good, double bad, Phase phase) {
    for (;;) {
      const double middle = good + 0.5 * (bad - good);
      if (middle == good || middle == bad) return good;
      (properties_->fault(middle, phase).empty() ? good : bad) = middle;
    }
  }

  bool is_straight(double a, double b, Phase phase) const {
    const PropertySample first = properties_->at(a, phase);
    const PropertySample last = properties_->at(b, phase);
    const auto close = [&](double value, double v0, double v1, double share) {
      const double size = std::max({std::abs(value), std::abs(v0), std::abs(v1)});
      return std::abs(value - (v0 + share * (v1 - v0))) <= tolerance_ * size;
    };
    const auto close_at = [&](double share) {
      const PropertySample s = properties_->at(a + share * (b - a), phase);
      return close(s.c, first.c, last.c, share) && close(s.k[0], first.k[0], last.k[0], share) &&
             close(s.k[1], first.k[1], last.k[1], share);
    };
    for (const double share : {0.25, 0.5, 0.75}) {
      if (!close_at(share)) return false;
    }
    const int looks = static_cast<int>(std::abs(b - a) / look_);
    for (int n = 1; n < looks; ++n) {
      if (!close_at(static_cast<double>(n) / looks)) return false;
    }
    return true;
  }

  /// Whether a stretch is short enough, straight or not: jumps alone are closed in on further, nearly all of
  /// whose change lies in one half.
  bool is_short(double a, double b, Phase phase) {
    if (std::abs(b - a) > shortest_) return false;
    const double size = std::max(std::abs(a), std::abs(b));
    if (!looks_closely_ || std::abs(b - a) <= width_of_jumps * size) return true;
    if (++deep_halvings_ > most_halvings_of_jumps) return true;
    const PropertySample first = properties_->at(a, phase);
    const PropertySample middle = properties_->at(a + 0.5 * (b - a), phase);
    const PropertySample last = properties_->at(b, phase);
    const auto jumps = [](double v0, double v1, double v2) {
      constexpr double nearly = 0.99;
      return std::max(std::abs(v1 - v0), std::abs(v2 - v1)) >= nearly * std::abs(v2 - v0) && v2 != v0;
    };
    return !jumps(first.c, middle.c, last.c) && !jumps(first.k[0], middle.k[0], last.k[0]) &&
           !jumps(first.k[1], middle.k[1], last.k[1]);
  }

  void divide(double a, double b, Phase phase) {
    if (is_straight(a, b, phase) || is_short(a, b, phase)) {
      stretches_.push_back({a, b, properties_->at(a, phase), properties_->at(b, phase)});
      return;
    }
    const double middle = a + 0.5 * (b - a);
    divide(a, middle, phase);
    divide(middle, b, phase);
  }

  const Properties* properties_;
  double tolerance_;
  double finest_look_;
  double widest_looked_into_;
  bool looks_closely_ = false;  ///< into the stretch between two base points
  double look_ = 0.0;           ///< how far apart
  double shortest_ = 0.0;       ///< part of it that is looked into further only where it jumps
  int deep_halvings_ = 0;
  std::vector<PropertyStretch> stretches_;
  std::string reason_;
};

}  // namespace

SampledProperties sample_properties(const Material& material, const TemperatureRange& range,
                                    double tolerance) {
  Properties properties(material);
  const auto points = base_points(range, properties.corners());
  const auto start = std::find(points.begin(), points.end(), range.typical);
  const double near = start + 1 != points.end() ? *(start + 1) : range.typical;
  const Phase phase = properties.phase_between(range.typical, near);
  const std::string fault = properties.fault(range.typical, phase);
  if (!fault.empty()) {
    throw std::invalid_argument("materials." + material.name + ": " +
                                message(fault, " at T = ", range.typical, ", where the case starts"));
  }
  properties.end_at_poles(range.typical, phase);
  const double span = span_of(range);
  Walk up(properties, tolerance, span);
  for (auto at = start; at + 1 != points.end(); ++at) {
    if (!up.go(*at, *(at + 1))) break;
  }
  Walk down(properties, tolerance, span);
  for (auto at = start; at != points.begin(); --at) {
    if (!down.go(*at, *(at - 1))) break;
  }
  SampledProperties sampled{{}, down.reason(), up.reason()};
  auto& all = sampled.stretches;
  std::reverse(down.stretches().begin(), down.stretches().end());
  for (const PropertyStretch& s : down.stretches()) all.push_back({s.to, s.from, s.last, s.first});
  all.insert(all.end(), up.stretches().begin(), up.stretches().end());
  return sampled;
}

}  // namespace isotherm
