// No method takes memory from the heap in its steps, once it has begun.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <new>

#include "tests/support/case_run.hpp"

namespace {
std::atomic<long> allocations = 0;
}  // namespace

#ifndef __SANITIZE_ADDRESS__  // which has operators of its own

namespace {
void* take(std::size_t bytes, std::size_t alignment) {
  ++allocations;
  void* const memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

void* operator new(std::size_t bytes) {
  return take(bytes, alignof(std::max_align_t));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return take(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
#endif

namespace isotherm {
namespace {

constexpr const char* disc = ", {material: b, circle: {center: [0.4, 0.5], radius: 0.2}}";

std::string plate(const std::string& method, const char* region) {
  return fmt::format(
      "domain: {{size: [1, 1], cells: [96, 80]}}\n"
      "materials: {{a: {{conductivity: 1, density: 1, specific_heat: 1}}, b: {{conductivity: 50, density: 2, "
      "specific_heat: 1}}}}\n"
      "regions: [{{material: a}}{}]\n"
      "initial: {{temperature: \"300 + 10*x*y\"}}\n"
      "boundaries: {{left: {{temperature: 310}}, right: {{insulated: true}}, bottom: {{flux: 20}}, "
      "top: {{convection: {{coefficient: 5, ambient: 280}}}}}}\n"
      "time: {{method: {}, end: 1, step: {}}}\n",
      region, method, method == "forward-euler" ? 2e-7 : 1e-4);
}

TEST(Allocations, NoneInASteadyStreamOfSteps) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "nothing is counted under the address sanitizer";
#elif KOKKOS_VERSION >= 40000
  GTEST_SKIP() << "every policy of this Kokkos allocates";
#endif
  for (const char* method : {"forward-euler", "rkl2", "backward-euler", "crank-nicolson", "tr-bdf2"}) {
    for (const char* region : {"", disc}) {
      test::CaseRun run(plate(method, region));
      run.advance(30);
      const long before = allocations;
      run.advance(60);
      EXPECT_EQ(allocations - before, 0) << method << region;
    }
  }
}

}  // namespace
}  // namespace isotherm
