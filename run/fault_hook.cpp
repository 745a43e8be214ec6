#include "run/fault_hook.hpp"

#include <bit>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace isotherm {
namespace {

struct Flip {
  std::int64_t step = 0;
  std::int64_t i = 0;
  std::int64_t j = 0;
  unsigned bit = 0;
};

std::optional<Flip> asked_for() {
  const char* text = std::getenv("ISOTHERM_TEST_FLIP");
  if (text == nullptr) return std::nullopt;
  Flip flip;
  std::istringstream(text) >> flip.step >> flip.i >> flip.j >> flip.bit;
  return flip;
}

}  // namespace

void flip_bit_if_asked(Model& model) {
  static std::optional<Flip> flip = asked_for();
  if (!flip || model.clock().step() < flip->step) return;
  const auto& owned = model.decomposition().owned();
  const std::int64_t i = flip->i - owned.x.begin;
  const std::int64_t j = flip->j - owned.y.begin;
  if (i >= 0 && i < owned.nx() && j >= 0 && j < owned.ny()) {
    double& value = (model.nonlinear() != nullptr ? model.H() : model.T()).view()(j, i);
    value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << flip->bit));
  }
  flip.reset();
}

}  // namespace isotherm
