#include "io/field_file.hpp"

#include <algorithm>
#include <cstdlib>

#include "io/checkpoint_folder.hpp"
#include "io/file_system.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_case = std::int64_t{1} << 24;

/// Edges around centres: half way between them, and as far beyond the outer ones.
std::vector<double> edges_around(const std::vector<double>& centers) {
  if (centers.size() == 1) return {centers[0] - 0.5, centers[0] + 0.5};
  std::vector<double> edges{1.5 * centers[0] - 0.5 * centers[1]};
  for (std::size_t n = 1; n < centers.size(); ++n) edges.push_back(0.5 * (centers[n - 1] + centers[n]));
  edges.push_back(2.0 * centers.back() - edges.back());
  return edges;
}

/// The case of the run folder that holds the file, or an empty text.
std::string case_beside(const std::filesystem::path& path) {
  const auto file = std::filesystem::absolute(path).parent_path().parent_path() / "case.yaml";
  return std::filesystem::exists(file) ? read_text(file, longest_case) : std::string();
}

}  // namespace

FieldFile::FieldFile(const std::filesystem::path& path) : path_(path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw IoError("read", path, ENOENT);
  if (path.extension() == ".nc") {
    open_snapshot();
  } else {
    open_checkpoint();
  }
}

void FieldFile::open_checkpoint() {
  main_file_ = path_;
  if (main_file_.extension() == ".bin") main_file_.replace_extension(".json");
  manifest_ = Manifest::from_text(read_manifest_text(main_file_), main_file_);
  step_ = manifest_.state.step;
  time_ = manifest_.state.time;
  nx_ = manifest_.nx;
  ny_ = manifest_.ny;
  case_text_ = manifest_.state.case_text;
  for (const auto& file : manifest_.files) {
    for (const auto& field : file.fields) fields_.push_back(field.name);
  }
}

void FieldFile::open_snapshot() {
  snapshot_ = std::make_unique<SnapshotReader>(path_);
  step_ = snapshot_->step();
  time_ = snapshot_->time();
  title_ = snapshot_->title();
  nx_ = std::ssize(snapshot_->centers(true));
  ny_ = std::ssize(snapshot_->centers(false));
  fields_ = snapshot_->fields();
  case_text_ = case_beside(path_);
}

std::string FieldFile::unit(const std::string& field) const {
  return snapshot_ ? snapshot_->unit(field) : std::string();
}

std::optional<Grid> FieldFile::grid() const {
  if (!snapshot_) return std::nullopt;
  return Grid(Axis::from_edges(edges_around(snapshot_->centers(true))),
              Axis::from_edges(edges_around(snapshot_->centers(false))),
              snapshot_->axisymmetric() ? Coordinates::axisymmetric : Coordinates::cartesian);
}

std::vector<double> FieldFile::read(const std::string& field, Range x, Range y, std::int64_t stride) const {
  if (std::find(fields_.begin(), fields_.end(), field) == fields_.end()) {
    throw IoError(path_.string() + " holds no field '" + field + "'");
  }
  if (snapshot_) return snapshot_->read(field, x, y, stride);
  for (const auto& entry : manifest_.files) {
    for (const auto& found : entry.fields) {
      if (found.name == field) return read_verified(entry, found, x, y, stride);
    }
  }
  return {};
}

std::vector<double> FieldFile::read_verified(const FileEntry& entry, const FieldEntry& field, Range x,
                                             Range y, std::int64_t stride) const {
  const File file = open_entry(entry, main_file_);
  const ChecksumBlocks blocks = manifest_.blocks();
  std::vector<double> values;
  std::vector<double> rows;
  std::int64_t block = -1;
  for (std::int64_t j = y.begin; j < y.end; j += stride) {
    if (block != j / blocks.rows_per_block()) {
      block = j / blocks.rows_per_block();
      read_block(file, field, blocks, block, rows);
    }
    const std::int64_t row = (j - block * blocks.rows_per_block()) * nx_;
    for (std::int64_t i = x.begin; i < x.end; i += stride)
      values.push_back(rows[static_cast<std::size_t>(row + i)]);
  }
  return values;
}

std::int64_t step_in_name(const std::filesystem::path& path) {
  const std::string name = path.stem();
  if (!name.starts_with("step-")) return -1;
  const std::int64_t step = std::strtoll(name.c_str() + 5, nullptr, 10);
  return name == step_name(step) ? step : -1;
}

void require_no_case(const std::filesystem::path& path) {
  if (path.extension() != ".yaml" && path.extension() != ".yml") return;
  throw IoError(path.string() + " is a case or a study; name a run folder, a snapshot (.nc) or a checkpoint");
}

std::vector<std::filesystem::path> files_with_fields(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw IoError("look at", path, ENOENT);
  require_no_case(path);
  if (!std::filesystem::is_directory(path, error)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path / "snapshots", error)) {
    if (entry.path().extension() == ".nc" && step_in_name(entry.path()) >= 0) files.push_back(entry.path());
  }
  if (files.empty()) {
    for (const auto& checkpoint : list_checkpoints(path / "checkpoints"))
      files.push_back(checkpoint.main_file);
  }
  if (files.empty()) throw IoError(path.string() + " holds neither snapshots nor checkpoints");
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return step_in_name(a) < step_in_name(b); });
  return files;
}

}  // namespace isotherm
