#pragma once
// A fault for tests: a bit of the temperature, or enthalpy, that flips in memory.

#include "run/model.hpp"

namespace isotherm {

/// Flips a bit once per process, where the environment asks for it: ISOTHERM_TEST_FLIP="STEP I J BIT", in
/// cell [I, J] at the first call at or after the step. Not collective.
void flip_bit_if_asked(Model& model);

}  // namespace isotherm
