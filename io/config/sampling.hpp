#pragma once
// Points that fill a unit cube evenly. The same on every machine for the same seed.

#include <cstdint>
#include <vector>

namespace isotherm::config {

/// Points in [0, 1)^dimensions.
using Points = std::vector<std::vector<double>>;

/// Latin hypercube (McKay, Beckman, Conover 1979): in each dimension one point in each of `count` equal
/// strata, at a random place in it. Pure.
Points latin_hypercube(std::int64_t count, std::size_t dimensions, std::uint64_t seed);

inline constexpr std::size_t most_sobol_dimensions = 21;

/// The first points of Sobol's sequence (Sobol 1967) with the direction numbers of Joe and Kuo (2008),
/// shifted digit by digit by a random vector (Matousek 1998), which keeps every stratification; seed 0: not
/// shifted, starting at the origin. 2^32 points at most. Pure.
Points sobol(std::int64_t count, std::size_t dimensions, std::uint64_t seed);

}  // namespace isotherm::config
