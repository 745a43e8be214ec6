#include "io/checkpoint_folder.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <system_error>

#include "io/file_system.hpp"

namespace isotherm {
namespace {

/// The paths in a folder; none when it does not exist.
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    paths.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory)
    throw IoError("list the folder", folder, error.value());
  return paths;
}

/// The main file first: without it the others are no checkpoint.
std::vector<std::filesystem::path> files_of(const CheckpointName& checkpoint) {
  std::vector<std::filesystem::path> files{checkpoint.main_file};
  if (checkpoint.main_file.extension() != ".json") return files;
  const std::string stem = step_name(checkpoint.step) + ".";
  for (const auto& path : entries(checkpoint.main_file.parent_path())) {
    if (path.extension() == ".bin" && path.filename().string().starts_with(stem)) files.push_back(path);
  }
  return files;
}

}  // namespace

std::string step_name(std::int64_t step) {
  return fmt::format("step-{:09}", step);
}

std::optional<CheckpointName> checkpoint_name(const std::filesystem::path& path) {
  const std::string stem = path.stem();
  if (path.extension() != ".h5" && path.extension() != ".json") return std::nullopt;
  if (!stem.starts_with("step-")) return std::nullopt;
  std::int64_t step = 0;
  std::from_chars(stem.data() + 5, stem.data() + stem.size(), step);
  if (stem != step_name(step)) return std::nullopt;
  return CheckpointName{step, path};
}

std::vector<CheckpointName> list_checkpoints(const std::filesystem::path& folder) {
  std::vector<CheckpointName> found;
  for (const auto& path : entries(folder)) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error) || std::filesystem::is_fifo(path, error)) continue;
    if (auto name = checkpoint_name(path)) found.push_back(std::move(*name));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.step != b.step ? a.step > b.step : a.main_file < b.main_file;
  });
  return found;
}

bool can_be_read(const CheckpointName& checkpoint) {
  constexpr std::int64_t piece = std::int64_t{1} << 20;
  std::vector<char> buffer(piece);
  try {
    for (const auto& path : files_of(checkpoint)) {
      const File file = File::open_to_read(path);
      for (std::int64_t at = 0; at < file.size(); at += piece)
        file.read(buffer.data(), static_cast<std::size_t>(std::min(piece, file.size() - at)), at);
    }
  } catch (const IoError&) {
    return false;
  }
  return true;
}

void remove_checkpoint(const CheckpointName& checkpoint) {
  for (const auto& path : files_of(checkpoint)) remove_file(path);
}

void set_aside(const CheckpointName& checkpoint) {
  auto files = files_of(checkpoint);
  std::reverse(files.begin(), files.end());  // a field without its main file would be taken for an orphan
  for (const auto& path : files) rename_file(path, path.string() + ".failed");
}

void remove_parts(const std::filesystem::path& folder) {
  for (const auto& path : entries(folder)) {
    const std::string name = path.filename();
    const std::filesystem::path main_file = folder / (name.substr(0, name.find('.')) + ".json");
    const bool orphan =
        name.starts_with("step-") && path.extension() == ".bin" && !std::filesystem::exists(main_file);
    if (path.extension() == ".part" || orphan) remove_file(path);
  }
}

}  // namespace isotherm
