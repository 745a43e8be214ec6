#include "solver/diagnostics/history.hpp"

#include "solver/grid/loops.hpp"

namespace isotherm {
namespace {

/// The part of a step from temperature a to b that is above a threshold.
KOKKOS_FORCEINLINE_FUNCTION double share_above(double a, double b, double threshold) {
  if (a > threshold) return b > threshold ? 1.0 : (a - threshold) / (a - b);
  return b > threshold ? (b - threshold) / (b - a) : 0.0;
}

}  // namespace

History::History(const HeatOperator& op, bool maximum, std::optional<double> threshold)
    : threshold_(threshold.value_or(0.0)) {
  const auto field = [&](const char* label) { return Field(label, op.cells().nx(), op.cells().ny(), 0); };
  if (maximum) maximum_ = field("max temperature");
  if (!threshold) return;
  time_above_ = field("time above");
  before_ = field("temperature before");
}

std::vector<History::Kept> History::fields() {
  std::vector<Kept> kept;
  if (!maximum_.empty()) kept.push_back({"max_temperature", &maximum_});
  if (!time_above_.empty()) kept.push_back({"time_above", &time_above_});
  return kept;
}

void History::start(const Field& T, double t) {
  t_ = t;
  const auto now = T.view();
  const Box owned{0, T.nx(), 0, T.ny()};
  if (!maximum_.empty() && !restored_) {
    const auto most = maximum_.view();
    for_each_cell(
        "history, start", owned, KOKKOS_LAMBDA(int j, int i) { most(j, i) = now(j, i); });
  }
  if (before_.empty()) return;
  const auto before = before_.view();
  for_each_cell(
      "history, start", owned, KOKKOS_LAMBDA(int j, int i) { before(j, i) = now(j, i); });
}

void History::step(const Field& T, double t) {
  const double dt = t - t_;
  t_ = t;
  const auto now = T.view();
  const Box owned{0, T.nx(), 0, T.ny()};
  if (!maximum_.empty()) {
    const auto most = maximum_.view();
    for_each_cell(
        "maximum T", owned,
        KOKKOS_LAMBDA(int j, int i) { most(j, i) = now(j, i) > most(j, i) ? now(j, i) : most(j, i); });
  }
  if (before_.empty()) return;
  const auto before = before_.view();
  const auto above = time_above_.view();
  const double threshold = threshold_;
  for_each_cell(
      "time above", owned, KOKKOS_LAMBDA(int j, int i) {
        above(j, i) += dt * share_above(before(j, i), now(j, i), threshold);
        before(j, i) = now(j, i);
      });
}

}  // namespace isotherm
