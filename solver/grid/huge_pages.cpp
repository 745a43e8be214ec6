#include "solver/grid/huge_pages.hpp"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace isotherm {

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  const auto begin = (address + huge_page - 1) / huge_page * huge_page;
  const auto end = (address + bytes) / huge_page * huge_page;
  // A wish only: where the system does not grant it, nothing changes.
  if (begin < end) (void)madvise(static_cast<char*>(memory) + (begin - address), end - begin, MADV_HUGEPAGE);
#endif
}

}  // namespace isotherm
