#pragma once
// Memory of Kokkos that is not to be had.

#include <new>
#include <stdexcept>
#include <string_view>

namespace isotherm {

/// Calls `allocate`, which makes views of Kokkos. Where memory is short, Kokkos throws what its version and
/// the memory's kind have for that, a std::runtime_error mostly; here it is always std::bad_alloc.
template <class Allocate>
auto allocated(Allocate&& allocate) {
  try {
    return allocate();
  } catch (const std::runtime_error& error) {
    if (std::string_view(error.what()).find("failed to allocate") == std::string_view::npos) throw;
    throw std::bad_alloc();
  }
}

}  // namespace isotherm
