#include "solver/linear/split_array.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <sys/mman.h>

namespace isotherm {
namespace {

constexpr std::ptrdiff_t line = 8;    // doubles in 64 bytes
constexpr std::ptrdiff_t page = 512;  // rows that far apart fall into the same cache sets
constexpr std::size_t huge_page = std::size_t{1} << 21;

std::ptrdiff_t round_up(std::ptrdiff_t n) {
  return (n + line - 1) / line * line;
}

double* allocate(std::size_t count) {
  const std::size_t bytes = count * sizeof(double);
  const std::size_t alignment = bytes >= huge_page ? huge_page : std::size_t{64};
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  auto* const data = static_cast<double*>(std::aligned_alloc(alignment, rounded));
  if (data == nullptr) throw std::bad_alloc();
  if (alignment == huge_page) madvise(data, rounded, MADV_HUGEPAGE);
  return data;
}

}  // namespace

void SplitArray::Free::operator()(double* p) const {
  std::free(p);
}

void SplitArray::reshape(int pairs, int rows) {
  pairs_ = pairs;
  rows_ = rows;
  half_ = line + round_up(pairs + ghost_pairs + 1);
  pitch_ = 2 * half_;
  if (pitch_ % page == 0) pitch_ += line;
  const std::ptrdiff_t around = ghost_rows + 1;
  // Two lines more, so that vectors may reach beyond the last row.
  size_ = static_cast<std::size_t>((rows + 2 * around) * pitch_ + 2 * line);
  if (size_ > capacity_) {
    data_.reset(allocate(size_));
    capacity_ = size_;
  }
  origin_ = data_.get() + around * pitch_ + line;
  fill(0.0);
}

void SplitArray::fill(double value) {
  std::fill_n(data_.get(), size_, value);
}

}  // namespace isotherm
