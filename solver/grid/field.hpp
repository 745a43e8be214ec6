#pragma once
// A cell-centred field on the owned cells of a rank and its ghost cells.

#include <Kokkos_Core.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace isotherm {

/// What kernels see of a field: trivially copyable, indexed by local row and column. Owned cells are
/// [0, ny) x [0, nx); ghost cells lie up to `halo` beyond.
template <class T>
struct FieldView {
  T* origin = nullptr;  ///< cell (0, 0)
  std::ptrdiff_t pitch = 0;
  KOKKOS_FORCEINLINE_FUNCTION T* row(std::ptrdiff_t j) const { return origin + j * pitch; }
  KOKKOS_FORCEINLINE_FUNCTION T& operator()(std::ptrdiff_t j, std::ptrdiff_t i) const {
    return origin[j * pitch + i];
  }
};

/// Owner of ny x nx owned cells with a halo of ghost cells, in the default execution space's memory.
/// Row-major, rows start on 64-byte boundaries at cell 0, and the pitch is never a multiple of 4 KiB.
/// Move-only; zero after construction. Ghost cells are only copies of a neighbour's owned cells.
class Field {
 public:
  // Not defaulted: g++ 12 would make a constant of it, all zeros, which an empty view of Kokkos 4.6.99 is
  // not.
  Field() {}  // NOLINT(modernize-use-equals-default)
  Field(const std::string& label, int nx, int ny, int halo);
  Field(Field&&) noexcept = default;
  Field& operator=(Field&&) noexcept = default;
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  int halo() const { return halo_; }
  bool empty() const { return nx_ == 0; }
  std::ptrdiff_t pitch() const { return pitch_; }

  FieldView<double> view() { return {data_.data() + offset_, pitch_}; }
  FieldView<const double> view() const { return {data_.data() + offset_, pitch_}; }

  /// The owned cells on the host, ny * nx, row-major. Not collective.
  std::vector<double> to_host() const;
  /// The same with that many layers of ghost cells around them: (ny + 2 ghosts) * (nx + 2 ghosts).
  std::vector<double> to_host(int ghosts) const;
  /// Sets the owned cells from ny * nx host values, row-major. Not collective.
  void from_host(const std::vector<double>& values);
  /// Sets all cells, ghosts included.
  void fill(double value);
  std::size_t bytes() const { return data_.span() * sizeof(double); }

  friend void swap(Field& a, Field& b) noexcept {
    Field t = std::move(a);
    a = std::move(b);
    b = std::move(t);
  }

 private:
  Kokkos::View<double*> data_;
  std::ptrdiff_t pitch_ = 0;
  std::ptrdiff_t offset_ = 0;
  int nx_ = 0;
  int ny_ = 0;
  int halo_ = 0;
};

}  // namespace isotherm
