#pragma once
// Large arrays on large pages.

#include <cstddef>

namespace isotherm {

/// Asks the system to back memory that nobody has touched yet with huge pages, where it can and where the
/// memory is large enough to gain from it: sweeps that jump from row to row then seldom wait for addresses.
/// Not collective.
void prefer_huge_pages(void* memory, std::size_t bytes);

}  // namespace isotherm
