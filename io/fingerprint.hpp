#pragma once
// The fingerprint of a field.

#include <string>

#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// SHA-256, in hexadecimal, of the ny * nx float64 of the whole field, in C order, little-endian, a quiet NaN
/// in void cells (mask 0; an empty mask: none): the bytes of a raw checkpoint behind its header. Rows pass
/// through rank 0 a few MiB at a time. The same on all ranks. Collective.
std::string field_sha256(const Decomposition& decomposition, const Field& field, const Field& mask);

}  // namespace isotherm
