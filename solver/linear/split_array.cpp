#include "solver/linear/split_array.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <sys/mman.h>

namespace isotherm {
namespace {

constexpr std::ptrdiff_t line = 8;  // numbers: 64 bytes of doubles
constexpr int around = SplitArray::ghost_rows + 1;
constexpr std::ptrdiff_t page = 4096;  // bytes: rows that far apart fall into the same cache sets
constexpr std::size_t huge_page = std::size_t{1} << 21;

std::ptrdiff_t round_up(std::ptrdiff_t n) {
  return (n + line - 1) / line * line;
}

void* allocate_bytes(std::size_t bytes) {
  const std::size_t alignment = bytes >= huge_page ? huge_page : std::size_t{64};
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  auto* const data = std::aligned_alloc(alignment, rounded);
  if (data == nullptr) throw std::bad_alloc();
  if (alignment == huge_page) madvise(data, rounded, MADV_HUGEPAGE);
  return data;
}

}  // namespace

template <class Real>
void SplitRows<Real>::Free::operator()(Real* p) const {
  std::free(p);
}

template <class Real>
void SplitRows<Real>::allocate(int pairs, int rows, int stored_rows) {
  pairs_ = pairs;
  rows_ = rows;
  half_ = line + round_up(pairs + ghost_pairs + 1);
  pitch_ = 2 * half_;
  constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(Real));
  if (pitch_ * size % page == 0) pitch_ += line;
  // Three lines more, so that vectors may reach beyond the last row.
  size_ = static_cast<std::size_t>(stored_rows * pitch_ + 3 * line);
  if (size_ > capacity_) {
    data_.reset(static_cast<Real*>(allocate_bytes(size_ * sizeof(Real))));
    capacity_ = size_;
  }
  rows_starts_.resize(static_cast<std::size_t>(rows + 2 * around));
  start_ = rows_starts_.data() + around;
  fill(0.0);
}

template <class Real>
void SplitRows<Real>::reshape(int pairs, int rows) {
  allocate(pairs, rows, rows + 2 * around);
  for (std::size_t k = 0; k < rows_starts_.size(); ++k) rows_starts_[k] = kind_half(static_cast<int>(k), 0);
}

template <class Real>
void SplitRows<Real>::reshape_repeated(const Lattice& lattice, int kinds,
                                       const std::function<int(int)>& kind_of) {
  allocate(lattice.x.pairs(), lattice.y.end(), kinds);
  for (int j = -around; j < rows_ + around; ++j) {
    rows_starts_[static_cast<std::size_t>(j + around)] = kind_half(kind_of(j), 0);
  }
}

template <class Real>
void SplitRows<Real>::fill(Real value) {
  std::fill_n(data_.get(), size_, value);
}

template class SplitRows<double>;
template class SplitRows<float>;

}  // namespace isotherm
