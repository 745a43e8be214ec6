#pragma once
// Large arrays on large pages.

#include <cstddef>
#include <cstdlib>
#include <new>

namespace isotherm {

inline constexpr std::size_t huge_page = std::size_t{1} << 21;  ///< bytes

/// Asks the system to back memory that nobody has touched yet with huge pages, where it can and where the
/// memory is large enough to gain from it: sweeps that jump from row to row then seldom wait for addresses.
/// Not collective.
void prefer_huge_pages(void* memory, std::size_t bytes);

/// Allocator of large arrays on huge pages: of addresses that follow each other in the memory itself too, so
/// that an array no larger than a cache fits into it (small pages fall on some sets of the cache more often
/// than it has ways).
template <class T>
struct OnHugePages {
  using value_type = T;
  OnHugePages() = default;
  template <class Other>
  OnHugePages(const OnHugePages<Other>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    const std::size_t page = bytes < huge_page / 8 ? std::size_t{64} : huge_page;
    const std::size_t whole = (bytes + page - 1) / page * page;
    void* const memory = std::aligned_alloc(page, whole);
    if (memory == nullptr) throw std::bad_alloc();
    prefer_huge_pages(memory, whole);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t /*count*/) { std::free(memory); }
  bool operator==(const OnHugePages&) const = default;
};

}  // namespace isotherm
