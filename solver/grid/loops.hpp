#pragma once
// The loops over cells. One body serves every back end: rows in parallel with a vector inner loop on the
// host, one thread per cell on a device.

#include <Kokkos_Core.hpp>
#include <cstddef>

namespace isotherm {

/// Local index box, half-open in both directions; may reach into ghost cells.
struct Box {
  int i0 = 0;
  int i1 = 0;
  int j0 = 0;
  int j1 = 0;
  bool empty() const { return i0 >= i1 || j0 >= j1; }
};

using ExecutionSpace = Kokkos::DefaultExecutionSpace;

/// Rows in parallel. Signed indices: the default ones are not, and rows of ghost cells are negative.
using RowPolicy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<int>>;

inline constexpr bool runs_on_host =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace, ExecutionSpace::memory_space>::accessible;

/// Calls body(j, i) for every cell of the box. The body must not write what another cell's body reads.
template <std::size_t length, class Body>
void for_each_cell(const char (&label)[length], Box box, const Body& body) {
  static_assert(length <= 16, "Kokkos makes a string of it, which a longer label would allocate");
  if (box.empty()) return;
  if constexpr (runs_on_host) {
    Kokkos::parallel_for(
        label, RowPolicy(box.j0, box.j1), KOKKOS_LAMBDA(int j) {
#pragma GCC ivdep
          for (int i = box.i0; i < box.i1; ++i) body(j, i);
        });
  } else {
    Kokkos::parallel_for(label,
                         Kokkos::MDRangePolicy<ExecutionSpace, Kokkos::Rank<2>, Kokkos::IndexType<int>>(
                             {box.j0, box.i0}, {box.j1, box.i1}),
                         body);
  }
  Kokkos::fence();
}

}  // namespace isotherm
