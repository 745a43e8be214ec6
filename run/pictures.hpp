#pragma once
// Pictures of cases and of files.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/config/case.hpp"
#include "io/field_file.hpp"
#include "io/picture/picture_writer.hpp"
#include "run/picture_options.hpp"

namespace isotherm {

/// Title, quantity and unit of a case's pictures.
PictureSubject picture_subject(const Case& the_case, bool flux);

/// A field of a file, read by all ranks, each its part, ready to be drawn.
class FilePicture {
 public:
  /// IoError, Failure(bad_case) on all ranks. Collective.
  FilePicture(const Communicator& comm, const std::filesystem::path& file, FilePictureOptions options);

  std::int64_t step() const { return step_; }
  double time() const { return time_; }
  /// Least and largest value, the same on all ranks. Collective.
  std::pair<double, double> range() const;
  /// On the root rank; elsewhere an empty canvas. Collective.
  Canvas draw(const std::optional<std::pair<double, double>>& range);

 private:
  void read(const FieldFile& file);

  FilePictureOptions options_;
  PictureSubject subject_;
  std::int64_t step_ = 0;
  double time_ = 0.0;
  std::optional<Case> case_;
  std::unique_ptr<Grid> grid_;
  std::unique_ptr<Decomposition> decomposition_;
  Field field_;
};

}  // namespace isotherm
