#include "io/picture/picture_writer.hpp"

#include "io/build_info.hpp"
#include "io/checkpoint_folder.hpp"
#include "io/field_file.hpp"
#include "io/file_system.hpp"
#include "io/picture/png.hpp"

namespace isotherm {

PictureWriter::PictureWriter(const Decomposition& decomposition, const Grid& grid, const HeatProblem* problem,
                             PictureOptions options)
    : comm_(&decomposition.comm()),
      grid_(&grid),
      options_(std::move(options)),
      halo_(decomposition, 1, HaloExchange::Corners::yes),
      sampler_(decomposition, grid, problem, fit_pixels(grid, options_.width)) {}

void PictureWriter::continue_after(std::int64_t step) {
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root()) return;
    options_.require_folder();
    make_subfolder(options_.folder);
    std::vector<std::filesystem::path> later;
    for (const auto& entry : std::filesystem::directory_iterator(options_.folder)) {
      if (step_in_name(entry.path()) > step) later.push_back(entry.path());
    }
    for (const auto& path : later) remove_file(path);
  });
}

Canvas PictureWriter::draw(std::int64_t step, double time, Field& field) {
  halo_.exchange(field);
  const Pixels pixels = sampler_.sample(field);
  if (!comm_->is_root()) return {0, 0, {}};
  PictureSubject subject = options_.subject;
  subject.step = step;
  subject.time = time;
  return draw_picture(*grid_, sampler_.size(), pixels, sampler_.materials(), subject, options_.style);
}

void PictureWriter::write(std::int64_t step, double time, Field& field) {
  const Canvas picture = draw(step, time, field);
  agree<IoError>(*comm_, [&] {
    if (!comm_->is_root()) return;
    const std::string bytes = png_bytes(picture, {{"Title", options_.subject.title},
                                                  {"Software", "isotherm " + build_info().version},
                                                  {"Step", std::to_string(step)}});
    options_.require_folder();
    replace_text(options_.folder / (step_name(step) + ".png"), bytes, Durability::survives_process);
  });
}

}  // namespace isotherm
