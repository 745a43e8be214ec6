#pragma once
// Pictures of a run: one PNG per time.

#include <filesystem>
#include <functional>
#include <string>

#include "io/picture/heat_picture.hpp"
#include "solver/grid/halo_exchange.hpp"

namespace isotherm {

struct PictureOptions {
  std::filesystem::path folder;
  PictureStyle style;
  PictureSubject subject;  ///< its time and step are those of the state drawn
  int width = 900;         ///< pixels along the longer side of the domain
  /// Called on rank 0 before the folder is changed; IoError when it is this run's no more.
  std::function<void()> require_folder = [] {};
};

/// Writes step-NNNNNNNNN.png. All ranks take their pixels, the root rank draws.
class PictureWriter {
 public:
  /// All but the options must outlive this object; `problem` as of PixelSampler. Collective.
  PictureWriter(const Decomposition& decomposition, const Grid& grid, const HeatProblem* problem,
                PictureOptions options);

  /// Removes the pictures of steps beyond `step` (-1: all). IoError on all ranks. Collective.
  void continue_after(std::int64_t step);
  /// Draws a field, whose ghost cells this call fills, and puts the picture in its place at once. IoError on
  /// all ranks. Collective.
  void write(std::int64_t step, double time, Field& field);
  /// The picture alone, on the root rank; elsewhere an empty canvas. Collective.
  Canvas draw(std::int64_t step, double time, Field& field);

 private:
  const Communicator* comm_;
  const Grid* grid_;
  PictureOptions options_;
  HaloExchange halo_;
  PixelSampler sampler_;
};

}  // namespace isotherm
