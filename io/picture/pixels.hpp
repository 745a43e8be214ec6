#pragma once
// A field as the pixels of a picture, taken by all ranks together: only pixels travel.

#include <vector>

#include "io/picture/host_view.hpp"
#include "physics/problem.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"
#include "solver/grid/grid.hpp"

namespace isotherm {

/// Width and height of a picture of the domain in pixels.
struct PixelSize {
  int width = 0;
  int height = 0;
};

/// A size that fits into `longest` pixels, with the shape of the domain as long as that is no thinner than
/// 1:8.
PixelSize fit_pixels(const Grid& grid, int longest);

/// What a picture shows: rows from the top, one value per pixel, NaN in voids. Full on the root rank alone.
using Pixels = std::vector<double>;

/// Turns fields on one decomposition into pixels: the value at a pixel's centre is linear between cell
/// centres, and the plain value of the cell beside voids.
class PixelSampler {
 public:
  /// `problem` tells voids and materials; nullptr: none are known, voids are cells with a NaN. All but the
  /// problem must outlive this object. Collective.
  PixelSampler(const Decomposition& decomposition, const Grid& grid, const HeatProblem* problem,
               PixelSize size);

  PixelSize size() const { return size_; }
  /// The root rank gets the pixels of a field whose ghost cells are up to date one cell deep, corners
  /// included. Collective.
  Pixels sample(const Field& field) const;
  /// Index of the material at each pixel, -1 in voids; on the root rank, empty where no problem is known.
  const std::vector<int>& materials() const { return materials_; }

 private:
  /// Where a pixel lies along one axis: between two cells, or in one.
  struct Place {
    std::int64_t cell = 0;  ///< global index of the cell that holds the pixel's centre
    int step = 0;           ///< to the other cell: -1, 1, or 0 at the edge of the domain
    double share = 0.0;     ///< of the other cell
  };
  static std::vector<Place> places(const Axis& axis, int pixels);
  static Range pixels_in(const std::vector<Place>& places, Range cells);
  Pixels gather(const std::vector<double>& local) const;
  void find_materials(const HeatProblem& problem);
  double value_at(const HostView& T, std::size_t pixel, const Place& x, const Place& y) const;

  const Decomposition* decomposition_;
  const Grid* grid_;
  PixelSize size_;
  std::vector<Place> x_;
  std::vector<Place> y_;  ///< from the bottom
  Range columns_;         ///< pixels of this rank; rows from the bottom
  Range rows_;
  std::vector<char> in_void_;  ///< per pixel of this rank; empty: unknown
  std::vector<char> beside_void_;
  std::vector<int> materials_;
};

}  // namespace isotherm
